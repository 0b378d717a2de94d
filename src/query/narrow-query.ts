/**
 * What a token for embedding makes of a query before it is bound: its window where no range is asked for, its pages,
 * and no moment told apart that is finer than its grain. Where a range leads to, is known once it is bound.
 */
import { isTemporal } from '../base/value-type.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { findDimension } from '../catalog/find-dimension.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { findPart } from '../formula/parts-of-time.ts';
import type { Embedding } from '../tenancy/embedding.ts';
import { findCoarser, isMadeOf, PART_GRAINS } from './coarser-grains.ts';
import type { ComparisonRequest, Condition, MetricQuery, TimeRequest } from './metric-query.ts';
import { QUERY_LIMITS } from './query-limits.ts';

/** `query` has passed `checkQuery`, and its tenants are in scope. @throws SemanticError TENANT_EMBEDDING */
export function narrowQuery(query: MetricQuery, embedding: Embedding, catalog: Catalog): MetricQuery {
  // A token is of one tenant, which has been found to be the one asked for: nothing can be told apart by it.
  const { tenants: _tenants, ...asked } = query;
  const { window, finestGrain } = embedding;
  if (asked.time?.zone !== undefined && (window !== null || finestGrain !== null))
    refuseByToken('the zone is that of the tenant, in which days begin and end', '/time/zone');
  if (finestGrain !== null) refuseFiner(asked, finestGrain, catalog);
  const time = isTimed(asked, catalog) ? inWindow(asked.time, embedding) : asked.time;
  const limit = pageOf(asked, embedding);
  return {
    ...asked,
    ...(time === undefined ? {} : { time }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** @throws SemanticError TENANT_EMBEDDING */
export function refuseByToken(problem: string, path: string): never {
  throw new SemanticError('TENANT_EMBEDDING', { problem }, { path });
}

/** Values of a dimension whose model has no time are of all times. */
function isTimed({ metrics = [], by: [first = ''] = [] }: MetricQuery, catalog: Catalog): boolean {
  if (metrics.length > 0) return true;
  const start = findDimension(first.split(':')[0] ?? '', catalog)?.start.name ?? '';
  return catalog.models.get(catalog.project.roles.get(start) ?? start)?.time != null;
}

function inWindow(time: TimeRequest | undefined, { window }: Embedding): TimeRequest | undefined {
  if (window === null || time?.range !== undefined) return time;
  const [from, to] = [time?.from ?? window.from, time?.to ?? window.to];
  return { ...time, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
}

/** Behind the first page there is nothing: pages would add up to more than one may have. */
function pageOf({ limit, cursor }: MetricQuery, { rows }: Embedding): number | undefined {
  if (rows === null) return limit;
  if (cursor !== undefined) refuseByToken(`there is no page behind the first ${rows} rows`, '/cursor');
  if (limit !== undefined && limit > rows) refuseByToken(`an answer has at most ${rows} rows`, '/limit');
  return limit ?? Math.min(rows, QUERY_LIMITS.defaultRows);
}

/** @throws SemanticError TENANT_EMBEDDING */
function refuseFiner(query: MetricQuery, finest: string, catalog: Catalog): void {
  const { by = [], where = [], time, compare } = query;
  const problem = `the finest grain is ${finest}: beside it there are ${findCoarser(finest).join(', ') || 'none'}`;
  if (time?.grain !== undefined && !isMadeOf(time.grain, finest)) refuseByToken(problem, '/time/grain');
  for (const [index, column] of by.entries()) {
    const grain = grainOfColumn(column);
    if (grain !== null && !isMadeOf(grain, finest)) refuseByToken(problem, `/by/${index}`);
  }
  for (const [index, condition] of where.entries())
    if (asksTime(condition, catalog))
      refuseByToken(`with a finest grain, times are conditions of a range alone`, `/where/${index}`);
  for (const comparison of [compare ?? []].flat()) {
    if (cutsBuckets(comparison, finest)) refuseByToken(problem, '/compare');
  }
}

/** A range that is moved by less than a bucket cuts those it comes to, and so does one of weeks that is moved by years. */
function cutsBuckets(comparison: ComparisonRequest, finest: string): boolean {
  if (typeof comparison !== 'string' && 'shift' in comparison) {
    const unit = comparison.shift.split(' ')[1] ?? '';
    return !isMadeOf(unit, finest) && !isMadeOf(unit.replace(/s$/, ''), finest);
  }
  if (typeof comparison !== 'string' && 'version' in comparison) return false;
  const range = typeof comparison === 'string' ? comparison : comparison.range;
  return range === 'previous_year' && finest === 'week';
}

/** The size of what a column of `by` tells apart; `null` where it is no time. */
function grainOfColumn(column: string): string | null {
  const [, suffix] = column.split(':');
  if (suffix === undefined) return null;
  const part = findPart(suffix);
  return part ? PART_GRAINS[part] : suffix;
}

function asksTime(condition: Condition, catalog: Catalog): boolean {
  if ('not' in condition) return asksTime(condition.not, catalog);
  if ('all' in condition) return condition.all.some((each) => asksTime(each, catalog));
  if ('any' in condition) return condition.any.some((each) => asksTime(each, catalog));
  const found = findDimension(condition.dimension, catalog);
  return found !== undefined && isTemporal(found.member.type);
}
