/** Random conditions of questions to the leak project, some of them on what is not theirs. */
import type { MetricQuery } from '../../src/query/metric-query.ts';
import type { Draw } from './generate/draw.ts';
import { WATERMARKS } from './leak-rows.ts';
import { drawLeakRange } from './leak-times.ts';

type Condition = NonNullable<MetricQuery['where']>[number];
type Types = ReadonlyMap<string, string>;

const OPERATORS = [
  'eq',
  'ne',
  'in',
  'not_in',
  'gt',
  'lt',
  'in_range',
  'contains',
  'is_null',
  'not_null',
] as const;
type Operator = (typeof OPERATORS)[number];

const TEMPORAL: ReadonlySet<string> = new Set(['date', 'time', 'local_time']);
const ORDERED: ReadonlySet<string> = new Set(['integer', 'decimal', 'float', ...TEMPORAL]);
const ORDERING: ReadonlySet<Operator> = new Set<Operator>(['gt', 'lt', 'in_range']);

/** What nobody may name: columns that say whose a row is. */
export const FOREIGN_NAMES = [
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

export function drawLeakCondition(draw: Draw, names: readonly string[], types: Types): Condition {
  const another = () => drawLeakCondition(draw, names, types);
  if (draw.chance(10)) return { not: another() };
  if (draw.chance(10)) return { any: [another(), another()] };
  if (draw.chance(3)) return { dimension: draw.pick(FOREIGN_NAMES), op: 'eq', value: draw.pick(TENANTS) };
  const dimension = draw.pick(names);
  const type = types.get(dimension) ?? 'string';
  const op = draw.pick(draw.chance(95) ? operatorsOf(type) : OPERATORS);
  const value = () => drawValue(draw, type);
  switch (op) {
    case 'is_null':
    case 'not_null':
      return { dimension, op };
    case 'in':
    case 'not_in':
      return { dimension, op, values: [value(), value()] };
    case 'in_range':
      if (TEMPORAL.has(type) && draw.chance(50)) return { dimension, op, value: drawLeakRange(draw) };
      return { dimension, op, values: drawBounds(draw, type) };
    default:
      return { dimension, op, value: value() };
  }
}

function operatorsOf(type: string): readonly Operator[] {
  if (type === 'string') return OPERATORS.filter((op) => op !== 'in_range');
  return OPERATORS.filter((op) => op !== 'contains' && (!ORDERING.has(op) || ORDERED.has(type)));
}

/** Mostly in their order. */
function drawBounds(draw: Draw, type: string): (string | number | boolean)[] {
  const bounds = [drawValue(draw, type), drawValue(draw, type)];
  if (draw.chance(5)) return bounds;
  return bounds.toSorted((low, high) =>
    typeof low === 'number' && typeof high === 'number' ? low - high : String(low) < String(high) ? -1 : 1,
  );
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
