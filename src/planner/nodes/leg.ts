/** See {@link Leg}. */
import { assertNever } from '../../base/assert-never.ts';
import type { OutputColumn } from '../plan-expression.ts';
import { type AccumulateSlots, accumulateSlots } from './accumulate-slots.ts';
import { type ChooseRows, chooseRows } from './choose-rows.ts';
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

/** What a leg aggregates: rows, each once or in its windows, or what they come to by slots of time. */
export type LegInput =
  | RowValues
  | KeepTop<RowValues | ChooseRows>
  | JoinWindows
  | ChooseRows
  | AccumulateSlots;

export function leg(node: Omit<Leg, 'kind'>): Leg {
  return Object.freeze({ kind: 'leg', ...node });
}

/** The rows of a leg before any choice, each once. */
export function rowValuesOf({ input }: { readonly input: LegInput | SumSlots }): RowValues {
  return input.kind === 'row_values' ? input : rowValuesOf(input);
}

/** The leg over other rows, with the same choices and the same windows. */
export function withRowValues(node: Leg, values: RowValues): Leg {
  return leg({ ...node, input: overValues(node.input, values) });
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
      return node;
    default:
      return assertNever(input);
  }
}

/** What the choice among groups takes rows from; the same reference where it takes none. */
export function withoutTop(input: LegInput): LegInput {
  let rows: LegInput | SumSlots = input;
  while (rows.kind !== 'row_values' && rows.kind !== 'keep_top') rows = rows.input;
  return rows.kind === 'keep_top' ? rows.input : input;
}

/** Whether its rows are others than those of the range as a whole: in windows, or chosen for each bucket. */
export function differsByBucket(input: Leg['input']): boolean {
  switch (input.kind) {
    case 'row_values':
      return false;
    case 'keep_top':
      return differsByBucket(input.input);
    case 'join_windows':
    case 'accumulate_slots':
      return true;
    case 'choose_rows':
      return input.bucket !== null;
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
      return [input.time.name, ...outputsOf(input.input)];
    case 'choose_rows':
      return outputsOf(input.input);
    case 'sum_slots':
      return [input.slot, ...[...input.groups, ...input.aggregates].map(({ name }) => name)];
    case 'accumulate_slots':
      return [input.time.name, ...outputsOf(input.input)];
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
  return rowValuesOf(node).rowKey.length > 0;
}

function overValues<Node extends LegInput | SumSlots>(node: Node, values: RowValues): Node;
function overValues(node: LegInput | SumSlots, values: RowValues): LegInput | SumSlots {
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
