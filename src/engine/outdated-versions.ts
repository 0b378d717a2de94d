/** Versions of an answer that are on their way out, for those who have to move on. */
import type { Catalog } from '../catalog/catalog.ts';
import type { BoundOutput } from '../query/bound-query.ts';

export interface OutdatedVersion {
  readonly metric: string;
  readonly version: number;
  /** Days as ISO 8601. */
  readonly since: string;
  readonly sunset: string | null;
  /** What to use instead: `net_revenue`, `roas@2`. */
  readonly use: string | null;
}

/** Whether whoever asks for it should move on: it is not current any more, or on its way out. */
export function isOutdated(
  { metric: name, version }: { readonly metric: string; readonly version: number },
  { metrics }: Pick<Catalog, 'metrics'>,
): boolean {
  const metric = metrics.get(name);
  return metric?.version !== version || metric.deprecated.has(String(version));
}

/** Each once, in the order of the answer. */
export function listOutdated(
  outputs: readonly Pick<BoundOutput, 'metric' | 'version'>[],
  { metrics, veil }: Pick<Catalog, 'metrics' | 'veil'>,
): readonly OutdatedVersion[] {
  const found = outputs.flatMap(({ metric: key, version }): OutdatedVersion[] => {
    const metric = metrics.get(key);
    const deprecated = metric?.deprecated.get(String(version));
    if (!metric || !deprecated) return [];
    const { since, sunset, use } = deprecated;
    const isHidden = use !== null && veil.metrics.has(use.split('@')[0] ?? '');
    return [{ metric: metric.name, version, since, sunset, use: isHidden ? null : use }];
  });
  return [...new Map(found.map((each) => [`${each.metric}@${each.version}`, each])).values()];
}
