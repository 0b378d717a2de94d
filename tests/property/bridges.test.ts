/** Random questions across a bridge: the engine answers what brute force over arrays does. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { plainCell, plainRows } from '../support/golden-answer.ts';
import { metricFile, openProbe } from '../support/probe.ts';
import { principalOf } from '../support/shop.ts';
import { runScript } from '../support/statements.ts';
import {
  fits,
  isAcross,
  isMeant,
  partnersOf,
  type TagCondition,
  type TaggedOrder,
  type TagPart,
  type TagWorld,
} from './bridge-rows.ts';
import { askWorlds } from './check/ask-worlds.ts';
import { PROPERTY_TIMEOUT_MS } from './check/run-property.ts';
import type { Draw } from './generate/draw.ts';

const WORLDS = 12;
const QUESTIONS = 14;
const NAMES = ['x', 'y', 'z', null];
const KINDS = ['k', 'l', null];
const STATUSES = ['open', 'paid', null];
const PARTS: readonly TagPart[] = ['name', 'kind'];

const FILES: ReadonlyMap<string, string> = new Map([
  ['project.yaml', 'project: tagged\ntimezone: UTC\nroles: { tag: tags }\n'],
  [
    'models/orders.yaml',
    `model: orders
source: tagged.orders
primary_key: id
tenant: client
time: day
bridges: { tag: { model: tags, through: order_tags } }
dimensions: { day: { type: date }, status: { type: string } }
facts: { amount: { type: integer } }
`,
  ],
  [
    'models/order_tags.yaml',
    `model: order_tags
source: tagged.order_tags
tenant: client
joins: { order: { model: orders, on: { order_id: id } }, tag: { model: tags, on: { tag_id: id } } }
`,
  ],
  [
    'models/tags.yaml',
    `model: tags
source: tagged.tags
primary_key: id
tenant: client
dimensions: { name: { type: string }, kind: { type: string } }
`,
  ],
  metricFile('orders_count', 'count(orders)'),
  metricFile('revenue', 'sum(orders.amount)'),
  metricFile('with_x', `count(orders) filter (where orders.tag.name = 'x')`),
  metricFile('without_x', `orders_count filter (where not (tag.name = 'x') and orders.status = 'paid')`),
  metricFile('part', 'share(orders_count)'),
]);

const TABLES = `create schema tagged;
create table tagged.orders (client text, id int, status text, amount int, day date);
create table tagged.tags (client text, id int, name text, kind text);
create table tagged.order_tags (client text, order_id int, tag_id int);`;

function drawWorld(draw: Draw): TagWorld {
  const tenants = ['a', 'b'];
  const within = <Row>(most: number, make: (tenant: string, id: number) => Row): readonly Row[] =>
    tenants.flatMap((tenant) =>
      Array.from({ length: draw.integer(0, most) }, (_, index) => make(tenant, index + 1)),
    );
  return {
    orders: within(12, (tenant, id) => ({
      tenant,
      id,
      status: draw.pick(STATUSES),
      amount: draw.chance(15) ? null : draw.integer(-9, 99),
      month: draw.integer(1, 3),
    })),
    tags: within(5, (tenant, id) => ({ tenant, id, name: draw.pick(NAMES), kind: draw.pick(KINDS) })),
    pairs: within(24, (tenant) => ({
      tenant,
      order: draw.chance(5) ? null : draw.integer(1, 14),
      tag: draw.chance(10) ? null : draw.integer(1, 7),
    })),
  };
}

async function load(database: PostgresDatabase, { orders, tags, pairs }: TagWorld): Promise<void> {
  const text = (value: string | null): string => (value === null ? 'null' : `'${value}'`);
  const rows = {
    orders: orders.map(
      ({ tenant, id, status, amount, month }) =>
        `('${tenant}', ${id}, ${text(status)}, ${amount}, '2026-0${month}-15')`,
    ),
    tags: tags.map(({ tenant, id, name, kind }) => `('${tenant}', ${id}, ${text(name)}, ${text(kind)})`),
    order_tags: pairs.map(({ tenant, order, tag }) => `('${tenant}', ${order}, ${tag})`),
  };
  const inserts = Object.entries(rows).flatMap(([table, values]) =>
    values.length > 0 ? [`insert into tagged.${table} values ${values.join(', ')};`] : [],
  );
  await runScript(
    database,
    ['truncate tagged.orders, tagged.tags, tagged.order_tags;', ...inserts].join('\n'),
  );
}

interface Question {
  readonly by: readonly (TagPart | 'status')[];
  readonly byMonth: boolean;
  readonly where: readonly TagCondition[];
  readonly tenants: readonly string[];
}

function drawCondition(draw: Draw, depth: number): TagCondition {
  if (depth > 0 && draw.chance(55)) {
    if (draw.chance(30)) return { kind: 'not', part: drawCondition(draw, depth - 1) };
    const parts = Array.from({ length: draw.integer(1, 3) }, () => drawCondition(draw, depth - 1));
    return { kind: draw.pick(['all', 'any']), parts };
  }
  if (draw.chance(20)) return { kind: 'status', value: draw.pick(['open', 'paid']) };
  const part = draw.pick(PARTS);
  return { kind: 'is', part, value: draw.pick(part === 'name' ? NAMES : KINDS), denied: draw.chance(30) };
}

function drawQuestion(draw: Draw): Question {
  return {
    by: draw.some(['name', 'kind', 'status'] as const, draw.integer(0, 3)),
    byMonth: draw.chance(30),
    where: Array.from({ length: draw.integer(0, 2) }, () => drawCondition(draw, 3)),
    tenants: draw.pick([['a'], ['b'], ['a', 'b']]),
  };
}

function columnOf(group: Question['by'][number]): string {
  return group === 'status' ? 'orders.status' : `tag.${group}`;
}

function conditionOf(condition: TagCondition): NonNullable<MetricQuery['where']>[number] {
  switch (condition.kind) {
    case 'status':
      return { dimension: 'orders.status', op: 'eq', value: condition.value };
    case 'is': {
      const { part, value, denied } = condition;
      const dimension = `tag.${part}`;
      if (value === null) return { dimension, op: denied ? 'not_null' : 'is_null' };
      return { dimension, op: denied ? 'ne' : 'eq', value };
    }
    case 'not':
      return { not: conditionOf(condition.part) };
    case 'all':
      return { all: condition.parts.map(conditionOf) };
    case 'any':
      return { any: condition.parts.map(conditionOf) };
  }
}

function queryOf({ by, byMonth, where, tenants }: Question): MetricQuery {
  return {
    metrics: ['orders_count', 'revenue', 'with_x', 'without_x', 'part'],
    by: by.map(columnOf),
    where: where.map(conditionOf),
    totals: true,
    ...(byMonth ? { time: { grain: 'month', from: '2026-01-01', to: '2026-03-01' } } : {}),
    ...(tenants.length > 1 ? { tenants: 'all' } : {}),
  };
}

function valuesOf(
  orders: readonly TaggedOrder[],
  world: TagWorld,
): readonly [number, number, number, number] {
  const hasX = (order: TaggedOrder): boolean => partnersOf(order, world).some(({ name }) => name === 'x');
  return [
    orders.length,
    orders.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
    orders.filter(hasX).length,
    orders.filter((order) => !hasX(order) && order.status === 'paid').length,
  ];
}

interface Expected {
  readonly rows: readonly string[];
  readonly totals: readonly unknown[];
}

function answer(world: TagWorld, { by, byMonth, where, tenants }: Question): Expected {
  const meant = world.orders.filter(
    (order) =>
      tenants.includes(order.tenant) &&
      (!byMonth || order.month < 3) &&
      where.every((condition) => isMeant(order, condition, world)),
  );
  const shows = by.some((group) => group !== 'status') ? where.filter(isAcross) : [];
  const groups = new Map<string, Set<TaggedOrder>>();
  for (const order of meant) {
    for (const partner of partnersOf(order, world)) {
      if (!shows.every((condition) => fits(order, partner, condition))) continue;
      const keys = by.map((group) => (group === 'status' ? order.status : partner[group]));
      const key = JSON.stringify(byMonth ? [`2026-0${order.month}-01`, ...keys] : keys);
      groups.set(key, (groups.get(key) ?? new Set()).add(order));
    }
  }
  if (by.length === 0 && !byMonth) groups.set('[]', new Set(meant));
  const partOf = (orders: ReadonlySet<TaggedOrder>): string => {
    const months = new Set([...orders].map(({ month }) => month));
    const whole = meant.filter(({ month }) => !byMonth || months.has(month)).length;
    return whole === 0 ? 'null' : (orders.size / whole).toPrecision(9);
  };
  const rows = [...groups].map(([key, orders]) => {
    const keys: readonly unknown[] = JSON.parse(key);
    return JSON.stringify([...keys, ...valuesOf([...orders], world).map(String), partOf(orders)]);
  });
  return { rows: rows.sort(), totals: valuesOf(meant, world).map(String) };
}

/** Shares are doubles; the other numbers are digits. */
function plainRow(row: readonly unknown[]): string {
  const share = row.at(-1);
  const part = typeof share === 'number' ? share.toPrecision(9) : 'null';
  return JSON.stringify([...row.slice(0, -1), part]);
}

describeEachDatabase('questions across a bridge', (database) => {
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
      const came = await engine.query(principalOf(question.tenants), queryOf(question));
      const { rows, totals } = answer(world, question);
      expect({
        question,
        rows: plainRows(came).map(plainRow).sort(),
        totals: came.totals?.slice(0, 4).map(plainCell),
      }).toEqual({ question, rows, totals });
    });
  });
});

describe('partners by brute force', () => {
  it('are worked out for a case by hand', () => {
    const order: TaggedOrder = { tenant: 'a', id: 1, status: null, amount: 1, month: 1 };
    const world: TagWorld = {
      orders: [order],
      tags: [
        { tenant: 'a', id: 1, name: 'x', kind: 'k' },
        { tenant: 'a', id: 2, name: 'y', kind: 'l' },
        { tenant: 'b', id: 3, name: 'z', kind: null },
      ],
      pairs: [1, 2, 3].map((tag) => ({ tenant: 'a', order: 1, tag })),
    };
    const is = (part: TagPart, value: string, denied = false): TagCondition => ({
      kind: 'is',
      part,
      value,
      denied,
    });
    expect(partnersOf(order, world).map(({ name }) => name)).toEqual(['x', 'y', null]);
    expect(isMeant(order, is('name', 'x', true), world)).toBe(false);
    expect(isMeant(order, { kind: 'all', parts: [is('name', 'x'), is('kind', 'l')] }, world)).toBe(false);
    expect(isMeant(order, { kind: 'any', parts: [is('name', 'q'), is('kind', 'l')] }, world)).toBe(true);
  });
});
