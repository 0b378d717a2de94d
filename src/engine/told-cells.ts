/**
 * Which cells of a benchmark are told, and how exactly: none of too few tenants, none that its neighbours would give
 * away, and two digits of the others. It knows nothing of where cells come from.
 */
import { type Cell, ExactNumber } from '../base/exact-number.ts';

/** What all tenants together have in one cell. */
export interface BenchmarkCell {
  /** The first day of the bucket. */
  readonly bucket: string;
  /** The value of the dimension; `null` also where there is none. */
  readonly group: Cell;
  /** How many tenants have a value there. */
  readonly tenants: number;
  readonly value: number | null;
}

/** The values of the cells of one bucket that are told, by {@link keyOfGroup}. */
export type ToldCells = ReadonlyMap<string, number>;

const DIGITS = 2;

/** The same text for the same group. */
export function keyOfGroup(group: Cell): string {
  if (group === null) return 'null';
  return JSON.stringify(group instanceof ExactNumber ? group.digits : String(group));
}

/**
 * `cells` are all of one bucket. What is withheld could be told from the others and the whole that they are parts of,
 * unless there are enough in it: then the smallest that has enough goes with those that have not.
 */
export function tellCells(cells: readonly BenchmarkCell[], minTenants: number): ToldCells {
  const enough = cells.filter(({ tenants, value }) => tenants >= minTenants && value !== null);
  const isCut = enough.length < cells.length;
  const smallest = isCut ? findSmallest(enough) : undefined;
  const told = enough.filter((cell) => cell !== smallest);
  return new Map(told.map(({ group, value }) => [keyOfGroup(group), roundValue(value ?? 0)]));
}

/** Of several the first by key, so that it does not matter in which order cells were read. */
function findSmallest(cells: readonly BenchmarkCell[]): BenchmarkCell | undefined {
  return cells.toSorted(
    (a, b) => a.tenants - b.tenants || (keyOfGroup(a.group) < keyOfGroup(b.group) ? -1 : 1),
  )[0];
}

function roundValue(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
