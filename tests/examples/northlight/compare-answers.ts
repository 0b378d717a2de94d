/** Answers about the demo against plain arithmetic over its rows. */
import { type Cell, ExactNumber } from '../../../src/base/exact-number.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { Ask } from '../open-project.ts';

/** Lists of rows by the table that they are of. */
export type World = Readonly<Record<string, readonly object[]>>;

/** Metrics by name, each computed from the rows of one group. */
export type Measures<Rows extends World> = Readonly<Record<string, (rows: Rows) => number | null>>;

/** Rows by group; `null` is the group without a name. */
export type Groups<Rows extends World> = ReadonlyMap<string | null, Rows>;

/** A row of figures for each group, in the order of the groups' names. */
export type Figures = readonly (readonly [group: Cell, figures: Readonly<Record<string, Cell>>])[];

/** Asks for all of `measures`: what is answered, and what they find in the rows of each group. */
export async function compareFigures<Rows extends World>(
  ask: Ask,
  question: {
    readonly client: string;
    readonly measures: Measures<Rows>;
    readonly groups: Groups<Rows>;
    readonly query: Omit<MetricQuery, 'metrics'>;
  },
): Promise<{ readonly answered: Figures; readonly expected: Figures }> {
  const { client, measures, groups, query } = question;
  const metrics = Object.keys(measures);
  const { rows } = await ask(client, { ...query, metrics, limit: 50_000 });
  const isGrouped = query.by !== undefined || query.time?.grain !== undefined;
  const answered = rows.map((row) => {
    const [group, cells] = isGrouped ? [row[0] ?? null, row.slice(1)] : [null, row];
    return [
      group,
      Object.fromEntries(metrics.map((metric, index) => [metric, roundCell(cells[index])])),
    ] as const;
  });
  const expected = [...groups].map(([group, own]) => {
    const figures = Object.entries(measures).map(([metric, measure]) => [metric, round(measure(own))]);
    return [group, Object.fromEntries(figures)] as const;
  });
  return { answered: sortGroups(answered), expected: sortGroups(expected) };
}

/** The groups of those names that have any row, each as `pick` finds it. */
export function cut<Rows extends World>(
  names: Iterable<string | null>,
  pick: (name: string | null) => Rows,
): Groups<Rows> {
  const groups = [...names].map((name) => [name, pick(name)] as const);
  return new Map(groups.filter(([, rows]) => Object.values(rows).some(({ length }) => length > 0)));
}

/** The first days of the demo's months; in Moscow the last evening of a client in America is in one more. */
export const MONTHS: readonly string[] = Array.from({ length: 25 }, (_, index) =>
  new Date(Date.UTC(2024, 6 + index, 1)).toISOString().slice(0, 10),
);

/** All rows as one group. */
export function whole<Rows extends World>(rows: Rows): Groups<Rows> {
  return new Map([[null, rows]]);
}

function sortGroups(figures: Figures): Figures {
  return figures.toSorted(([a], [b]) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function roundCell(cell: Cell | undefined): Cell {
  if (cell instanceof ExactNumber) return round(Number(cell.digits));
  return typeof cell === 'number' ? round(cell) : (cell ?? null);
}

/** Both sides to ten of the twelve digits that answers show: plain sums of floats err in the sixteenth. */
function round(value: number | null): number | null {
  return value === null ? null : Number(Number(value.toPrecision(12)).toPrecision(10));
}
