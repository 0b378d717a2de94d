/** Random questions to the leak project: most are fair, some try for what is not theirs. */
import type { Catalog } from '../../src/catalog/catalog.ts';
import { describeDimensions, describeMetrics } from '../../src/engine/describe-catalog.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import type { Draw } from './generate/draw.ts';
import { OTHER_METRICS, WATERMARKED_METRICS } from './leak-project.ts';
import { WATERMARKS } from './leak-rows.ts';
import { drawLeakShape } from './leak-shape.ts';

type Condition = NonNullable<MetricQuery['where']>[number];
const OPERATORS = ['eq', 'ne', 'in', 'not_in', 'gt', 'lt', 'contains', 'is_null', 'not_null'] as const;
const ORDERING: ReadonlySet<string> = new Set(['gt', 'lt']);
const ORDERED: ReadonlySet<string> = new Set(['integer', 'decimal', 'float', 'date', 'time', 'local_time']);

type MemberType = 'string' | 'boolean' | 'decimal' | 'key' | 'date' | 'time';

/** What can be filtered by besides what can be grouped by. */
const FACTS: Readonly<Record<string, MemberType>> = {
  'orders.amount': 'decimal',
  'items.price': 'decimal',
  'marks.mark': 'decimal',
  'channels.budget': 'decimal',
};

const FOREIGN_NAMES = [
  'orders.client_id',
  'channel.client_id',
  'tenant',
  'client_id',
  'accounts.client_id',
  'vault.orders.client_id',
  'items.order.client_id',
  'orders.tableoid',
];
const TEXTS = ['ads 2', 'open', 'paid', 'x', '', 'A', 'Europe', "' or '1'='1", '%', 'null'];
const TENANTS = WATERMARKS.map(({ tenant }) => tenant);
const OWN_TEXTS = TENANTS.flatMap((tenant) => [tenant, `seo ${tenant}`, `Account ${tenant}`, `C ${tenant}`]);
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Europe/Moscow'];
const GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const;

/** What queries are drawn from: metrics with the dimensions that they know, and types of dimensions. */
export interface QueryPool {
  readonly dimensions: ReadonlyMap<string, readonly string[]>;
  readonly types: ReadonlyMap<string, string>;
}

export function poolOf(catalog: Catalog): QueryPool {
  const metrics = describeMetrics(catalog).map(({ name, dimensions }) => [name, dimensions] as const);
  const types = describeDimensions(catalog).map(({ name, type }) => [name, type] as const);
  return { dimensions: new Map(metrics), types: new Map([...types, ...Object.entries(FACTS)]) };
}

export function drawLeakQuery(draw: Draw, pool: QueryPool): MetricQuery {
  const names = [
    ...Object.keys(WATERMARKED_METRICS),
    ...Object.keys(WATERMARKED_METRICS),
    ...Object.keys(OTHER_METRICS),
  ];
  const chosen = [...new Set(draw.some(names, draw.pick([1, 1, 2, 3])))];
  const metrics = chosen.map((metric, place) =>
    draw.chance(20) ? { metric, as: `column_${place}` } : metric,
  );
  const known = chosen.map((name) => pool.dimensions.get(name) ?? []);
  const shared = (known[0] ?? []).filter((name) => known.every((others) => others.includes(name)));
  const by = draw.some(shared, draw.pick([0, 1, 1, 2, 3])).map((name) => drawGroup(draw, name, pool));
  if (draw.chance(4)) by.push(draw.pick(FOREIGN_NAMES));
  const filterable = draw.chance(75) && shared.length > 0 ? shared : Object.keys(FACTS);
  const where = Array.from({ length: draw.pick([0, 0, 1, 1, 2]) }, () =>
    drawCondition(draw, filterable, pool),
  );
  const asked = metrics.map((item) => (typeof item === 'string' ? item : item.as));
  const columns = [...by, ...asked];
  return {
    metrics,
    ...(by.length > 0 ? { by } : {}),
    ...(where.length > 0 ? { where } : {}),
    ...(draw.chance(50) ? { time: drawTime(draw) } : {}),
    ...(draw.chance(30)
      ? { order: [{ by: draw.pick(columns), direction: draw.pick(['asc', 'desc'] as const) }] }
      : {}),
    ...drawLeakShape(draw, by, asked),
    ...(draw.chance(20) ? { limit: draw.integer(1, 5) } : {}),
    ...(draw.chance(50) ? { totals: true } : {}),
    ...(draw.chance(30) ? { numbers: 'strings' as const } : {}),
    ...(draw.chance(5) ? { tenants: [draw.pick(TENANTS)] } : {}),
  };
}

function drawGroup(draw: Draw, name: string, { types }: QueryPool): string {
  const type = types.get(name);
  return type === 'date' || type === 'time' || type === 'local_time' ? `${name}:${draw.pick(GRAINS)}` : name;
}

function drawTime(draw: Draw): NonNullable<MetricQuery['time']> {
  const month = draw.integer(1, 6);
  return {
    ...(draw.chance(60) ? { grain: draw.pick(GRAINS) } : {}),
    ...(draw.chance(60) ? { from: `2026-0${month}-01` } : {}),
    ...(draw.chance(40) ? { to: `2026-0${month + 2}-15` } : {}),
    ...(draw.chance(30) ? { zone: draw.pick(ZONES) } : {}),
  };
}

function drawCondition(draw: Draw, names: readonly string[], pool: QueryPool): Condition {
  if (draw.chance(10)) return { not: drawCondition(draw, names, pool) };
  if (draw.chance(10)) return { any: [drawCondition(draw, names, pool), drawCondition(draw, names, pool)] };
  if (draw.chance(3)) return { dimension: draw.pick(FOREIGN_NAMES), op: 'eq', value: draw.pick(TENANTS) };
  const dimension = draw.pick(names);
  const type = pool.types.get(dimension) ?? 'string';
  const value = () => drawValue(draw, type);
  const op = draw.pick(draw.chance(95) ? operatorsOf(type) : OPERATORS);
  switch (op) {
    case 'is_null':
    case 'not_null':
      return { dimension, op };
    case 'in':
    case 'not_in':
      return { dimension, op, values: [value(), value()] };
    default:
      return { dimension, op, value: value() };
  }
}

function operatorsOf(type: string): readonly (typeof OPERATORS)[number][] {
  if (type === 'string') return OPERATORS;
  return OPERATORS.filter((op) => op !== 'contains' && (!ORDERING.has(op) || ORDERED.has(type)));
}

function drawValue(draw: Draw, type: string): string | number | boolean {
  switch (type) {
    case 'boolean':
      return draw.chance(50);
    case 'date':
    case 'time':
    case 'local_time':
      return `2026-0${draw.integer(1, 9)}-1${draw.integer(0, 9)}`;
    case 'integer':
    case 'decimal':
    case 'float':
      return draw.integer(1, 999) * draw.pick([1, 1e6, 1e12]);
    case 'key':
      return draw.pick(['1', '2', '7', ...TENANTS.map((tenant) => `${tenant}-1`)]);
    default:
      return draw.pick(draw.chance(50) ? TEXTS : OWN_TEXTS);
  }
}
