/** See {@link JoinTotals}. */
import type { OutputColumn } from '../plan-expression.ts';
import type { CombineLegs } from './combine-legs.ts';
import type { FillBuckets } from './fill-buckets.ts';

/**
 * Beside each group the aggregates of the larger group that it is a part of; nulls are equal, and no group is
 * added or left out.
 *
 * | region | name | revenue |   | region | total |    | region | name | revenue | total |
 * |--------|------|---------|   |--------|-------|    |--------|------|---------|-------|
 * | north  | ads  | 30      | + | north  | 37    | →  | north  | ads  | 30      | 37    |
 * | north  | seo  | 7       |   | null   | 5     |    | north  | seo  | 7       | 37    |
 * | null   | ads  | 5       |   |        |       |    | null   | ads  | 5       | 5     |
 */
export interface JoinTotals<Leg> {
  readonly kind: 'join_totals';
  /** Of the step in SQL. */
  readonly name: string;
  readonly input: Leg | CombineLegs<Leg> | FillBuckets<Leg> | JoinTotals<Leg>;
  /** The aggregates of the larger groups. */
  readonly totals: Leg | CombineLegs<Leg>;
  /** Those of the input. */
  readonly groups: readonly OutputColumn[];
  /** Groups of the input that the larger groups have as well. */
  readonly keys: readonly OutputColumn[];
}

export function joinTotals<Leg>(node: Omit<JoinTotals<Leg>, 'kind'>): JoinTotals<Leg> {
  return Object.freeze({ kind: 'join_totals', ...node });
}
