/** A published query → the question of today: with its metrics as they are and, where they differ, as they were. */
import { type Catalog, type Metric } from '../../catalog/catalog.ts';
import { withoutVersion } from '../../query/bind-outputs.ts';
import type { MetricItem, MetricQuery } from '../../query/metric-query.ts';
import { QUERY_LIMITS } from '../../query/query-limits.ts';
import type { ThawedBeside } from '../../versions/frozen-metrics.ts';
import type { KeptAnswer, KeptMetric } from './freeze-content.ts';

/** A metric of a published query, and how it is run today as it was. */
export interface AskedMetric {
  /** Its column. */
  readonly column: string;
  readonly asPublished:
    | { readonly kind: 'same' }
    /** In a column of its own. */
    | { readonly kind: 'other'; readonly version: string; readonly key: string; readonly column: string }
    | { readonly kind: 'gone'; readonly version: string; readonly reason: string };
}

interface Today {
  readonly catalog: Catalog;
  readonly find: ThawedBeside['find'];
  /** As they were published. */
  readonly metrics: readonly KeptMetric[];
}

export function listAsked(
  { resolved, columns }: Pick<KeptAnswer, 'resolved' | 'columns'>,
  { catalog, find, metrics }: Today,
): readonly AskedMetric[] {
  const items = resolved.metrics ?? [];
  const names = items.map(columnOf);
  const mark = unusedMark(names);
  return names.map((column, index) => {
    const published = columns.find((each) => each.kind === 'metric' && each.name === column);
    const { metric: name, hash } = published?.kind === 'metric' ? published : { metric: '', hash: '' };
    const kept = metrics.find((each) => each.metric === name && each.hash === hash);
    if (!kept || todaysMetric(items[index] ?? '', catalog)?.hash === hash)
      return { column, asPublished: { kind: 'same' } };
    const found = find(kept);
    const version = `${kept.metric}@${kept.version}`;
    const asPublished =
      'key' in found
        ? ({ kind: 'other', version, key: found.key, column: `${mark}${index}` } as const)
        : ({ kind: 'gone', version, reason: found.gone } as const);
    return { column, asPublished };
  });
}

/** All groups that there are: a limit chose none when it was published. */
export function askAgain(resolved: MetricQuery, asked: readonly AskedMetric[]): MetricQuery {
  const before = asked.flatMap(({ asPublished }) =>
    asPublished.kind === 'other' ? [{ metric: asPublished.key, as: asPublished.column }] : [],
  );
  return { ...resolved, metrics: [...(resolved.metrics ?? []), ...before], limit: QUERY_LIMITS.rows };
}

/** The column of a metric as it was that stands beside one of a metric as it is, its comparisons included. */
export function columnBeside(column: string, asked: readonly AskedMetric[]): string | null {
  const found = asked.find((each) => column === each.column || column.startsWith(`${each.column}.`));
  if (!found || found.asPublished.kind === 'gone') return null;
  if (found.asPublished.kind === 'same') return column;
  return `${found.asPublished.column}${column.slice(found.column.length)}`;
}

function columnOf(item: MetricItem): string {
  if (typeof item === 'string') return withoutVersion(item);
  return item.as ?? withoutVersion(item.metric);
}

/** What the item stands for today; `undefined` for what cannot be asked for. */
function todaysMetric(item: MetricItem, { aliases, metrics }: Catalog): Metric | undefined {
  const { metric, version } = typeof item === 'string' ? { metric: item } : { ...item };
  const [written = '', suffix] = metric.split('@');
  const name = aliases.get(written) ?? written;
  const pinned = version === undefined ? suffix : String(version);
  const current = metrics.get(name);
  if (pinned === undefined || pinned === String(current?.version)) return current;
  return metrics.get(`${name}@${pinned}`);
}

/** With which no column begins. */
function unusedMark(columns: readonly string[]): string {
  let mark = 'published_';
  while (columns.some((column) => column.startsWith(mark))) mark += 'x_';
  return mark;
}
