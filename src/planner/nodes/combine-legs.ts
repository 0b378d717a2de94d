/** See {@link CombineLegs}. */
import type { OutputColumn } from '../plan-expression.ts';

/**
 * Legs side by side on the union of their groups, null-safely (S3).
 *
 * | name | revenue |   | name | ad_spend |    | name | revenue | ad_spend |
 * |------|---------|   |------|----------|    |------|---------|----------|
 * | ads  | 30      | + | seo  | 7        | →  | ads  | 30      | null     |
 * |      |         |   |      |          |    | seo  | null    | 7        |
 */
export interface CombineLegs<Leg> {
  readonly kind: 'combine_legs';
  /** Of the step in SQL: a plan may combine legs at several levels. */
  readonly name: string;
  readonly inputs: readonly Leg[];
  readonly groups: readonly OutputColumn[];
}

export function combineLegs<Leg>(node: Omit<CombineLegs<Leg>, 'kind'>): CombineLegs<Leg> {
  return Object.freeze({ kind: 'combine_legs', ...node });
}
