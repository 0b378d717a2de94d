/**
 * What could be added to a query: it goes with the query if the query with it binds, so that the binder alone
 * decides. What no leg reaches is left out before, by look-ups, for its refusals are made with care and time.
 */
import { isTemporal } from '../base/value-type.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import {
  dimensionNames,
  type FoundDimension,
  findDimension,
  findDimensionPath,
} from '../catalog/find-dimension.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { buildPlan } from '../planner/build-plan.ts';
import { legsUnder } from '../query/legs-under.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import { namedDimensions, withoutGrain } from '../query/named-dimensions.ts';
import { QUERY_LIMITS } from '../query/query-limits.ts';
import { TENANT_COLUMN } from '../query/tenant-mode.ts';
import type { Additions } from './explain.ts';
import type { QueryInCatalog } from './query-in-catalog.ts';

export function findAdditions(asked: QueryInCatalog): Additions {
  const probe = { ...asked, query: withShortLists(asked.query) };
  return { dimensions: findDimensions(probe), metrics: findMetrics(probe) };
}

/** Whether a list has one value or several may count, and no more of it: long ones would be read for each candidate. */
function withShortLists({ having: _having, order: _order, ...query }: MetricQuery): MetricQuery {
  return query.where ? { ...query, where: query.where.map(shorten) } : query;
}

type AskedCondition = NonNullable<MetricQuery['where']>[number];

function shorten(condition: AskedCondition): AskedCondition {
  if ('not' in condition) return { not: shorten(condition.not) };
  if ('all' in condition) return { all: condition.all.map(shorten) };
  if ('any' in condition) return { any: condition.any.map(shorten) };
  const { values = [] } = condition;
  return values.length > 2 ? { ...condition, values: [...new Set(values)].slice(0, 2) } : condition;
}

function findDimensions(asked: QueryInCatalog): readonly string[] {
  const { query, bound, catalog } = asked;
  const { by = [] } = query;
  if (by.length >= QUERY_LIMITS.dimensions) return [];
  const grouped = new Set(by.map(withoutGrain));
  const roots = legsUnder(bound.shape).map(({ root }) => root);
  const accepts = (column: string): boolean => isAnswered({ ...query, by: [...by, column] }, asked);
  const fits = (name: string): boolean => {
    if (grouped.has(name)) return false;
    if (name === TENANT_COLUMN) return accepts(name);
    const found = findDimension(name, catalog);
    if (!found || !isReached(found, roots, catalog)) return false;
    // Any grain that it has will do: whether the dimension may be grouped by does not depend on it.
    const { type, period } = found.member;
    return accepts(isTemporal(type) ? `${name}:${period ?? 'month'}` : name);
  };
  return [...new Set([...dimensionNames(catalog), TENANT_COLUMN])].filter(fits).sort();
}

function findMetrics(asked: QueryInCatalog): readonly string[] {
  const { query, bound, catalog } = asked;
  const { metrics = [] } = query;
  if (metrics.length >= QUERY_LIMITS.metrics) return [];
  const known = new Set(bound.shape.outputs.map(({ metric }) => metric));
  const needed = namedDimensions(query).flatMap((name) => findDimension(name, catalog) ?? []);
  const fits = ({ name, key, isPrivate, models }: Metric): boolean =>
    key === name &&
    !isPrivate &&
    !known.has(name) &&
    needed.every((dimension) => isReached(dimension, models, catalog)) &&
    isAnswered({ ...query, metrics: [...metrics, name] }, asked);
  return [...catalog.metrics.values()]
    .filter(fits)
    .map(({ name }) => name)
    .sort();
}

function isReached(dimension: FoundDimension, roots: readonly string[], catalog: Catalog): boolean {
  return roots.every((root) => findDimensionPath(dimension, root, catalog).kind === 'path');
}

function isAnswered(query: MetricQuery, { bind, catalog }: QueryInCatalog): boolean {
  try {
    const { shape } = bind(query);
    // Joins that tell tenants apart are found by the planner, in queries over several of them.
    if (shape.tenants === 'several') buildPlan(shape, catalog);
    return true;
  } catch (error) {
    if (error instanceof SemanticError) return false;
    throw error;
  }
}
