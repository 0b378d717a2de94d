/** See {@link Leg}. */
import type { ValueType } from '../../base/value-type.ts';
import type { AggregateFunction } from '../../formula/expression.ts';
import type { OutputColumn } from '../plan-expression.ts';
import { type JoinWindows, joinWindows } from './join-windows.ts';
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
  readonly input: RowValues | KeepTop | JoinWindows;
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

/** The rows of a leg before any choice among groups, each once. */
export function rowValuesOf({ input }: Leg): RowValues {
  return valuesUnder(input);
}

/** The leg over other rows, with the same choice among groups and the same windows. */
export function withRowValues(node: Leg, values: RowValues): Leg {
  const input = mapRows(node.input, () => values);
  return leg({ ...node, input });
}

/** The leg of which the choice among groups takes rows away, before any window repeats them. */
export function withKeepTop(node: Leg, choice: Omit<KeepTop, 'kind' | 'input'>): Leg {
  const input = mapRows(node.input, (values) => keepTop({ ...choice, input: values }));
  return leg({ ...node, input });
}

/** The names of the columns that rows have for the leg or its windows. */
export function outputsOf(input: RowValues | KeepTop): readonly string[] {
  if (input.kind === 'row_values') return input.columns.map(({ name }) => name);
  return input.others === null ? outputsOf(input.input) : [...outputsOf(input.input), input.others];
}

function valuesUnder(input: Leg['input']): RowValues {
  return input.kind === 'row_values' ? input : valuesUnder(input.input);
}

function mapRows(
  input: RowValues | KeepTop,
  replace: (values: RowValues) => RowValues | KeepTop,
): RowValues | KeepTop;
function mapRows(input: Leg['input'], replace: (values: RowValues) => RowValues | KeepTop): Leg['input'];
function mapRows(input: Leg['input'], replace: (values: RowValues) => RowValues | KeepTop): Leg['input'] {
  if (input.kind === 'row_values') return replace(input);
  if (input.kind === 'join_windows') return joinWindows({ ...input, input: mapRows(input.input, replace) });
  const rows = replace(input.input);
  return rows.kind === 'row_values' ? keepTop({ ...input, input: rows }) : rows;
}
