/** Who asks for a whole and for its parts, and subtracts: what that tells of a single tenant or buyer. */
import { type CellDimension, cellOf, groupBy, type Sale } from './benchmark-rows.ts';

/** An answer: what is told of which cells. */
interface ToldLevel {
  readonly by: readonly CellDimension[];
  readonly told: ReadonlyMap<string, number>;
}

interface Found {
  pairs: number;
  /** Parts that one tenant is alone in. */
  apart: number;
  /** Those of them whose sum comes out where what is told is subtracted, or true sums are. */
  guessed: number;
  ofSums: number;
}

const LEAST = { tenants: 5, buyers: 10 };
/** Values that are this near are one. */
const NEAR = 0.01;

/** @throws Error where rows by which two told cells differ are of fewer than those that a cell is told for */
export function judgePairs(sales: readonly Sale[], whole: ToldLevel, part: ToldLevel, found: Found): void {
  for (const [cell, rows] of groupBy(sales, (sale) => cellOf(sale, whole.by))) {
    const parts = [...groupBy(rows, (sale) => cellOf(sale, part.by))];
    attack(cell, parts, { whole, part }, found);
    if (!whole.told.has(cell)) continue;
    const shown = parts.filter(([name]) => part.told.has(name));
    const untold = parts.filter(([name]) => !part.told.has(name)).flatMap(([, inPart]) => inPart);
    found.pairs += 1;
    if (shown.length > 0) refuseFew(untold, `${cell} without the parts that are told`);
    for (const [name] of shown) {
      const others = parts.filter(([other]) => other !== name).flatMap(([, inPart]) => inPart);
      refuseFew(others, `${cell} without ${name}`);
    }
  }
}

/** Nothing, or the rows of enough tenants, of whom each has enough buyers. */
function refuseFew(rows: readonly Sale[], what: string): void {
  if (rows.length === 0) return;
  const tenants = [...groupBy(rows, ({ tenant }) => tenant).values()];
  const large = tenants.filter((own) => new Set(own.map(({ customer }) => customer)).size >= LEAST.buyers);
  if (large.length < LEAST.tenants) throw new Error(`${what} is ${large.length} tenants`);
}

/**
 * Subtracts from a whole all its parts but one that a single tenant is alone in, taking what is told for averages, and
 * what is not told for as much as the whole: nothing else is known to whoever asks.
 */
function attack(
  cell: string,
  parts: readonly (readonly [string, readonly Sale[]])[],
  { whole, part }: { readonly whole: ToldLevel; readonly part: ToldLevel },
  found: Found,
): void {
  for (const [name, rows] of parts) {
    if (new Set(rows.map(({ tenant }) => tenant)).size > 1) continue;
    found.apart += 1;
    const truth = sumOf(rows);
    const others = parts.filter(([other]) => other !== name);
    const all = parts.flatMap(([, inPart]) => inPart);
    if (isNear(sumOf(all) - sumOf(others.flatMap(([, inPart]) => inPart)), truth)) found.ofSums += 1;
    const average = whole.told.get(cell) ?? 0;
    const rest = others.map(([other, inPart]) => (part.told.get(other) ?? average) * inPart.length);
    if (isNear(average * all.length - rest.reduce((sum, each) => sum + each, 0), truth)) found.guessed += 1;
  }
}

function sumOf(rows: readonly Sale[]): number {
  return rows.reduce((sum, { amount }) => sum + amount, 0);
}

function isNear(guess: number, truth: number): boolean {
  return Math.abs(guess - truth) <= Math.abs(truth) * NEAR;
}
