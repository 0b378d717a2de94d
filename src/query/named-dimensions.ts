/** The dimensions that a query names to group and filter by. */
import type { Condition, MetricQuery } from './metric-query.ts';

/** Without grains, each once: those of `by` first, then those of `where`. */
export function namedDimensions({
  by = [],
  where = [],
}: Pick<MetricQuery, 'by' | 'where'>): readonly string[] {
  return [...new Set([...by.map(withoutGrain), ...where.flatMap(conditionDimensions)])];
}

/** `customer.signed_up_at` of `customer.signed_up_at:month`. */
export function withoutGrain(column: string): string {
  return column.split(':')[0] ?? column;
}

function conditionDimensions(condition: Condition): readonly string[] {
  if ('not' in condition) return conditionDimensions(condition.not);
  if ('all' in condition) return condition.all.flatMap(conditionDimensions);
  if ('any' in condition) return condition.any.flatMap(conditionDimensions);
  return [condition.dimension];
}
