/** See {@link JoinRates}. */
import type { RowPlanExpression, StoredColumn } from '../plan-expression.ts';
import type { JoinHolidays } from './join-holidays.ts';
import type { JoinPartners } from './join-partners.ts';
import type { JoinedRows } from './join-to-one.ts';
import type { Scan } from './scan.ts';

/**
 * Each row beside the rates of its currency, as two lists in the order of their days: those of one currency are one
 * row, whatever the table of rates is like, so no row is doubled. A currency without rates has nulls.
 *
 * | id | money |   | from | to  | day   | rate |    | id | rates 1: days, rates        |
 * |----|-------|   |------|-----|-------|------|    |----|-----------------------------|
 * | 1  | USD   | + | USD  | EUR | 1 May | 0.90 | →  | 1  | {1 May, 4 May}, {0.90, 0.92} |
 * | 2  | GBP   |   | USD  | EUR | 4 May | 0.92 |    | 2  | null, null                  |
 */
export interface JoinRates {
  readonly kind: 'join_rates';
  readonly input: Relation;
  readonly table: RateTable;
  /** What expressions call the joined lists. */
  readonly alias: string;
  readonly currency: RowPlanExpression;
  /** Whose row it is, where each tenant has rates of its own; `null` where they are shared. */
  readonly tenant: StoredColumn | null;
}

/** The project's rates to the currency asked for; one table for all legs of a query. */
export interface RateTable {
  readonly scan: Scan;
  readonly from: StoredColumn;
  readonly to: StoredColumn;
  readonly day: StoredColumn;
  readonly rate: StoredColumn;
  readonly tenant: StoredColumn | null;
  /** The currency asked for. */
  readonly target: RowPlanExpression;
}

/** What the rows of a leg are read from. */
export type Relation = JoinedRows | JoinHolidays | JoinRates | JoinPartners<Relation>;

export function joinRates(node: Omit<JoinRates, 'kind'>): JoinRates {
  return Object.freeze({ kind: 'join_rates', ...node });
}
