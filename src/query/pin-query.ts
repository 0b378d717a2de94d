/**
 * A query → the same question whenever it is asked: its range as two moments, its zone, its tenants and its versions
 * written out. And when two queries are one question.
 */
import { canonicalJson } from '../base/hash.ts';
import { listSome } from '../base/list-some.ts';
import type { BoundOutput, QueryContext } from './bound-query.ts';
import type { Condition, HavingCondition, MetricItem, MetricQuery } from './metric-query.ts';
import { isRelativeRange } from './resolve-range.ts';

interface Answered {
  readonly context: Pick<QueryContext, 'zone' | 'range'>;
  readonly outputs: readonly Pick<BoundOutput, 'part' | 'version'>[];
  readonly tenants: readonly string[];
}

/** `answered` is what became of the query. Its days of definitions and its ranges in words are gone. */
export function pinQuery(
  { definitions, time, tenants, layout: _layout, ...query }: MetricQuery,
  { context, outputs, tenants: read }: Answered,
): MetricQuery {
  const { range: _range, from: _from, to: _to, ...kept } = time ?? {};
  const { from, to } = context.range;
  const versions = outputs.filter(({ part }) => part === null).map(({ version }) => version);
  const items = query.metrics?.map((item, index) =>
    definitions === undefined ? item : withVersion(item, versions[index]),
  );
  return {
    ...query,
    ...(items ? { metrics: items } : {}),
    time: {
      ...kept,
      ...(from ? { from: from.instant } : {}),
      ...(to ? { to: to.instant } : {}),
      zone: context.zone,
    },
    ...(tenants === undefined ? {} : { tenants: [...read] }),
  };
}

function withVersion(item: MetricItem, version: number | undefined): MetricItem {
  const asked = typeof item === 'string' ? { metric: item } : item;
  if (version === undefined || asked.version !== undefined || asked.metric.includes('@')) return item;
  return { ...asked, version };
}

/** Equal for equal questions about the same rows, however they are to be written. */
export function questionOf({
  tenants: _tenants,
  layout: _layout,
  numbers: _numbers,
  metrics = [],
  ...query
}: MetricQuery): string {
  return canonicalJson({ ...query, metrics: metrics.map(spellOut) });
}

function spellOut(item: MetricItem): object {
  const { metric, version, as } = typeof item === 'string' ? { metric: item } : { ...item };
  const [name = '', written] = metric.split('@');
  const column = as ?? name;
  return { metric: name, version: version ?? (written === undefined ? null : Number(written)), as: column };
}

/** Why a query cannot be pinned; `null` where it can. */
export function whyNotPinned({
  metrics = [],
  cursor,
  where = [],
  having = [],
  compare,
}: MetricQuery): { readonly problem: string; readonly path: string } | null {
  if (metrics.length === 0) return { problem: 'it has no metrics', path: '/metrics' };
  if (cursor !== undefined) return { problem: 'it is a part of an answer, behind a cursor', path: '/cursor' };
  // A version of then, as it is called today, is what the freeze itself compares with.
  if ([compare ?? []].flat().some((each) => typeof each === 'object' && 'version' in each))
    return { problem: 'it compares with a version: "metrics" may name both', path: '/compare' };
  const moving = [where, having].map((conditions) => conditions.flatMap(relativeRanges));
  const place = moving.findIndex((texts) => texts.length > 0);
  if (place === -1) return null;
  const words = listSome((moving[place] ?? []).map((text) => `"${text}"`));
  const problem = `a condition in it means other days each time: ${words}`;
  return { problem, path: place === 0 ? '/where' : '/having' };
}

function relativeRanges(condition: Condition | HavingCondition): readonly string[] {
  if ('not' in condition) return relativeRanges(condition.not);
  if ('all' in condition) return condition.all.flatMap(relativeRanges);
  if ('any' in condition) return condition.any.flatMap(relativeRanges);
  const { op, value } = condition;
  return op === 'in_range' && typeof value === 'string' && isRelativeRange(value) ? [value] : [];
}
