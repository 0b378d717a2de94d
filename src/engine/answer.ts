/** What a query answers, before any wire format. */
import type { StandIn } from '../base/disguise.ts';
import type { Cell } from '../base/exact-number.ts';
import type { Grain, ValueType } from '../base/value-type.ts';
import type { Benchmark, MetricFormat } from '../catalog/catalog.ts';
import type { PartOfTime } from '../formula/parts-of-time.ts';
import type { OutdatedVersion } from './outdated-versions.ts';

export type AnswerColumn =
  | { readonly name: string; readonly kind: 'time'; readonly grain: Grain; readonly zone: string }
  | {
      readonly name: string;
      readonly kind: 'dimension';
      readonly type: ValueType;
      readonly grain?: Grain;
      readonly part?: PartOfTime;
      /** Of a sensitive dimension: what stands in the place of its values. */
      readonly shown?: StandIn;
    }
  /** Whether the row is all groups that `top` did not choose. */
  | { readonly name: string; readonly kind: 'others'; readonly type: 'boolean' }
  | {
      readonly name: string;
      readonly kind: 'metric';
      readonly metric: string;
      readonly version: number;
      /** Content hash of the definition. */
      readonly hash: string;
      readonly type: ValueType;
      readonly unit?: string;
      readonly format?: MetricFormat;
    }
  /** A statistic over the values that all tenants have of a metric. */
  | {
      readonly name: string;
      readonly kind: 'benchmark';
      readonly benchmark: string;
      readonly metric: string;
      readonly version: number;
      /** Content hash of the statistic and all that it rests on. */
      readonly hash: string;
      readonly statistic: Benchmark['statistic'];
      readonly min_tenants: number;
      readonly type: 'float';
      readonly unit?: string;
      readonly format?: MetricFormat;
    };

/** Whether totals have a cell for the column. */
export function hasTotal({ kind }: AnswerColumn): boolean {
  return kind === 'metric' || kind === 'benchmark';
}

export interface PartialNote {
  readonly time: string;
  readonly metric: string;
  /** `range`: the range cuts the bucket; `unfinished`: the bucket has not ended. */
  readonly reason: 'range' | 'unfinished';
}

export interface Answer {
  readonly columns: readonly AnswerColumn[];
  /** Cells in the order of `columns`. */
  readonly rows: readonly (readonly Cell[])[];
  /** One cell per column of a metric or benchmark, in their order; `null` when not asked for. */
  readonly totals: readonly Cell[] | null;
  /** ISO 8601 with offset; `null` where the range is open. */
  readonly range: { readonly from: string | null; readonly to: string | null };
  /** `more`: whether the limit cut rows off; `next` is then the cursor to go on with. */
  readonly page: { readonly limit: number; readonly next: string | null; readonly more: boolean };
  readonly partial: readonly PartialNote[];
  readonly warnings: readonly string[];
  readonly receipt: { readonly id: string; readonly url: string };
  readonly numbers: 'json' | 'strings';
  /** What of it is on its way out. */
  readonly outdated: readonly OutdatedVersion[];
  /** Whether JSON has a record for each row, or an array for each column. */
  readonly layout: 'rows' | 'columns';
}
