/** What a diff found, for whichever way it is printed. */
import type { Comparison } from '../../comparison/compared-metric.ts';
import type { MetricUsage } from '../../store/audit-record.ts';
import type { Change } from '../../versions/diff/change.ts';

/** What the project is compared with. */
export interface DiffBase {
  /** As it was named, or found. */
  readonly ref: string;
  /** Full id of the commit. */
  readonly commit: string;
  /** `absent`: the project was not there yet; `broken`: its definitions did not hold. Nothing is compared with either. */
  readonly state: 'compared' | 'absent' | 'broken';
}

/** A metric that is another number under the same version. */
export interface UnversionedMove {
  readonly metric: string;
  readonly version: number;
}

/** Values of metrics, and the names that only one side has. */
export interface NumbersDiff extends Comparison {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface ProjectDiff {
  readonly base: DiffBase;
  readonly changes: readonly Change[];
  readonly unversioned: readonly UnversionedMove[];
  /** Of what the changes touch, in the last {@link USAGE_DAYS} days; `null` where nobody could be asked. */
  readonly usage: readonly MetricUsage[] | null;
  /** `null` where numbers were not asked for. */
  readonly numbers: NumbersDiff | null;
}

export const USAGE_DAYS = 30;
