/** One aggregate of a leg, over the columns of its rows. */
import type { ValueType } from '../../base/value-type.ts';
import type { AggregateFunction } from '../../formula/expression.ts';
import type { OutputColumn } from '../plan-expression.ts';

export interface LegAggregate {
  readonly name: string;
  readonly function: AggregateFunction;
  /** A column of the input; `null` counts rows. */
  readonly argument: OutputColumn | null;
  /** Of a percentile, as digits. */
  readonly fraction: string | null;
  /** A boolean column of the input. */
  readonly filter: string | null;
  /** Whether a count of nothing is null, where the metric says `empty: null`. */
  readonly nullWhenEmpty: boolean;
  readonly type: ValueType;
}
