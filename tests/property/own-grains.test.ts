/** Random questions in a project's own grains: the engine answers, or refuses, what brute force over days does. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { SemanticError } from '../../src/errors/semantic-error.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { plainCell, plainRows } from '../support/golden-answer.ts';
import { metricFile, openProbe } from '../support/probe.ts';
import { principalOf } from '../support/shop.ts';
import { sortedRows } from '../support/sorted-rows.ts';
import { runScript } from '../support/statements.ts';
import { askWorlds } from './check/ask-worlds.ts';
import { PROPERTY_TIMEOUT_MS } from './check/run-property.ts';
import { dateOf, type SoMany } from './own-grain-buckets.ts';
import { type CalendarDay, edgesOf, moveBack, moveEndBack, Refusal, type Unit } from './own-grain-days.ts';
import { type Asked, type Drawn, drawQuestion, drawWorld, MODELS, TODAY, UNITS } from './own-grain-draws.ts';
import {
  answer,
  answerWhole,
  type Measure,
  type Question,
  type Sale,
  type SaleWorld,
} from './own-grain-rows.ts';

const WORLDS = 16;
const QUESTIONS = 16;
/** Of the reporting zone, which has the same all year. */
const OFFSET = '+05:30';
const MINUTES = ['00:00', '23:59', '05:29', '12:00'];

function filesOf(scope: 'client' | 'shared'): ReadonlyMap<string, string> {
  return new Map([
    [
      'project.yaml',
      `project: sold
timezone: Asia/Kolkata
calendars: { retail: { model: days, date: day, grains: [period, season] } }
`,
    ],
    [
      'models/days.yaml',
      `model: days
source: sold.days
tenant: ${scope}
dimensions: { day: { type: date }, period: { type: string }, season: { type: integer } }
`,
    ],
    ...MODELS.map((model): [string, string] => [
      `models/${model}.yaml`,
      `model: ${model}
source: sold.sales
tenant: client
time: ${model === 'dates' ? 'day' : 'at'}
dimensions: { at: { type: time }, day: { type: date }, placed: { type: date }, kind: { type: string } }
facts: { amount: { type: integer } }
`,
    ]),
    ...MODELS.flatMap((model) => [
      metricFile(`${model}_rows`, `count(${model})`),
      metricFile(`${model}_total`, `sum(${model}.amount)`),
      ...UNITS.flatMap((unit) => {
        const total = `${model}_total`;
        return [
          metricFile(`${model}_to_date_${unit}`, `to_date(${total}, retail.${unit})`),
          metricFile(`${model}_shift_${unit}`, `shift(${total}, 1 ${unit})`),
          metricFile(`${model}_trailing_${unit}`, `trailing(${total}, 2 retail.${unit})`),
          metricFile(`${model}_average_${unit}`, `avg(${total} per retail.${unit})`),
        ];
      }),
    ]),
  ]);
}

const TABLES = `create schema if not exists sold;
create table if not exists sold.days (client text, day date, period text, season int);
create table if not exists sold.sales (client text, at timestamptz, day date, placed date, kind text, amount int);`;

async function load(database: PostgresDatabase, { table, sales }: Drawn): Promise<void> {
  const text = (value: string | null): string => (value === null ? 'null' : `'${value}'`);
  const date = (day: number | null): string => text(day === null ? null : dateOf(day));
  const rows = {
    days: table.map(
      ({ tenant, day, period, season }) => `(${text(tenant)}, ${date(day)}, ${text(period)}, ${season})`,
    ),
    sales: sales.map(({ tenant, day, placed, kind, amount }, place) => {
      const at = day === null ? null : `${dateOf(day)}T${MINUTES[place % MINUTES.length]}${OFFSET}`;
      return `('${tenant}', ${text(at)}, ${date(day)}, ${date(placed)}, ${text(kind)}, ${amount})`;
    }),
  };
  const inserts = Object.entries(rows).flatMap(([name, values]) =>
    values.length > 0 ? [`insert into sold.${name} values ${values.join(', ')};`] : [],
  );
  await runScript(database, ['truncate sold.days, sold.sales;', ...inserts].join('\n'));
}

/** Whether it needs the calendar at all. */
function namesCalendar({ measures, grain, range, by, placed, compare }: Question): boolean {
  return (
    grain === 'period' ||
    grain === 'season' ||
    by.includes('placed') ||
    placed !== null ||
    [range, compare].some((part) => part !== null && typeof part === 'object' && 'unit' in part) ||
    measures.some((measure) => 'unit' in measure)
  );
}

function inWords({ count, unit }: SoMany): string {
  return `last ${count} retail.${unit}`;
}

function queryOf(asked: Asked): MetricQuery {
  const { model, measures, grain, range, fill, by, kind, placed, compare, tenants } = asked;
  const own = grain === 'period' || grain === 'season' ? (`retail.${grain}` as const) : grain;
  const span =
    range &&
    ('unit' in range ? { range: inWords(range) } : { from: dateOf(range.from), to: dateOf(range.to) });
  return {
    metrics: measures.map(
      (measure) => `${model}_${measure.kind}${'unit' in measure ? `_${measure.unit}` : ''}`,
    ),
    by: by.map((group) => (group === 'kind' ? `${model}.kind` : `${model}.placed:retail.season`)),
    where: [
      ...(kind === null ? [] : [{ dimension: `${model}.kind`, op: 'eq' as const, value: kind }]),
      ...(placed ? [{ dimension: `${model}.placed`, op: 'in_range' as const, value: inWords(placed) }] : []),
    ],
    ...(own || span ? { time: { ...(own ? { grain: own } : {}), ...span, ...(fill ? { fill } : {}) } } : {}),
    ...(compare === null
      ? {}
      : {
          compare:
            compare === 'previous_period' ? compare : { shift: `${compare.count} retail.${compare.unit}` },
        }),
    ...(tenants.length > 1 ? { tenants: 'all' } : {}),
    totals: true,
  };
}

/** Periods of those who ask; those of several must be the same. @throws Refusal */
function worldOf({ scope, table, sales }: Drawn, { tenants, ...question }: Asked): SaleWorld {
  const owners = scope === 'shared' ? [''] : tenants;
  const edges = (unit: Unit): readonly number[] => {
    if (!namesCalendar(question)) return [];
    const [first = [], ...others] = owners.map((owner) =>
      edgesOf(
        table.filter(({ tenant }) => tenant === owner),
        unit,
      ),
    );
    if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
      throw new Refusal('QUERY_CALENDAR_BROKEN');
    return first;
  };
  return {
    sales: sales.filter(({ tenant }) => tenants.includes(tenant)),
    edges: { period: edges('period'), season: edges('season') },
    today: TODAY,
  };
}

interface Outcome {
  readonly refused: string | null;
  readonly rows: readonly string[];
  readonly totals: readonly unknown[] | undefined;
  /** Buckets that the range cuts. */
  readonly cut: readonly string[];
  /** Of days that no period has, that there are such. */
  readonly isUnknown: boolean;
}

function refusedWith(refused: string): Outcome {
  return { refused, rows: [], totals: [], cut: [], isUnknown: false };
}

function expectedOf(drawn: Drawn, asked: Asked): Outcome {
  try {
    const world = worldOf(drawn, asked);
    const { rows, ...notes } = answer(asked, world);
    return { refused: null, rows: sortedRows(rows), totals: answerWhole(asked, world), ...notes };
  } catch (error) {
    if (error instanceof Refusal) return refusedWith(error.code);
    throw error;
  }
}

async function cameOf(engine: Engine, asked: Asked): Promise<Outcome> {
  try {
    const came = await engine.query(principalOf(asked.tenants), queryOf(asked));
    const cut = came.partial.flatMap(({ reason, time }) => (reason === 'range' ? [time] : []));
    return {
      refused: null,
      rows: sortedRows(plainRows(came)),
      totals: came.totals?.map(plainCell),
      cut: [...new Set(cut)].sort(),
      isUnknown: came.warnings.some((warning) => warning.includes('does not have')),
    };
  } catch (error) {
    if (error instanceof SemanticError) return refusedWith(error.code);
    throw error;
  }
}

describeEachDatabase('questions in grains of a project', (database) => {
  let engines: Readonly<Record<Drawn['scope'], Engine>>;
  beforeAll(async () => {
    engines = {
      client: await openProbe(database(), filesOf('client'), TABLES),
      shared: await openProbe(database(), filesOf('shared'), TABLES),
    };
  });

  it('are answered as brute force answers them', { timeout: PROPERTY_TIMEOUT_MS }, async () => {
    const worlds = {
      worlds: WORLDS,
      questions: QUESTIONS,
      drawWorld,
      load: (world: ReturnType<typeof drawWorld>) => load(database(), world),
    };
    await askWorlds(worlds, async (draw, drawn) => {
      const asked = drawQuestion(draw, drawn.table);
      const expected = expectedOf(drawn, asked);
      const came = await cameOf(engines[drawn.scope], asked);
      // Where the null bucket has rows without a date alone, an answer may speak of days as well.
      const isUnknown = came.isUnknown && expected.isUnknown;
      expect({ asked, drawn, ...came, isUnknown }).toEqual({ asked, drawn, ...expected });
    });
  });
});

describe('grains of a project by brute force', () => {
  const tenant = 'a';
  const table = Array.from({ length: 9 }, (_, place): CalendarDay => {
    const period = place < 3 ? 'one' : place < 5 ? 'two' : 'three';
    return { tenant, day: 100 + place, period, season: place < 5 ? 2 : 1 };
  });
  const edges = { period: edgesOf(table, 'period'), season: edgesOf(table, 'season') };
  const base = { fill: false, by: [], kind: null, placed: null, compare: null };

  it('are worked out for days by hand', () => {
    expect(edges).toEqual({ period: [100, 103, 105, 109], season: [100, 105, 109] });
    expect([104, 108, 109].map((day) => moveBack(day, 1, edges.period))).toEqual([101, 104, 105]);
    expect([105, 108].map((end) => moveEndBack(end, 1, edges.period))).toEqual([103, 105]);
    expect(() => moveBack(102, 1, edges.period)).toThrow('QUERY_CALENDAR_RANGE');
    const gap = table.filter(({ day }) => day !== 106);
    expect(() => edgesOf(gap, 'season')).toThrow('QUERY_CALENDAR_BROKEN');
  });

  it('are worked out for sales by hand', () => {
    const sold: readonly (readonly [number, number])[] = [
      [100, 5],
      [102, 7],
      [103, 1],
      [106, 20],
      [108, 40],
      [110, 9],
    ];
    const sales = sold.map(([day, amount]): Sale => ({ tenant, day, amount, placed: null, kind: null }));
    const world: SaleWorld = { sales, edges, today: 109 };
    const measures: readonly Measure[] = [
      { kind: 'total' },
      { kind: 'shift', unit: 'period' },
      { kind: 'to_date', unit: 'season' },
      { kind: 'trailing', unit: 'period' },
    ];
    const asked: Question = { ...base, measures, grain: 'period', range: { from: 103, to: 109 } };
    expect(answer(asked, world).rows).toEqual([
      ['2026-04-14', '1', '12', '13', '13'],
      ['2026-04-16', '60', '1', '60', '61'],
    ]);
    expect(answerWhole(asked, world)).toEqual(['61', '13', '60', '61']);
    const open: Question = { ...base, measures: [{ kind: 'total' }], grain: 'season', range: null };
    const { rows, isUnknown } = answer(open, world);
    expect([rows, isUnknown]).toEqual([
      [
        ['2026-04-11', '13'],
        ['2026-04-16', '60'],
        [null, '9'],
      ],
      true,
    ]);
    const average: Question = { ...asked, measures: [{ kind: 'average', unit: 'period' }], grain: null };
    expect(answer(average, world).rows).toEqual([[30.5]]);
  });
});
