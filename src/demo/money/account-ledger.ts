/**
 * Advertising accounts of one client: every Monday a system charges what was spent in the week before, and
 * the agency tops the account up when it runs low. Now and then a system takes a charge back in part, and
 * some days are missing among the balances.
 */
import type { ClientSupply } from '../client-supply.ts';
import { DAY, type DemoDay } from '../demo-calendar.ts';
import { DEMO_CHANNELS } from '../generate-channels.ts';
import { drawLoadedAt } from '../load-delay.ts';
import { type Kopecks, printMoney, readMoney, takePercent } from '../money.ts';
import type { adSpendTable } from '../sales-tables.ts';
import { createRandom } from '../seeded-random.ts';
import { type DemoRow, type RowOf, toDemoRow } from '../table-shape.ts';
import { accountBalancesTable, accountMovementsTable, accountsTable } from './money-tables.ts';

/** Writes down what a client spends, as it comes. */
export interface AccountLedger {
  add(spending: RowOf<typeof adSpendTable>): void;
  /** Rows of accounts, their movements and balances. */
  close(loadedAt: string): Generator<DemoRow>;
}

type MovementKind = 'top_up' | 'charge' | 'correction';

const PAID = DEMO_CHANNELS.filter(({ kind }) => kind === 'paid');
/** Accounts are topped up by ten thousands of roubles. */
const ROUND: Kopecks = 1_000_000;

/** An empty ledger; what it keeps is a sum for each channel and day. */
export function openAccountLedger({ client, days }: ClientSupply): AccountLedger {
  const random = createRandom(`accounts ${client.id}`);
  const spent = new Map<string, Kopecks>();
  let movements = 0;

  const toMovementRow = (
    day: DemoDay,
    {
      account,
      kind,
      amount,
    }: { readonly account: number; readonly kind: MovementKind; readonly amount: Kopecks },
  ): DemoRow => {
    movements += 1;
    return toDemoRow(accountMovementsTable, {
      movement_id: String(client.id * 1_000_000 + movements),
      client_id: String(client.id),
      account_id: String(account),
      day: day.date,
      kind,
      amount: printMoney(amount),
      loaded_at: drawLoadedAt(random, day.start + DAY),
    });
  };

  function* keepAccount(account: number, channel: number): Generator<DemoRow> {
    let balance = 0;
    let due = 0;
    for (const day of days) {
      if (day.weekday === 1) {
        const moved = drawMovements(due, balance);
        for (const [kind, amount] of moved) {
          balance += kind === 'charge' ? -amount : amount;
          yield toMovementRow(day, { account, kind, amount });
        }
        due = 0;
        if (!random.chance(30)) yield toBalanceRow(day, account, balance);
      }
      due += spent.get(`${channel} ${day.date}`) ?? 0;
    }
  }

  function drawMovements(due: Kopecks, balance: Kopecks): readonly (readonly [MovementKind, Kopecks])[] {
    const moved: (readonly [MovementKind, Kopecks])[] = [];
    const reserve = takePercent(Math.max(due, client.dailyBudget * 5), 130);
    if (balance < reserve)
      moved.push(['top_up', Math.ceil((reserve * random.integer(2, 4)) / ROUND) * ROUND]);
    if (due > 0) moved.push(['charge', due]);
    if (due > 0 && random.chance(40)) moved.push(['correction', takePercent(due, random.integer(1, 12))]);
    return moved;
  }

  function toBalanceRow(day: DemoDay, account: number, balance: Kopecks): DemoRow {
    return toDemoRow(accountBalancesTable, {
      client_id: String(client.id),
      account_id: String(account),
      day: day.date,
      amount: printMoney(balance),
      loaded_at: drawLoadedAt(random, day.start + DAY),
    });
  }

  return {
    add({ channel_id, day, spend }) {
      const key = `${channel_id} ${day}`;
      spent.set(key, (spent.get(key) ?? 0) + readMoney(spend));
    },
    *close(loadedAt) {
      for (const [index, { id, name }] of PAID.entries()) {
        yield toDemoRow(accountsTable, {
          client_id: String(client.id),
          account_id: String(index + 1),
          channel_id: String(id),
          name: `${name} of ${client.name}`,
          loaded_at: loadedAt,
        });
        yield* keepAccount(index + 1, id);
      }
    },
  };
}
