/** What was published and what is there today, group by group: how much of the difference is whose. */
import { type Cell, ExactNumber } from '../../base/exact-number.ts';
import { canonicalJson } from '../../base/hash.ts';
import { subtractDigits } from '../../base/subtract-digits.ts';
import type { ComparedRow, ComparedValue } from './freezes.ts';

/** Of one metric: what was published, and today by both definitions; `null` where a definition cannot be run. */
export interface ThreeValues {
  readonly published: Cell;
  readonly current: Cell;
  readonly asPublished: Cell;
}

/** A group of an answer: its key cells and, in the order of the metrics, their cells. */
export interface GroupedCells {
  readonly group: readonly Cell[];
  readonly cells: readonly Cell[];
}

interface Compared {
  /** Of each group once. */
  readonly published: readonly GroupedCells[];
  /** Of each group once, with the metrics as they are. */
  readonly current: readonly GroupedCells[];
  /** Beside `current`, with the metrics as they were. */
  readonly asPublished: readonly (readonly Cell[])[];
}

const SIGNIFICANT = 12;

/** Groups of today first, in their order; then those that were published and are there no more. */
export function splitRows({ published, current, asPublished }: Compared): readonly ComparedRow[] {
  const before = new Map(published.map((row) => [canonicalJson(row.group), row]));
  const today = current.map(({ group, cells }, index): ComparedRow => {
    const key = canonicalJson(group);
    const then = before.get(key);
    before.delete(key);
    const values = cells.map((cell, place) =>
      splitValue({
        published: then?.cells[place] ?? null,
        current: cell,
        asPublished: asPublished[index]?.[place] ?? null,
      }),
    );
    return { seen: then ? 'both' : 'now', group, values };
  });
  const gone = [...before.values()].map(({ group, cells }): ComparedRow => {
    const values = cells.map((cell) => splitValue({ published: cell, current: null, asPublished: null }));
    return { seen: 'then', group, values };
  });
  return [...today, ...gone];
}

export function splitValue({ published, current, asPublished }: ThreeValues): ComparedValue {
  return {
    published,
    current,
    definition: difference(current, asPublished),
    data: difference(asPublished, published),
  };
}

/** Exact of exact numbers; doubles have 12 digits, as everywhere. Of what is no number there is no difference. */
function difference(a: Cell, b: Cell): Cell {
  if (a instanceof ExactNumber && b instanceof ExactNumber)
    return new ExactNumber(subtractDigits(a.digits, b.digits));
  const [left, right] = [toDouble(a), toDouble(b)];
  if (left === null || right === null) return null;
  // A zero has no sign.
  return Number((left - right).toPrecision(SIGNIFICANT)) + 0;
}

function toDouble(cell: Cell): number | null {
  if (cell instanceof ExactNumber) return Number(cell.digits);
  return typeof cell === 'number' ? cell : null;
}
