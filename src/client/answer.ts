/** An answer as it comes over the wire. */
import type { PartOfTime, ValueType } from './project-types.ts';

/** What a column of the rows is. */
export interface AnswerColumn {
  readonly name: string;
  readonly kind: 'time' | 'dimension' | 'others' | 'metric' | 'benchmark';
  readonly type?: ValueType;
  readonly grain?: string;
  readonly part?: PartOfTime;
  /** What stands in the place of sensitive values. */
  readonly shown?: 'pseudonym' | 'masked';
  readonly zone?: string;
  readonly metric?: string;
  readonly version?: number;
  /** Content hash of the definition behind the number. */
  readonly hash?: string;
  readonly benchmark?: string;
  readonly statistic?: string;
  readonly min_tenants?: number;
  readonly unit?: string;
  readonly format?: {
    readonly style: 'number' | 'currency' | 'percent' | 'ratio';
    readonly decimals?: number;
  };
}

/** One page of rows, what they are, and the receipt that tells where they come from. */
export interface Answer<Row, Totals> {
  readonly data: readonly Row[];
  readonly columns: readonly AnswerColumn[];
  /** The same query without its groups, computed and not added up. */
  readonly totals: Totals;
  /** ISO 8601 with offset; `null` where it is open. */
  readonly range: { readonly from: string | null; readonly to: string | null };
  /** `next` is the cursor of the page behind, `null` on the last. */
  readonly page: { readonly limit: number; readonly next: string | null; readonly more: boolean };
  /** Buckets that are not whole, and why. */
  readonly partial: readonly {
    readonly time: string;
    readonly metric: string;
    readonly reason: 'range' | 'unfinished';
  }[];
  readonly warnings: readonly string[];
  readonly receipt: { readonly id: string; readonly url: string };
}
