/** Random questions about chosen rows: the engine answers what brute force over arrays does. */
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
import { chooseRows, type Days, type SnapshotChoice, type SnapshotRow } from './snapshot-rows.ts';

const TABLES = 12;
const QUESTIONS = 12;
const LAST_DAY = 100;
const KINDS = ['x', 'y', null];
const CHOICES: readonly SnapshotChoice[] = (['last', 'first', 'latest', 'at_end'] as const).flatMap((word) =>
  (word === 'at_end' ? [false] : [true, false]).map((byKey) => ({ word, byKey })),
);

const MODEL = `model: held
source: snap.held
primary_key: id
tenant: client
time: day
dimensions:
  day: { type: date }
  holder: { type: string }
  kind: { type: string }
facts:
  amount: { type: integer }
`;

const TABLE = `create schema snap;
create table snap.held (client text, id int, holder text, kind text, day date, amount int);`;

function nameOf({ word, byKey }: SnapshotChoice): string {
  return byKey ? `${word}_by_holder` : `${word}_of_all`;
}

function filesOf(): ReadonlyMap<string, string> {
  const metrics = CHOICES.map((choice) => {
    const by = choice.byKey ? ' by held.holder' : '';
    return metricFile(nameOf(choice), `sum(held.amount ${choice.word}${by})`);
  });
  return new Map([
    ['project.yaml', 'project: snap\ntimezone: UTC\n'],
    ['models/held.yaml', MODEL],
    ...metrics,
  ]);
}

async function run(database: PostgresDatabase, script: string): Promise<void> {
  await database.transaction([{ script }], { mode: 'read_write', timeoutMs: 60_000 });
}

function drawRows(draw: Draw): readonly SnapshotRow[] {
  return Array.from({ length: draw.integer(0, 40) }, (_, index) => ({
    tenant: draw.pick(['a', 'b']),
    id: index + 1,
    key: draw.pick(['p', 'q', null]),
    kind: draw.pick(KINDS),
    day: draw.chance(10) ? null : draw.integer(1, LAST_DAY),
    value: draw.chance(10) ? null : draw.integer(-9, 99),
  }));
}

function dateOf(day: number): string {
  return new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);
}

async function load(database: PostgresDatabase, rows: readonly SnapshotRow[]): Promise<void> {
  const text = (value: string | null): string => (value === null ? 'null' : `'${value}'`);
  const values = rows.map(
    ({ tenant, id, key, kind, day, value }) =>
      `('${tenant}', ${id}, ${text(key)}, ${text(kind)}, ${text(day === null ? null : dateOf(day))}, ${value})`,
  );
  const insert = values.length > 0 ? `insert into snap.held values ${values.join(', ')};` : '';
  await run(database, `truncate snap.held; ${insert}`);
}

interface Question {
  readonly choices: readonly SnapshotChoice[];
  readonly grain: 'day' | 'week' | 'month' | null;
  readonly range: Days;
  readonly byKind: boolean;
  /** Only rows of this kind; of every kind where `null`. */
  readonly kind: string | null;
  readonly tenants: readonly string[];
}

function drawQuestion(draw: Draw): Question {
  const start = draw.integer(1, LAST_DAY);
  return {
    choices: draw.some(CHOICES, draw.integer(1, 3)),
    grain: draw.pick(['day', 'week', 'month', null]),
    range: { start, end: draw.integer(start + 1, LAST_DAY + 20) },
    byKind: draw.chance(50),
    kind: draw.pick(['x', 'y', null]),
    tenants: draw.pick([['a'], ['b'], ['a', 'b']]),
  };
}

function queryOf({ choices, grain, range, byKind, kind, tenants }: Question): MetricQuery {
  const [from, to] = [dateOf(range.start), dateOf(range.end)];
  return {
    metrics: choices.map(nameOf),
    time: { ...(grain ? { grain } : {}), from, to },
    totals: true,
    ...(byKind ? { by: ['held.kind'] } : {}),
    ...(kind === null ? {} : { where: [{ dimension: 'held.kind', op: 'eq', value: kind }] }),
    ...(tenants.length > 1 ? { tenants: 'all' } : {}),
  };
}

/** The buckets of the range by their labels, as far as they lie in it. */
function bucketsOf({ grain, range }: Question): ReadonlyMap<string | null, Days> {
  if (!grain) return new Map([[null, range]]);
  const buckets = new Map<string, Days>();
  for (let day = range.start; day < range.end; day += 1) {
    const label = labelOf(day, grain);
    buckets.set(label, { start: buckets.get(label)?.start ?? day, end: day + 1 });
  }
  return buckets;
}

function labelOf(day: number, grain: NonNullable<Question['grain']>): string {
  const date = new Date(Date.UTC(2026, 0, day));
  if (grain === 'month') return dateOf(day - date.getUTCDate() + 1);
  return dateOf(grain === 'week' ? day - ((date.getUTCDay() + 6) % 7) : day);
}

/** Groups of one bucket, each with the sums of the choices; a group exists where some choice has a row. */
function answerBucket(
  rows: readonly SnapshotRow[],
  question: Question,
  days: Days,
): ReadonlyMap<string | null, number[]> {
  const groups = new Map<string | null, number[]>();
  for (const [place, choice] of question.choices.entries()) {
    for (const row of chooseRows(rows, choice, days)) {
      if (question.kind !== null && row.kind !== question.kind) continue;
      const group = question.byKind ? row.kind : null;
      const sums = groups.get(group) ?? question.choices.map(() => 0);
      sums[place] = (sums[place] ?? 0) + (row.value ?? 0);
      groups.set(group, sums);
    }
  }
  return groups;
}

function answer(rows: readonly SnapshotRow[], question: Question): readonly unknown[][] {
  const { byKind, grain, choices } = question;
  const found = [...bucketsOf(question)].flatMap(([label, days]) =>
    [...answerBucket(rows, question, days)].map(([group, sums]) => [
      ...(grain ? [label] : []),
      ...(byKind ? [group] : []),
      ...sums.map(String),
    ]),
  );
  // Without groups, there is one row even of nothing.
  return found.length === 0 && !grain && !byKind ? [choices.map(() => '0')] : found;
}

describeEachDatabase('chosen rows', (database) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openProbe(database(), filesOf(), TABLE);
  });

  it('are those that brute force chooses', { timeout: PROPERTY_TIMEOUT_MS }, async () => {
    const worlds = {
      worlds: TABLES,
      questions: QUESTIONS,
      drawWorld: drawRows,
      load: (world: ReturnType<typeof drawRows>) => load(database(), world),
    };
    await askWorlds(worlds, async (draw, all) => {
      const question = drawQuestion(draw);
      const rows = all.filter(({ tenant }) => question.tenants.includes(tenant));
      const came = await engine.query(principalOf(question.tenants), queryOf(question));
      const [totals] = answer(rows, { ...question, grain: null, byKind: false });
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

describe('chosen rows by brute force', () => {
  it('are worked out for a case by hand', () => {
    const row = (id: number, key: string, day: number): SnapshotRow => {
      return { tenant: 'a', id, key, kind: null, day, value: id };
    };
    const rows = [row(1, 'p', 3), row(2, 'p', 5), row(3, 'p', 5), row(4, 'q', 4)];
    const ids = (word: SnapshotChoice['word'], byKey: boolean, days: Days): readonly number[] =>
      chooseRows(rows, { word, byKey }, days).map(({ id }) => id);
    expect(ids('last', true, { start: 1, end: 9 })).toEqual([3, 4]);
    expect(ids('last', false, { start: 1, end: 9 })).toEqual([2, 3]);
    expect(ids('first', true, { start: 4, end: 9 })).toEqual([2, 4]);
    expect(ids('latest', true, { start: 8, end: 9 })).toEqual([3, 4]);
    expect(ids('at_end', false, { start: 1, end: 6 })).toEqual([2, 3]);
  });
});
