/** See {@link FillBuckets}. */
import type { Parameter } from '../../formula/expression.ts';
import type { OutputColumn } from '../plan-expression.ts';
import type { CombineLegs } from './combine-legs.ts';
import type { Leg } from './leg.ts';

/**
 * Every group in every bucket of a list: what is missing has null for each aggregate, so that empties and
 * arithmetic come after (S8). Without other groups there is one, whether it has rows or not.
 *
 * | time  | name | revenue |    | time  | name | revenue |
 * |-------|------|---------|    |-------|------|---------|
 * | 1 May | ads  | 30      |    | 1 May | ads  | 30      |
 * | 2 May | seo  | 7       | →  | 1 May | seo  | null    |
 * |       |      |         |    | 2 May | ads  | null    |
 * |       |      |         |    | 2 May | seo  | 7       |
 */
export interface FillBuckets {
  readonly kind: 'fill_buckets';
  readonly input: Leg | CombineLegs;
  /** The first group of the input. */
  readonly time: OutputColumn;
  /** The others. */
  readonly groups: readonly OutputColumn[];
  /** A list of the time's type, in which no bucket is twice. */
  readonly buckets: Parameter;
}

export function fillBuckets(node: Omit<FillBuckets, 'kind'>): FillBuckets {
  return Object.freeze({ kind: 'fill_buckets', ...node });
}
