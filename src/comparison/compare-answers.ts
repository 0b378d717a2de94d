/** Two answers to one question about one metric → the values that differ. */
import type { Cell } from '../base/exact-number.ts';
import type { Answer } from '../engine/answer.ts';
import { findMove, type MovedValue, textOf, type Units } from './moved-value.ts';

export interface ComparedAnswers {
  /** Buckets that have a value on either side. */
  readonly compared: number;
  readonly moves: readonly (MovedValue & { readonly time: string | null })[];
  /** Where the ranges of both begin and end, as days; `null` where they are open. */
  readonly range: { readonly from: string | null; readonly to: string | null };
}

/** Both have one column for the metric, and one for time or none. */
export function compareAnswers(before: Answer, after: Answer): ComparedAnswers {
  const [was, is] = [valuesByTime(before), valuesByTime(after)];
  const times = [...new Set([...was.keys(), ...is.keys()])];
  const units: Units = { before: unitOf(before), after: unitOf(after) };
  return {
    compared: times.length,
    moves: times.flatMap((time) => {
      const move = findMove(was.get(time) ?? null, is.get(time) ?? null, units);
      return move === null ? [] : [{ ...move, time }];
    }),
    range: { from: dayOf(after.range.from), to: dayOf(after.range.to) },
  };
}

/** Of rows that have one. */
function valuesByTime({ columns, rows }: Answer): ReadonlyMap<string | null, Cell> {
  const value = columns.findIndex(({ kind }) => kind === 'metric');
  const time = columns.findIndex(({ kind }) => kind === 'time');
  const values = rows.map((row) => [textOf(row[time] ?? null), row[value] ?? null] as const);
  return new Map(values.filter(([, cell]) => cell !== null));
}

function unitOf({ columns }: Answer): string | null {
  const column = columns.find(({ kind }) => kind === 'metric');
  return column?.kind === 'metric' ? (column.unit ?? null) : null;
}

function dayOf(moment: string | null): string | null {
  return moment?.slice(0, 10) ?? null;
}
