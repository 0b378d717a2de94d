/** What is asked of a comparison, and what it tells of a metric. */
import type { MovedRow } from './moved-rows.ts';
import type { Side } from './paired-snapshot.ts';

/** Which values are compared: buckets of a grain, over whole periods up to now or between two moments. */
export type ComparedRange =
  | { readonly grain: string; readonly periods: number }
  | { readonly grain: string; readonly from: string; readonly to: string };

/** A version of a metric, and what decides its number. */
export interface ComparedVersion {
  readonly version: number;
  readonly hash: string;
}

/** The least and the greatest of something, as digits or parts. */
export interface Extremes<Value> {
  readonly least: Value;
  readonly greatest: Value;
}

/** An error in place of a number. */
export interface ComparisonRefusal {
  /** `both` where it is the same before and after. */
  readonly side: Side | 'both';
  readonly code: string;
  readonly message: string;
  /** How many tenants were told so. */
  readonly tenants: number;
}

export interface ComparedMetric {
  readonly metric: string;
  readonly before: ComparedVersion;
  readonly after: ComparedVersion;
  readonly tenants: {
    readonly compared: number;
    readonly moved: number;
  };
  readonly values: {
    readonly compared: number;
    readonly moved: number;
  };
  /** Of values that are numbers on both sides and in one unit; `null` where there are none. */
  readonly change: Extremes<string> | null;
  /** As parts of the values before. */
  readonly ratio: Extremes<number> | null;
  /** Buckets in which some value moved, in order. */
  readonly times: readonly string[];
  /** Those that moved most, and how many more there are. */
  readonly rows: readonly MovedRow[];
  readonly rowsLeftOut: number;
  readonly refusals: readonly ComparisonRefusal[];
  /** Tenants whose two answers could not be read from one snapshot. */
  readonly apart: number;
}

/** All metrics of a comparison, in their order. */
export interface Comparison {
  readonly grain: string;
  /** First day, and the day behind the last; `null` where nothing was answered. */
  readonly from: string | null;
  readonly to: string | null;
  readonly tenants: number;
  readonly metrics: readonly ComparedMetric[];
}
