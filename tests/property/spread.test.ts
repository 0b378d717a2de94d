/** Random questions about what is divided over days: the engine answers what brute force, day by day, does. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { plainCell, plainRows } from '../support/golden-answer.ts';
import { metricFile, openProbe } from '../support/probe.ts';
import { principalOf } from '../support/shop.ts';
import { runScript } from '../support/statements.ts';
import { askWorlds } from './check/ask-worlds.ts';
import { PROPERTY_TIMEOUT_MS } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';
import {
  addDays,
  daysOf,
  type Planned,
  type PlannedDay,
  type SpreadPeriod,
  startOf,
  sumDays,
} from './spread-rows.ts';

const WORLDS = 8;
const QUESTIONS = 8;
const PERIODS: readonly SpreadPeriod[] = ['week', 'month', 'quarter', 'year'];
const TEAMS = ['x', 'y', null];

const FILES: ReadonlyMap<string, string> = new Map([
  ['project.yaml', 'project: planned\ntimezone: UTC\n'],
  ...PERIODS.map((period): [string, string] => [
    `models/${period}s.yaml`,
    `model: ${period}s
source: planned.${period}s
tenant: client
time: day
dimensions: { day: { type: date, grain: ${period}, spread: even }, team: { type: string } }
facts: { amount: { type: integer } }
`,
  ]),
  ...PERIODS.flatMap((period) => [
    metricFile(`by_${period}`, `sum(${period}s.amount)`),
    metricFile(`by_${period}_before`, `trailing(by_${period}, 9 days)`),
    metricFile(`by_${period}_to_date`, `to_date(by_${period}, month)`),
  ]),
]);

const TABLES = ['create schema planned;']
  .concat(
    PERIODS.map(
      (period) => `create table planned.${period}s (client text, team text, day date, amount int);`,
    ),
  )
  .join('\n');

function drawWorld(draw: Draw): readonly Planned[] {
  return Array.from({ length: draw.integer(0, 14) }, () => ({
    tenant: draw.pick(['a', 'b']),
    team: draw.pick(TEAMS),
    on: draw.chance(8) ? null : addDays('2027-11-01', draw.integer(0, 300)),
    amount: draw.integer(-50, 999),
  }));
}

async function load(database: PostgresDatabase, rows: readonly Planned[]): Promise<void> {
  const text = (value: string | null): string => (value === null ? 'null' : `'${value}'`);
  const values = rows.map(
    ({ tenant, team, on, amount }) => `(${text(tenant)}, ${text(team)}, ${text(on)}, ${amount})`,
  );
  const fill = (period: SpreadPeriod): string =>
    `truncate planned.${period}s;${values.length > 0 ? ` insert into planned.${period}s values ${values.join(', ')};` : ''}`;
  await runScript(database, PERIODS.map(fill).join('\n'));
}

interface Question {
  readonly period: SpreadPeriod;
  readonly grain: 'day' | 'week' | 'month';
  readonly from: string;
  readonly to: string;
  readonly byTeam: boolean;
  readonly tenants: readonly string[];
}

function drawQuestion(draw: Draw): Question {
  const from = addDays('2027-12-20', draw.integer(0, 90));
  return {
    period: draw.pick(PERIODS),
    grain: draw.pick(['day', 'week', 'month']),
    from,
    to: addDays(from, draw.integer(1, 80)),
    byTeam: draw.chance(50),
    tenants: draw.pick([['a'], ['b'], ['a', 'b']]),
  };
}

function queryOf({ period, grain, from, to, byTeam, tenants }: Question): MetricQuery {
  const name = `by_${period}`;
  return {
    metrics: [name, `${name}_before`, `${name}_to_date`],
    by: byTeam ? [`${period}s.team`] : [],
    time: { grain, from, to },
    totals: true,
    limit: 5000,
    ...(tenants.length > 1 ? { tenants: 'all' } : {}),
  };
}

/** The buckets that anything lies in or before, each with what its own days and its windows hold. */
function answer(world: readonly Planned[], question: Question): readonly string[] {
  const { period, grain, from, to, byTeam, tenants } = question;
  const days = world.filter(({ tenant }) => tenants.includes(tenant)).flatMap((plan) => daysOf(plan, period));
  const teams = byTeam ? [...new Set(days.map(({ team }) => team))] : [null];
  const buckets = new Set<string>();
  for (let day = from; day < to; day = addDays(day, 1)) buckets.add(startOf(day, grain));
  return [...buckets].flatMap((bucket) => {
    const inside = (day: string): boolean => day >= from && day < to && startOf(day, grain) === bucket;
    const end = lastDay(inside, [from, to]);
    return teams.flatMap((team) => {
      const own = days.filter((day) => !byTeam || day.team === team);
      const within = (test: (day: string) => boolean): readonly PlannedDay[] =>
        own.filter(({ day }) => day !== null && test(day));
      const parts = [
        within(inside),
        within((day) => day > addDays(end, -9) && day <= end),
        within((day) => day >= startOf(end, 'month') && day <= end),
      ];
      if (parts.every(({ length }) => length === 0)) return [];
      return [printRow([bucket, ...(byTeam ? [team] : []), ...parts.map(sumDays)])];
    });
  });
}

function lastDay(inside: (day: string) => boolean, [from, to]: readonly [string, string]): string {
  let last = from;
  for (let day = from; day < to; day = addDays(day, 1)) if (inside(day)) last = day;
  return last;
}

/** Numbers to nine digits: sums of doubles differ in their last ones. */
function printRow(row: readonly unknown[]): string {
  return JSON.stringify(row.map((cell) => (typeof cell === 'number' ? Number(cell.toFixed(7)) + 0 : cell)));
}

function plainRow(row: readonly unknown[], keys: number): string {
  return printRow(row.map((cell, index) => (index < keys || cell === null ? cell : Number(cell))));
}

describeEachDatabase('questions about what is divided over days', (database) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openProbe(database(), FILES, TABLES);
  });

  it('are answered as brute force answers them', { timeout: PROPERTY_TIMEOUT_MS }, async () => {
    const worlds = {
      worlds: WORLDS,
      questions: QUESTIONS,
      drawWorld,
      load: (world: ReturnType<typeof drawWorld>) => load(database(), world),
    };
    await askWorlds(worlds, async (draw, world) => {
      const question = drawQuestion(draw);
      const query = queryOf(question);
      const came = await engine.query(principalOf(question.tenants), query);
      const keys = question.byTeam ? 2 : 1;
      const rows = plainRows(came).map((row) => plainRow(row, keys));
      expect({ question, rows: rows.sort() }).toEqual({
        question,
        rows: [...answer(world, question)].sort(),
      });
      const { grain: _grain, ...time } = query.time ?? {};
      const { totals: _totals, ...whole } = { ...query, by: [], time };
      const [ungrouped] = plainRows(await engine.query(principalOf(question.tenants), whole));
      expect(came.totals?.map(plainCell)).toEqual(ungrouped);
    });
  });
});

describe('days by brute force', () => {
  it('are worked out for cases by hand', () => {
    const plan = { tenant: 'a', team: null, on: '2028-02-15', amount: 58 };
    const days = daysOf(plan, 'month');
    expect([days.length, days[0]?.day, days.at(-1)?.day]).toEqual([29, '2028-02-01', '2028-02-29']);
    expect(sumDays(days.slice(0, 3))).toBe(6);
    expect(daysOf(plan, 'year')).toHaveLength(366);
    expect(startOf('2028-01-01', 'week')).toBe('2027-12-27');
    expect(startOf('2028-05-31', 'quarter')).toBe('2028-04-01');
  });
});
