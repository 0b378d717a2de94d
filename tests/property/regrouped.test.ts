/** Random aggregates over the values of groups: the engine answers what brute force over arrays does. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { plainCell, plainRows } from '../support/golden-answer.ts';
import { metricFile, openProbe } from '../support/probe.ts';
import { principalOf } from '../support/shop.ts';
import { sortedRows } from '../support/sorted-rows.ts';
import { askWorlds } from './check/ask-worlds.ts';
import { PROPERTY_TIMEOUT_MS } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';
import { AGAIN, type DatedRow, type Days, type Regrouped, regroup, weekOf } from './regrouped-rows.ts';

const TABLES = 5;
const QUESTIONS = 8;
const LAST_DAY = 70;

const MODEL = `model: taken
source: again.taken
primary_key: id
tenant: client
time: day
dimensions:
  day: { type: date }
  kind: { type: string }
  shelf: { type: string }
facts:
  value: { type: integer }
`;

const TABLE = `create schema again;
create table again.taken (client text, id int, day date, kind text, shelf text, value int);`;

const PERS: readonly Regrouped['per'][] = [['day'], ['week'], ['kind'], ['kind', 'day']];

const METRICS: readonly Regrouped[] = PERS.flatMap((per) =>
  AGAIN.flatMap((again) =>
    (['total', 'best'] as const).flatMap((input) =>
      [true, false].map((several) => ({ again, input, per, several })),
    ),
  ),
).filter(({ again, per, several }) => {
  const isEdge = again === 'first' || again === 'last';
  return !isEdge || (!several && !per.includes('kind'));
});

function nameOf({ again, input, per, several }: Regrouped): string {
  return `${again}_${input}_per_${per.join('_')}${several ? '_of_several' : ''}`;
}

function formulaOf({ again, input, per, several }: Regrouped): string {
  const groups = per.map((group) => (group === 'kind' ? 'taken.kind' : group)).join(', ');
  return `${again}(${input} per ${groups})${several ? ' filter (where rows_count > 1)' : ''}`;
}

function filesOf(): ReadonlyMap<string, string> {
  return new Map([
    ['project.yaml', 'project: again\ntimezone: UTC\n'],
    ['models/taken.yaml', MODEL],
    metricFile('total', 'sum(taken.value)'),
    metricFile('best', 'max(taken.value)'),
    metricFile('rows_count', 'count(taken)'),
    ...METRICS.map((metric) => metricFile(nameOf(metric), formulaOf(metric))),
  ]);
}

function drawRows(draw: Draw): readonly DatedRow[] {
  return Array.from({ length: draw.integer(0, 40) }, () => ({
    tenant: draw.pick(['a', 'b']),
    day: draw.chance(10) ? null : draw.integer(1, LAST_DAY),
    kind: draw.pick(['x', 'y', null]),
    shelf: draw.pick(['p', 'q', null]),
    value: draw.chance(15) ? null : draw.integer(-9, 9),
  }));
}

function dateOf(day: number): string {
  return new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);
}

async function load(database: PostgresDatabase, rows: readonly DatedRow[]): Promise<void> {
  const text = (value: string | null): string => (value === null ? 'null' : `'${value}'`);
  const values = rows.map(({ tenant, day, kind, shelf, value }, id) => {
    const date = text(day === null ? null : dateOf(day));
    return `('${tenant}', ${id}, ${date}, ${text(kind)}, ${text(shelf)}, ${value})`;
  });
  const insert = values.length > 0 ? `insert into again.taken values ${values.join(', ')};` : '';
  const script = `truncate again.taken; ${insert}`;
  await database.transaction([{ script }], { mode: 'read_write', timeoutMs: 60_000 });
}

interface Question {
  readonly metrics: readonly Regrouped[];
  readonly grain: 'week' | 'month' | null;
  readonly range: Days;
  readonly byShelf: boolean;
  /** Only rows of this kind; of every kind where `null`. */
  readonly kind: string | null;
  readonly tenants: readonly string[];
}

function drawQuestion(draw: Draw): Question {
  const start = draw.integer(1, LAST_DAY);
  return {
    metrics: draw.some(METRICS, draw.integer(1, 6)),
    grain: draw.pick(['week', 'month', null]),
    range: { start, end: draw.integer(start + 1, LAST_DAY + 20) },
    byShelf: draw.chance(50),
    kind: draw.pick(['x', 'y', null]),
    tenants: draw.pick([['a'], ['b'], ['a', 'b']]),
  };
}

function queryOf({ metrics, grain, range, byShelf, kind, tenants }: Question): MetricQuery {
  return {
    metrics: metrics.map(nameOf),
    time: { ...(grain ? { grain } : {}), from: dateOf(range.start), to: dateOf(range.end) },
    totals: true,
    ...(byShelf ? { by: ['taken.shelf'] } : {}),
    ...(kind === null ? {} : { where: [{ dimension: 'taken.kind', op: 'eq', value: kind }] }),
    ...(tenants.length > 1 ? { tenants: 'all' } : {}),
  };
}

/** The buckets of the range by their labels, as far as they lie in it. */
function bucketsOf({ grain, range }: Pick<Question, 'grain' | 'range'>): ReadonlyMap<string | null, Days> {
  if (!grain) return new Map([[null, range]]);
  const buckets = new Map<string, Days>();
  for (let day = range.start; day < range.end; day += 1) {
    const date = new Date(Date.UTC(2026, 0, day));
    const label = dateOf(grain === 'month' ? day - date.getUTCDate() + 1 : weekOf(day) * 7 - 2);
    buckets.set(label, { start: buckets.get(label)?.start ?? day, end: day + 1 });
  }
  return buckets;
}

function cellOf({ again }: Regrouped, value: number | null): unknown {
  if (value === null) return null;
  return again === 'avg' || again === 'median' ? Number(value.toPrecision(12)) : String(value);
}

function answer(rows: readonly DatedRow[], question: Question): readonly unknown[][] {
  const { metrics, grain, byShelf } = question;
  return [...bucketsOf(question)].flatMap(([label, days]) => {
    const within = rows.filter(({ day }) => day !== null && day >= days.start && day < days.end);
    const shelves = byShelf ? [...new Set(within.map(({ shelf }) => shelf))] : [null];
    // Without groups, there is one row even of nothing.
    const present = grain && within.length === 0 ? [] : shelves;
    return present.map((shelf) => {
      const own = within.filter((row) => !byShelf || row.shelf === shelf);
      const values = metrics.map((metric) => cellOf(metric, regroup(own, metric, days)));
      return [...(grain ? [label] : []), ...(byShelf ? [shelf] : []), ...values];
    });
  });
}

describeEachDatabase('aggregates over groups', (database) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openProbe(database(), filesOf(), TABLE);
  });

  it('are those of brute force', { timeout: PROPERTY_TIMEOUT_MS }, async () => {
    const worlds = {
      worlds: TABLES,
      questions: QUESTIONS,
      drawWorld: drawRows,
      load: (world: ReturnType<typeof drawRows>) => load(database(), world),
    };
    await askWorlds(worlds, async (draw, all) => {
      const question = drawQuestion(draw);
      const { kind, tenants } = question;
      const rows = all.filter((row) => tenants.includes(row.tenant) && (kind === null || row.kind === kind));
      const came = await engine.query(principalOf(tenants), queryOf(question));
      const [totals] = answer(rows, { ...question, grain: null, byShelf: false });
      expect({
        question,
        rows: sortedRows(plainRows(came)),
        totals: came.totals?.map(plainCell),
      }).toEqual({
        question,
        rows: sortedRows(answer(rows, question)),
        totals,
      });
    });
  });
});

describe('aggregates over groups by brute force', () => {
  it('are worked out for a case by hand', () => {
    const row = (day: number, kind: string, value: number): DatedRow => {
      return { tenant: 'a', day, kind, shelf: null, value };
    };
    const rows = [row(1, 'x', 4), row(1, 'y', 2), row(3, 'x', 5)];
    const of = (again: Regrouped['again'], per: Regrouped['per'], several = false): number | null =>
      regroup(rows, { again, input: 'total', per, several }, { start: 1, end: 5 });
    expect([of('avg', ['day']), of('last', ['day']), of('first', ['day'])]).toEqual([2.75, 0, 6]);
    expect([of('max', ['kind']), of('count', ['kind', 'day']), of('sum', ['day'], true)]).toEqual([9, 8, 6]);
  });
});
