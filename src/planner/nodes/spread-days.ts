/** See {@link SpreadDays}. */
import type { Period } from '../../catalog/catalog.ts';
import type { MemberReference } from '../../formula/expression.ts';
import { DAY_PARTS, EACH_DAY, SPREAD_DAY } from '../../query/spread-days.ts';
import type { RowPlanExpression, StoredColumn } from '../plan-expression.ts';

/** A day of the period, null for rows without a date: those are whole. */
export const DAY: StoredColumn = {
  kind: 'stored_column',
  relation: EACH_DAY,
  column: SPREAD_DAY.member,
  type: SPREAD_DAY.type,
  zone: null,
};

/** How many parts of its period a day is: the parts of all of its days are all that there are. */
export const PARTS: StoredColumn = { ...DAY, column: DAY_PARTS.member, type: DAY_PARTS.type };

/** What a member of each day is read from. */
export function dayColumn({ member }: Pick<MemberReference, 'member'>): StoredColumn {
  return member === PARTS.column ? PARTS : DAY;
}

/**
 * Each row once for each day of the period that its date stands for.
 *
 * | month      | amount |    | month      | amount | day        | parts |
 * |------------|--------|    |------------|--------|------------|-------|
 * | 2026-02-15 | 280    | →  | 2026-02-15 | 280    | 2026-02-01 | 13485 |
 * | null       | 7      |    | …          |        |            |       |
 * |            |        |    | null       | 7      | null       | 377580 |
 */
export interface SpreadDays<Rows> {
  readonly kind: 'spread_days';
  readonly input: Rows;
  readonly date: RowPlanExpression;
  readonly period: Period;
}

export function spreadDays<Rows>(node: Omit<SpreadDays<Rows>, 'kind'>): SpreadDays<Rows> {
  return Object.freeze({ kind: 'spread_days', ...node });
}
