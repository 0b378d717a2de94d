/** Random questions to the leak project: most are fair, some try for what is not theirs. */
import type { Catalog } from '../../src/catalog/catalog.ts';
import { describeDimensions, describeMetrics } from '../../src/engine/describe-catalog.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import type { Draw } from './generate/draw.ts';
import { drawLeakCondition, FOREIGN_NAMES } from './leak-conditions.ts';
import { OTHER_METRICS, WATERMARKED_METRICS } from './leak-project.ts';
import { WATERMARKS } from './leak-rows.ts';
import { drawLeakShape } from './leak-shape.ts';
import { drawLeakCut, drawLeakTime } from './leak-times.ts';

/** What can be filtered by besides what can be grouped by. */
const FACTS: Readonly<Record<string, string>> = {
  'orders.amount': 'decimal',
  'items.price': 'decimal',
  'marks.mark': 'decimal',
  'channels.budget': 'decimal',
};

const TENANTS = WATERMARKS.map(({ tenant }) => tenant);

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

const COMPARISONS = [
  'previous_period',
  'previous_year',
  { shift: '1 week' },
  { shift: '1 retail.period' },
] as const;

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
    drawLeakCondition(draw, filterable, pool.types),
  );
  const asked = metrics.map((item) => (typeof item === 'string' ? item : item.as));
  const columns = [...by, ...asked];
  return {
    metrics,
    ...(by.length > 0 ? { by } : {}),
    ...(where.length > 0 ? { where } : {}),
    ...(draw.chance(50) ? { time: drawLeakTime(draw) } : {}),
    ...(draw.chance(30)
      ? { order: [{ by: draw.pick(columns), direction: draw.pick(['asc', 'desc'] as const) }] }
      : {}),
    ...drawLeakShape(draw, by, asked),
    ...(draw.chance(12) ? { compare: draw.pick(COMPARISONS) } : {}),
    ...drawPage(draw),
    ...(chosen.includes('deal_value') && draw.chance(80) ? { currency: draw.pick(['RUB', 'EUR']) } : {}),
    ...(draw.chance(50) ? { totals: true } : {}),
    ...(draw.chance(5) ? { tenants: [draw.pick(TENANTS)] } : {}),
  };
}

function drawGroup(draw: Draw, name: string, { types }: QueryPool): string {
  const type = types.get(name) ?? '';
  return ['date', 'time', 'local_time'].includes(type) ? `${name}:${drawLeakCut(draw, type)}` : name;
}

/** How many rows come at once and how they are written; a page may be too large. */
function drawPage(draw: Draw): Pick<MetricQuery, 'limit' | 'numbers' | 'layout'> {
  return {
    ...(draw.chance(25) ? { limit: draw.pick([1, 2, 3, 5, 8, 1000, 50_000, 50_001]) } : {}),
    ...(draw.chance(30) ? { numbers: 'strings' as const } : {}),
    ...(draw.chance(30) ? { layout: draw.pick(['columns', 'rows'] as const) } : {}),
  };
}
