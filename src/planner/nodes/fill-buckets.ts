/** See {@link FillBuckets}. */
import type { Parameter } from '../../formula/expression.ts';
import type { OutputColumn } from '../plan-expression.ts';
import type { CombineLegs } from './combine-legs.ts';

/**
 * Every group in every bucket of a list: what is missing has null for each aggregate, so that empties and
 * arithmetic come after (S8). Without other groups there is one, whether it has rows or not. Buckets within others
 * may be asked for in those alone where the group has rows.
 *
 * | time  | name | revenue |    | time  | name | revenue |
 * |-------|------|---------|    |-------|------|---------|
 * | 1 May | ads  | 30      |    | 1 May | ads  | 30      |
 * | 2 May | seo  | 7       | →  | 1 May | seo  | null    |
 * |       |      |         |    | 2 May | ads  | null    |
 * |       |      |         |    | 2 May | seo  | 7       |
 */
export interface FillBuckets<Leg> {
  readonly kind: 'fill_buckets';
  /** As that of the metrics above. */
  readonly name: string;
  readonly input: Leg | CombineLegs<Leg>;
  /** Groups of the input that are buckets, the larger ones first. */
  readonly times: readonly OutputColumn[];
  /** The other groups. */
  readonly groups: readonly OutputColumn[];
  /** For each of the times a list of its type, side by side, in which no bucket is twice. */
  readonly buckets: readonly Parameter[];
  /** So many of the first times a group has only where it has rows. */
  readonly present: number;
}

export function fillBuckets<Leg>(node: Omit<FillBuckets<Leg>, 'kind'>): FillBuckets<Leg> {
  return Object.freeze({ kind: 'fill_buckets', ...node });
}
