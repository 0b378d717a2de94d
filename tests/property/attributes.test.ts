/** Random questions about what other rows say: the engine answers what brute force over arrays does. */
import { beforeAll, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { plainRows } from '../support/golden-answer.ts';
import { metricFile, openProbe } from '../support/probe.ts';
import { principalOf } from '../support/shop.ts';
import { sortedRows } from '../support/sorted-rows.ts';
import { type Deed, type Person, sayDeed, sayPerson, type Value, type World } from './attribute-rows.ts';
import { askWorlds } from './check/ask-worlds.ts';
import { PROPERTY_TIMEOUT_MS } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';

const WORLDS = 12;
const QUESTIONS = 12;
const LAST_DAY = 20;

const PEOPLE = `model: people
source: others.people
primary_key: id
tenant: client
dimensions:
  team: { type: string }
  deeds: { type: integer, formula: count(deeds) }
  best: { type: integer, formula: "max(deeds.value) filter (where deeds.kind = 'x')" }
  kinds: { type: integer, formula: count_distinct(deeds.kind) }
  surplus: { type: integer, metric: surplus }
  band: { type: string, formula: "case when deeds > 2 then 'many' else 'few' end" }
facts:
  worth: { type: integer, formula: sum(deeds.value) }
`;

const DEEDS = `model: deeds
source: others.deeds
primary_key: id
tenant: client
time: day
joins:
  person: { model: people, on: { person_id: id } }
dimensions:
  day: { type: date }
  kind: { type: string }
  place: { type: integer, formula: "ordinal(by person_id, kind)" }
facts:
  value: { type: integer }
  before: { type: integer, formula: "previous(value by person_id, kind)" }
`;

const FILES = new Map([
  ['project.yaml', 'project: others\ntimezone: UTC\nroles: { person: people }\n'],
  ['models/people.yaml', PEOPLE],
  ['models/deeds.yaml', DEEDS],
  metricFile('surplus', "sum(deeds.value) - 10 * deeds_count filter (where deeds.kind = 'y')"),
  metricFile('deeds_count', 'count(deeds)'),
  metricFile('value', 'sum(deeds.value)'),
  metricFile('value_before', 'sum(deeds.before)'),
  metricFile('late_deeds', 'count(deeds) filter (where deeds.place > 1 and deeds.person.deeds > 1)'),
  metricFile('people_count', 'count(people)'),
  metricFile('worth', 'sum(people.worth)'),
]);

const TABLES = `create schema others;
create table others.people (client text, id int, team text);
create table others.deeds (client text, id int, person_id int, kind text, day date, value int);`;

/** By the row that they are summed over. */
const METRICS = {
  deeds: {
    deeds_count: () => 1,
    value: ({ value }: Readonly<Record<string, Value>>) => Number(value ?? 0),
    value_before: ({ before }: Readonly<Record<string, Value>>) => Number(before ?? 0),
    late_deeds: (row: Readonly<Record<string, Value>>) =>
      Number(row['place'] ?? 0) > 1 && Number(row['person.deeds'] ?? 0) > 1 ? 1 : 0,
  },
  people: {
    people_count: () => 1,
    worth: ({ worth }: Readonly<Record<string, Value>>) => Number(worth),
  },
} as const;
const PERSON = ['team', 'deeds', 'best', 'kinds', 'surplus', 'band'];
const GROUPS = {
  deeds: ['kind', 'place', ...PERSON.map((name) => `person.${name}`)],
  people: PERSON,
} as const;

interface Question {
  readonly model: 'deeds' | 'people';
  readonly by: readonly string[];
  /** Only rows that have at least so much in a column. */
  readonly where: { readonly column: string; readonly least: number } | null;
  /** Days `[from, to)`, of deeds. */
  readonly range: readonly [from: number, to: number] | null;
  readonly tenants: readonly string[];
}

function drawQuestion(draw: Draw): Question {
  const model = draw.pick(['deeds', 'deeds', 'people'] as const);
  const from = draw.integer(1, LAST_DAY);
  const numbers =
    model === 'deeds' ? ['place', 'person.deeds', 'person.best', 'person.surplus'] : ['deeds', 'surplus'];
  return {
    model,
    by: draw.some(GROUPS[model], draw.integer(0, 2)),
    where: draw.chance(50) ? { column: draw.pick(numbers), least: draw.integer(0, 4) } : null,
    range: model === 'deeds' && draw.chance(60) ? [from, draw.integer(from + 1, LAST_DAY + 2)] : null,
    tenants: draw.pick([['a'], ['b'], ['a', 'b']]),
  };
}

function written(model: Question['model'], column: string): string {
  return column.startsWith('person.') ? `deeds.${column}` : `${model}.${column}`;
}

function queryOf({ model, by, where, range, tenants }: Question): MetricQuery {
  const several = tenants.length > 1;
  const dimension = written(model, where?.column ?? '');
  return {
    metrics: Object.keys(METRICS[model]),
    by: [...(several ? ['tenant'] : []), ...by.map((column) => written(model, column))],
    ...(where ? { where: [{ dimension, op: 'gte', value: where.least }] } : {}),
    ...(range ? { time: { from: dateOf(range[0]), to: dateOf(range[1]) } } : {}),
    ...(several ? { tenants: 'all' } : {}),
  };
}

function answer(all: World, { model, by, where, range, tenants }: Question): readonly unknown[][] {
  const asked = <Row extends { readonly tenant: string }>(rows: readonly Row[]): readonly Row[] =>
    rows.filter(({ tenant }) => tenants.includes(tenant));
  const rows: readonly Readonly<Record<string, Value>>[] =
    model === 'people'
      ? asked(all.people).map((row) => ({ tenant: row.tenant, ...sayPerson(row, all) }))
      : asked(all.deeds)
          .filter(({ day }) => !range || (day !== null && day >= range[0] && day < range[1]))
          .map((row) => ({ tenant: row.tenant, ...sayDeed(row, all) }));
  const metrics = Object.values(METRICS[model]);
  const columns = tenants.length > 1 ? ['tenant', ...by] : by;
  const groups = new Map<string, { key: readonly Value[]; sums: number[] }>();
  for (const row of rows) {
    const least = where && row[where.column];
    if (where && (least === null || least === undefined || Number(least) < where.least)) continue;
    const key = columns.map((column) => row[column] ?? null);
    const group = groups.get(JSON.stringify(key)) ?? { key, sums: metrics.map(() => 0) };
    groups.set(JSON.stringify(key), group);
    for (const [place, value] of metrics.entries()) group.sums[place] = (group.sums[place] ?? 0) + value(row);
  }
  const found = [...groups.values()].map(({ key, sums }) =>
    [...key, ...sums].map((each) => (each === null ? null : String(each))),
  );
  // Without groups, there is one row even of nothing.
  return found.length === 0 && columns.length === 0 ? [metrics.map(() => '0')] : found;
}

function drawWorld(draw: Draw): World {
  const tenants = ['a', 'b'];
  const people = tenants.flatMap((tenant): Person[] =>
    Array.from({ length: draw.integer(0, 5) }, (_, index) => ({
      tenant,
      id: index + 1,
      team: draw.pick(['red', 'blue', null]),
    })),
  );
  const deeds = Array.from(
    { length: draw.integer(0, 40) },
    (_, index): Deed => ({
      tenant: draw.pick(tenants),
      id: index + 1,
      person: draw.chance(15) ? null : draw.integer(1, 6),
      kind: draw.pick(['x', 'y', null]),
      day: draw.chance(10) ? null : draw.integer(1, LAST_DAY),
      value: draw.chance(10) ? null : draw.integer(-9, 99),
    }),
  );
  return { people, deeds };
}

function dateOf(day: number): string {
  return new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10);
}

async function load(database: PostgresDatabase, { people, deeds }: World): Promise<void> {
  const text = (value: string | null): string => (value === null ? 'null' : `'${value}'`);
  const insert = (table: string, rows: readonly string[]): string =>
    rows.length > 0 ? `insert into others.${table} values ${rows.join(', ')};` : '';
  const persons = people.map(({ tenant, id, team }) => `('${tenant}', ${id}, ${text(team)})`);
  const done = deeds.map(({ tenant, id, person, kind, day, value }) => {
    const date = text(day === null ? null : dateOf(day));
    return `('${tenant}', ${id}, ${person}, ${text(kind)}, ${date}, ${value})`;
  });
  const script = `truncate others.people, others.deeds; ${insert('people', persons)} ${insert('deeds', done)}`;
  await database.transaction([{ script }], { mode: 'read_write', timeoutMs: 60_000 });
}

describeEachDatabase('what other rows say', (database) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openProbe(database(), FILES, TABLES);
  });

  it('is what brute force finds', { timeout: PROPERTY_TIMEOUT_MS }, async () => {
    const worlds = {
      worlds: WORLDS,
      questions: QUESTIONS,
      drawWorld,
      load: (world: ReturnType<typeof drawWorld>) => load(database(), world),
    };
    await askWorlds(worlds, async (draw, world) => {
      const question = drawQuestion(draw);
      const came = await engine.query(principalOf(question.tenants), queryOf(question));
      expect({ question, rows: sortedRows(plainRows(came)) }).toEqual({
        question,
        rows: sortedRows(answer(world, question)),
      });
    });
  });
});
