/** See {@link Leg}. */
import { assertNever } from '../../base/assert-never.ts';
import { invariant } from '../../base/invariant.ts';
import type { OutputColumn } from '../plan-expression.ts';
import { type AccumulateSlots, accumulateSlots } from './accumulate-slots.ts';
import { type ChooseRows, chooseRows } from './choose-rows.ts';
import type { CombineLegs } from './combine-legs.ts';
import type { FillBuckets } from './fill-buckets.ts';
import type { GroupValues } from './group-values.ts';
import type { JoinTotals } from './join-totals.ts';
import { type JoinWindows, joinWindows } from './join-windows.ts';
import { type KeepTop, keepTop } from './keep-top.ts';
import type { LegAggregate } from './leg-aggregate.ts';
import type { RowValues } from './row-values.ts';
import { type SumSlots, sumSlots } from './sum-slots.ts';

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
  readonly input: LegInput;
  readonly groups: readonly OutputColumn[];
  readonly aggregates: readonly LegAggregate[];
  /** Adds one row over all rows of the input, marked as the total: its groups are null (S9). */
  readonly totals: boolean;
}

/** Rows of legs, or of values of groups, on their way to metrics. */
export type LegRows = Leg | CombineLegs<Leg> | FillBuckets<Leg> | JoinTotals<Leg>;

/** What a leg aggregates: rows of a model, or values of groups. */
export type LegInput = RowInput | GroupValues<LegRows>;

/** Rows, each once or in its windows, or what they come to by slots of time. */
export type RowInput =
  | RowValues
  | KeepTop<RowValues | ChooseRows>
  | JoinWindows
  | ChooseRows
  | AccumulateSlots;

export function leg(node: Omit<Leg, 'kind'>): Leg {
  return Object.freeze({ kind: 'leg', ...node });
}

/** The rows of a leg before any choice, each once; it is not over values of groups. */
export function rowValuesOf({ input }: { readonly input: LegInput | SumSlots }): RowValues {
  invariant(input.kind !== 'group_values', 'values of groups are of several legs');
  return input.kind === 'row_values' ? input : rowValuesOf(input);
}

/** The leg over other rows, with the same choices and the same windows. */
export function withRowValues(node: Leg, values: RowValues): Leg {
  const { input } = node;
  return input.kind === 'group_values' ? node : leg({ ...node, input: overValues(input, values) });
}

/**
 * The leg of which the choice among groups takes rows away: before any window repeats them, but of rows that a
 * leg chooses, those that were chosen.
 */
export function withKeepTop(node: Leg, choice: Omit<KeepTop, 'kind' | 'input'>): Leg {
  const { input } = node;
  switch (input.kind) {
    case 'row_values':
    case 'choose_rows':
      return leg({ ...node, input: keepTop({ ...choice, input }) });
    case 'join_windows': {
      const rows = keepTop({ ...choice, input: rowValuesOf(input) });
      return leg({ ...node, input: joinWindows({ ...input, input: rows }) });
    }
    case 'keep_top':
    case 'accumulate_slots':
    case 'group_values':
      return node;
    default:
      return assertNever(input);
  }
}

/** What the choice among groups takes rows from; the same reference where it takes none. */
export function withoutTop(input: RowInput): RowInput {
  let rows: RowInput | SumSlots = input;
  while (rows.kind !== 'row_values' && rows.kind !== 'keep_top') rows = rows.input;
  return rows.kind === 'keep_top' ? rows.input : input;
}

/** Whether its rows are others than those of the range as a whole: in windows, chosen for each bucket, or groups. */
export function differsByBucket(input: Leg['input']): boolean {
  switch (input.kind) {
    case 'row_values':
      return false;
    case 'keep_top':
      return differsByBucket(input.input);
    case 'join_windows':
    case 'accumulate_slots':
    case 'group_values':
      return true;
    case 'choose_rows':
      return input.buckets.length > 0;
    default:
      return assertNever(input);
  }
}

/** The names of the columns that rows have for the step above. */
export function outputsOf(input: LegInput | SumSlots): readonly string[] {
  switch (input.kind) {
    case 'row_values':
      return input.columns.map(({ name }) => name);
    case 'keep_top':
      return outputsOfTop(input);
    case 'join_windows':
      return [...input.times.map(({ name }) => name), ...outputsOf(input.input)];
    case 'choose_rows':
      return outputsOf(input.input);
    case 'sum_slots':
      return [input.slot, ...[...input.groups, ...input.aggregates].map(({ name }) => name)];
    case 'accumulate_slots':
      return [...input.times.map(({ name }) => name), ...outputsOf(input.input)];
    case 'group_values': {
      const { groups, metrics } = input.input;
      return [...groups, ...metrics, ...input.edges].map(({ name }) => name);
    }
    default:
      return assertNever(input);
  }
}

function outputsOfTop({ input, others, dropped }: KeepTop<RowValues | ChooseRows>): readonly string[] {
  const kept = outputsOf(input).filter((name) => !dropped.includes(name));
  return others === null ? kept : [...kept, others];
}

/** Whether a bridge has doubled its rows: they come once for each of their groups. */
export function isRepeated(node: { readonly input: LegInput | SumSlots }): boolean {
  return node.input.kind !== 'group_values' && rowValuesOf(node).rowKey.length > 0;
}

function overValues<Node extends RowInput | SumSlots>(node: Node, values: RowValues): Node;
function overValues(node: RowInput | SumSlots, values: RowValues): RowInput | SumSlots {
  switch (node.kind) {
    case 'row_values':
      return values;
    case 'keep_top':
      return keepTop({ ...node, input: overValues(node.input, values) });
    case 'join_windows':
      return joinWindows({ ...node, input: overValues(node.input, values) });
    case 'choose_rows':
      return chooseRows({ ...node, input: overValues(node.input, values) });
    case 'sum_slots':
      return sumSlots({ ...node, input: overValues(node.input, values) });
    case 'accumulate_slots':
      return accumulateSlots({ ...node, input: overValues(node.input, values) });
    default:
      return assertNever(node);
  }
}
