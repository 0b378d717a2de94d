/** Metrics of plans and advertising accounts recomputed from the demo's rows by plain arithmetic. */
import type { DemoTable } from '../../../src/demo/generate-demo.ts';
import {
  accountBalancesTable,
  accountMovementsTable,
  accountsTable,
  plansTable,
} from '../../../src/demo/money/money-tables.ts';
import { adSpendTable, ordersTable } from '../../../src/demo/sales-tables.ts';
import type { Measures } from './compare-answers.ts';
import {
  type ColumnOf,
  groupRows,
  knownMoneyOf,
  moneyOf,
  ofClient,
  type PlainRow,
  ratioOf,
  readTable,
  sumOf,
} from './plain-rows.ts';

/** The rows of one client that plans and accounts are about. */
export interface MoneyRows extends Readonly<Record<string, readonly object[]>> {
  readonly plans: readonly PlainRow<ColumnOf<typeof plansTable>>[];
  /** Paid and delivered ones. */
  readonly sales: readonly PlainRow<ColumnOf<typeof ordersTable>>[];
  readonly spending: readonly PlainRow<ColumnOf<typeof adSpendTable>>[];
  readonly movements: readonly PlainRow<ColumnOf<typeof accountMovementsTable>>[];
  readonly balances: readonly PlainRow<ColumnOf<typeof accountBalancesTable>>[];
}

/** All of one client's, and the channel of each of its accounts. */
export function readMoney(demo: readonly DemoTable[], client: string): MoneyRows {
  return {
    plans: ofClient(readTable(demo, plansTable), client),
    sales: ofClient(readTable(demo, ordersTable), client).filter(
      ({ status }) => status === 'paid' || status === 'delivered',
    ),
    spending: ofClient(readTable(demo, adSpendTable), client),
    movements: ofClient(readTable(demo, accountMovementsTable), client),
    balances: ofClient(readTable(demo, accountBalancesTable), client),
  };
}

/** The channel of each account of a client. */
export function readAccountChannels(demo: readonly DemoTable[], client: string) {
  return new Map(
    ofClient(readTable(demo, accountsTable), client).map((row) => [row.account_id, row.channel_id]),
  );
}

/** Of plans, and what became of them. */
export const PLAN_MEASURES: Measures<MoneyRows> = {
  revenue_plan: ({ plans }) => moneyOf(plans.map(({ revenue }) => revenue)),
  orders_plan: ({ plans }) => sumOf(plans.map(({ orders }) => orders)),
  ad_spend_plan: ({ plans }) => moneyOf(plans.map(({ spend }) => spend)),
  plan_attainment: ({ plans, sales }) =>
    ratioOf(moneyOf(sales.map(({ amount }) => amount)), moneyOf(plans.map(({ revenue }) => revenue))),
  orders_plan_attainment: ({ plans, sales }) =>
    ratioOf(sales.length, sumOf(plans.map(({ orders }) => orders))),
  budget_use: ({ plans, spending }) =>
    ratioOf(moneyOf(spending.map(({ spend }) => spend)), moneyOf(plans.map(({ spend }) => spend))),
};

/** Of advertising accounts. */
export const ACCOUNT_MEASURES: Measures<MoneyRows> = {
  top_ups: ({ movements }) => sumKind(movements, 'top_up'),
  charges: ({ movements }) =>
    (100 * sumKind(movements, 'charge') - 100 * sumKind(movements, 'correction')) / 100,
  balance: ({ balances }) => {
    const accounts = [...groupRows(balances, ({ account_id }) => account_id).values()];
    const last = accounts.map((own) =>
      own.toSorted((a, b) => (String(a.day) < String(b.day) ? -1 : 1)).at(-1),
    );
    return knownMoneyOf(last.map((row) => row?.amount ?? null));
  },
};

function sumKind(movements: MoneyRows['movements'], kind: string): number {
  return moneyOf(movements.filter((movement) => movement.kind === kind).map(({ amount }) => amount));
}
