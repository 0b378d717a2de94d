/**
 * Which cells of a benchmark are told, and how exactly: none of too few tenants, none that its neighbours would give
 * away, and two digits of the others. It knows nothing of where cells come from.
 */
import { type Cell, ExactNumber } from '../base/exact-number.ts';
import { canonicalJson } from '../base/hash.ts';

/** What all tenants together have in one cell. */
export interface BenchmarkCell {
  /** The bucket, and the value of each dimension. */
  readonly keys: readonly Cell[];
  /** How many tenants have a value there. */
  readonly tenants: number;
  readonly value: number | null;
}

/** The values of the cells that are told, by {@link keyOfCell}. */
export type ToldCells = ReadonlyMap<string, number>;

const DIGITS = 2;

/** The same text for the same cell; a key and its text are one. */
export function keyOfCell(keys: readonly Cell[]): string {
  return canonicalJson(keys.map(spellKey));
}

function spellKey(key: Cell): string | null {
  if (key === null) return null;
  return key instanceof ExactNumber ? key.digits : String(key);
}

/** `read` are all that there are in the buckets they are of. */
export function tellCells(read: readonly BenchmarkCell[], minTenants: number): ToldCells {
  const cells = inOrder(read, () => 0);
  const withheld = new Set(cells.filter(({ tenants, value }) => tenants < minTenants || value === null));
  const lines = linesOf(cells);
  for (let before = -1; before !== withheld.size; ) {
    before = withheld.size;
    for (const line of lines) hideBeside(line, withheld, minTenants);
  }
  const told = cells.filter((cell) => !withheld.has(cell));
  return new Map(told.map(({ keys, value }) => [keyOfCell(keys), roundValue(value ?? 0)]));
}

/**
 * Cells that differ in one dimension alone, in an order of their own; buckets are no neighbours, for each is told by
 * itself.
 */
function linesOf(cells: readonly BenchmarkCell[]): readonly (readonly BenchmarkCell[])[] {
  const lines = new Map<string, BenchmarkCell[]>();
  const width = cells[0]?.keys.length ?? 0;
  for (let place = 1; place < width; place += 1) {
    for (const cell of cells) {
      const key = `${place} ${keyOfCell(cell.keys.toSpliced(place, 1))}`;
      const line = lines.get(key) ?? [];
      line.push(cell);
      lines.set(key, line);
    }
  }
  return [...lines.values()];
}

/**
 * What is withheld could be told from the others and what they are parts of together, unless there are enough in it:
 * the smallest that has enough goes with those that have not.
 */
function hideBeside(line: readonly BenchmarkCell[], withheld: Set<BenchmarkCell>, minTenants: number): void {
  const shown = line.filter((cell) => !withheld.has(cell));
  const isWhole = shown.length === line.length;
  if (isWhole || line.some((cell) => withheld.has(cell) && cell.tenants >= minTenants)) return;
  const [smallest] = inOrder(shown, ({ tenants }) => tenants);
  if (smallest) withheld.add(smallest);
}

/** By `rank`, then by key, so that it does not matter in which order cells were read. */
function inOrder(
  cells: readonly BenchmarkCell[],
  rank: (cell: BenchmarkCell) => number,
): readonly BenchmarkCell[] {
  return cells
    .map((cell) => ({ cell, rank: rank(cell), key: keyOfCell(cell.keys) }))
    .sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1))
    .map(({ cell }) => cell);
}

function roundValue(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
