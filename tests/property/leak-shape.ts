/** What a random question to the leak project may say of rows of its answer: `having` and `top`. */
import type { MetricQuery } from '../../src/query/metric-query.ts';
import type { Draw } from './generate/draw.ts';

type Shape = Pick<MetricQuery, 'having' | 'top'>;

/** `by` and `metrics` are columns of the answer. */
export function drawLeakShape(draw: Draw, by: readonly string[], metrics: readonly string[]): Shape {
  return {
    ...(draw.chance(20) && metrics.length > 0 ? { having: [drawHaving(draw, by, metrics)] } : {}),
    ...(draw.chance(25) && by.length > 0 ? { top: drawTop(draw, by, metrics) } : {}),
  };
}

function drawHaving(
  draw: Draw,
  by: readonly string[],
  metrics: readonly string[],
): NonNullable<MetricQuery['having']>[number] {
  if (draw.chance(20)) return { not: drawHaving(draw, by, metrics) };
  if (draw.chance(30) && by.length > 0) return { dimension: draw.pick(by), op: 'not_null' };
  const value = draw.integer(1, 999) * draw.pick([1, 1e6, 1e12]);
  if (draw.chance(20)) return { metric: draw.pick(metrics), op: 'in_range', values: [value, value * 1000] };
  return { metric: draw.pick(metrics), op: draw.pick(['gt', 'lt', 'ne'] as const), value };
}

function drawTop(
  draw: Draw,
  by: readonly string[],
  metrics: readonly string[],
): NonNullable<MetricQuery['top']> {
  return {
    n: draw.integer(1, 3),
    of: [...new Set(draw.some(by, draw.integer(1, by.length)))],
    by: draw.pick(metrics),
    ...(draw.chance(30) ? { direction: 'asc' as const } : {}),
    ...(draw.chance(50) ? { others: true } : {}),
  };
}
