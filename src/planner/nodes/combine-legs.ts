/** See {@link CombineLegs}. */
import type { OutputColumn } from '../plan-expression.ts';
import type { Leg } from './leg.ts';

/**
 * Legs side by side on the union of their groups, null-safely (S3).
 *
 * | name | revenue |   | name | ad_spend |    | name | revenue | ad_spend |
 * |------|---------|   |------|----------|    |------|---------|----------|
 * | ads  | 30      | + | seo  | 7        | →  | ads  | 30      | null     |
 * |      |         |   |      |          |    | seo  | null    | 7        |
 */
export interface CombineLegs {
  readonly kind: 'combine_legs';
  /** Of the step in SQL: a plan may combine legs at several levels. */
  readonly name: string;
  readonly inputs: readonly Leg[];
  readonly groups: readonly OutputColumn[];
}

export function combineLegs(node: Omit<CombineLegs, 'kind'>): CombineLegs {
  return Object.freeze({ kind: 'combine_legs', ...node });
}
