/** What a benchmark tells by brute force: it knows nothing of plans, SQL, or how cells are kept. */

export interface Sale {
  readonly tenant: string;
  readonly customer: number;
  readonly channel: string | null;
  readonly country: string;
  /** ISO. */
  readonly on: string;
  readonly amount: number;
}

export type CellDimension = 'channel' | 'country';

export interface Offered {
  /** The percentiles whose mean is told. */
  readonly fractions: readonly [number, number];
  readonly minTenants: number;
  readonly minEntities: number;
}

/** The text of a cell: its month, then the values of `by`. */
export function cellOf(sale: Pick<Sale, 'on' | CellDimension>, by: readonly CellDimension[]): string {
  return JSON.stringify([`${sale.on.slice(0, 7)}-01`, ...by.map((name) => sale[name])]);
}

/** By cell, what is told; what is withheld is absent. */
export function tell(
  sales: readonly Sale[],
  by: readonly CellDimension[],
  { fractions, minTenants, minEntities }: Offered,
): ReadonlyMap<string, number> {
  const values = new Map<string, number[]>();
  for (const [cell, inCell] of groupBy(sales, (sale) => cellOf(sale, by))) {
    const own = [...groupBy(inCell, ({ tenant }) => tenant).values()].filter(
      (rows) => new Set(rows.map(({ customer }) => customer)).size >= minEntities,
    );
    values.set(
      cell,
      own.map((rows) => rows.reduce((sum, { amount }) => sum + amount, 0) / rows.length),
    );
  }
  const withheld = new Set([...values].filter(([, own]) => own.length < minTenants).map(([cell]) => cell));
  hideNeighbours(values, withheld, minTenants);
  return new Map(
    [...values]
      .filter(([cell]) => !withheld.has(cell))
      .map(([cell, own]) => {
        const [low, high] = fractions;
        const mean = (percentile(own, low) + percentile(own, high)) / 2;
        return [cell, Number(mean.toPrecision(2))];
      }),
  );
}

/** Until, among cells that differ in one dimension, nothing is withheld beside what is told but with one of enough tenants. */
function hideNeighbours(
  values: ReadonlyMap<string, readonly number[]>,
  withheld: Set<string>,
  minTenants: number,
): void {
  const parsed = [...values.keys()]
    .sort()
    .map((cell) => ({ cell, parts: JSON.parse(cell) as (string | null)[] }));
  const width = parsed[0]?.parts.length ?? 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (let place = 1; place < width; place += 1) {
      for (const line of groupBy(parsed, ({ parts }) => JSON.stringify(parts.toSpliced(place, 1))).values()) {
        const shown = line.filter(({ cell }) => !withheld.has(cell));
        const size = ({ cell }: { cell: string }) => values.get(cell)?.length ?? 0;
        const hidden = line.filter(({ cell }) => withheld.has(cell));
        if (hidden.length === 0 || shown.length === 0 || hidden.some((each) => size(each) >= minTenants))
          continue;
        const least = Math.min(...shown.map(size));
        const [chosen] = shown
          .filter((each) => size(each) === least)
          .map(({ cell }) => cell)
          .sort();
        if (chosen !== undefined) withheld.add(chosen);
        changed = true;
      }
    }
  }
}

/** Interpolated, as SQL's percentile_cont is. */
function percentile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = fraction * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return below + (above - below) * (place - Math.floor(place));
}

export function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
