/** See {@link Leg}. */
import type { ValueType } from '../../base/value-type.ts';
import type { AggregateFunction } from '../../formula/expression.ts';
import type { OutputColumn } from '../plan-expression.ts';
import { type KeepTop, keepTop } from './keep-top.ts';
import type { RowValues } from './row-values.ts';

/**
 * One model's aggregates at its own grain (S1): one row a group, groups by nulls included.
 *
 * | channel.name | amount |    | channel.name | revenue |
 * |--------------|--------|    |--------------|---------|
 * | ads          | 10     |    | ads          | 30      |
 * | ads          | 20     | →  | null         | 5       |
 * | null         | 5      |
 */
export interface Leg {
  readonly kind: 'leg';
  readonly name: string;
  readonly input: RowValues | KeepTop;
  readonly groups: readonly OutputColumn[];
  readonly aggregates: readonly LegAggregate[];
  /** Adds one row over all rows of the input, marked as the total: its groups are null (S9). */
  readonly totals: boolean;
}

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

export function leg(node: Omit<Leg, 'kind'>): Leg {
  return Object.freeze({ kind: 'leg', ...node });
}

/** The rows of a leg before any choice among groups. */
export function rowValuesOf({ input }: Leg): RowValues {
  return input.kind === 'keep_top' ? input.input : input;
}

/** The leg over other rows, with the same choice among groups. */
export function withRowValues(node: Leg, values: RowValues): Leg {
  const { input } = node;
  return leg({ ...node, input: input.kind === 'keep_top' ? keepTop({ ...input, input: values }) : values });
}
