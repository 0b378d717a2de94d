/** See {@link JoinHolidays}. */
import type { JoinedRows } from './join-to-one.ts';
import type { Scan } from './scan.ts';

/**
 * Each row beside the holidays of a calendar, those in scope as one list: no row is added or left out, whether
 * there are holidays or not.
 *
 * | ticket_id |   | day   |    | ticket_id | support.holidays |
 * |-----------|   |-------|    |-----------|------------------|
 * | 1         | + | 1 May | →  | 1         | {1 May, 9 May}   |
 * | 2         |   | 9 May |    | 2         | {1 May, 9 May}   |
 */
export interface JoinHolidays {
  readonly kind: 'join_holidays';
  readonly input: JoinedRows | JoinHolidays;
  /** The name of a calendar of working hours. */
  readonly calendar: string;
  /** Of the one column that is the day. */
  readonly days: Scan;
}

export function joinHolidays(node: Omit<JoinHolidays, 'kind'>): JoinHolidays {
  return Object.freeze({ kind: 'join_holidays', ...node });
}
