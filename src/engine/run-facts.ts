/**
 * What a run tells of itself while it goes on, for whoever keeps account of requests: names, hashes and counts,
 * never a value that was asked for or read.
 */
import type { Catalog } from '../catalog/catalog.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import type { TenantId } from '../tenancy/principal.ts';

/** A metric as it answered. */
export interface AnsweringMetric {
  readonly metric: string;
  readonly version: number;
}

export interface RunFacts {
  /** Hash of the catalog. */
  readonly catalog: string;
  /** Those that the query names and its asker may see. */
  readonly metrics: readonly AnsweringMetric[];
  /** The tenants in scope. */
  readonly tenants: readonly TenantId[];
  /** Hashes of the statements, as in the receipt. */
  readonly sql: readonly string[];
  /** Rows of the page. */
  readonly rows: number;
}

/** Is told facts as soon as they are known, so that of a run that fails the first ones are there. */
export type TellRun = (facts: Partial<RunFacts>) => void;

/** What goes along with a question. */
export interface AskOptions {
  /** Ends the run when nobody waits for it. */
  readonly signal?: AbortSignal | undefined;
  readonly tell?: TellRun | undefined;
}

/** The metrics of a query that its asker may see; other names are whatever text the query holds. */
export function listNamedMetrics(
  { metrics = [] }: MetricQuery,
  { aliases, metrics: known, veil }: Catalog,
): readonly AnsweringMetric[] {
  const named = metrics.flatMap((item): AnsweringMetric[] => {
    const [written = '', suffix] = (typeof item === 'string' ? item : item.metric).split('@');
    const found = known.get(aliases.get(written) ?? written);
    const pinned = suffix ?? (typeof item === 'string' ? undefined : item.version);
    if (!found || found.isPrivate || veil.metrics.has(found.name)) return [];
    const { name, version } = found;
    if (pinned === undefined || String(pinned) === String(version)) return [{ metric: name, version }];
    const old = known.get(`${name}@${pinned}`);
    return old && !veil.metrics.has(old.key) ? [{ metric: name, version: old.version }] : [];
  });
  return withoutDoubles(named);
}

/** The metrics of a bound query, in the versions that answer. */
export function listAnswering(
  outputs: readonly AnsweringMetric[],
  { metrics }: Pick<Catalog, 'metrics'>,
): readonly AnsweringMetric[] {
  return withoutDoubles(
    outputs.map(({ metric, version }) => ({ metric: metrics.get(metric)?.name ?? metric, version })),
  );
}

function withoutDoubles(metrics: readonly AnsweringMetric[]): readonly AnsweringMetric[] {
  return [...new Map(metrics.map((one) => [`${one.metric}@${one.version}`, one])).values()];
}
