/** The metric that a name stands for: its own, one of its aliases, with or without the version. */
import { suggest } from '../base/did-you-mean.ts';
import { listSome } from '../base/list-some.ts';
import { type Catalog, isCurrent, type Metric } from '../catalog/catalog.ts';
import { isFrozenName } from '../catalog/frozen-name.ts';
import { SemanticError } from '../errors/semantic-error.ts';

/**
 * The metric `name` or `name@version` of the catalog. The names of frozen ones are in no catalog that is asked from outside.
 * @throws SemanticError QUERY_UNKNOWN_METRIC, QUERY_UNKNOWN_VERSION
 */
export function findMetric(written: string, catalog: Catalog, path?: string): Metric {
  const frozen = isFrozenName(written) ? catalog.metrics.get(written) : undefined;
  if (frozen && !catalog.veil.metrics.has(frozen.key)) return frozen;
  const [name = '', version, ...rest] = written.split('@');
  const metric = rest.length === 0 ? catalog.metrics.get(catalog.aliases.get(name) ?? name) : undefined;
  if (!metric || catalog.veil.metrics.has(metric.name)) throw unknownMetric(written, catalog, { path });
  if (version === undefined || version === String(metric.version)) return metric;
  return findVersion(metric, version, catalog, path);
}

/** One that was released before. */
function findVersion(current: Metric, version: string, catalog: Catalog, path: string | undefined): Metric {
  const key = `${current.name}@${version}`;
  const old = catalog.metrics.get(key);
  if (old && !catalog.veil.metrics.has(key)) return old;
  const { name: metric } = current;
  const hint = `The current version is ${metric}@${current.version}.`;
  const reason = catalog.gone.get(key);
  if (reason !== undefined && catalog.veil.key === '')
    throw new SemanticError('QUERY_VERSION_GONE', { metric, version, reason }, { path, hint });
  const params = { metric, version: version.slice(0, 20) };
  throw new SemanticError('QUERY_UNKNOWN_VERSION', params, { path, hint });
}

/** As {@link findMetric}, for queries, to which private metrics are unknown. */
export function askMetric(written: string, catalog: Catalog, path: string): Metric {
  const metric = findMetric(written, catalog, path);
  if (!metric.isPrivate) return metric;
  throw unknownMetric(written, catalog, { path, hint: 'It is private: for formulas only.' });
}

function unknownMetric(
  written: string,
  catalog: Catalog,
  place: { readonly path: string | undefined; readonly hint?: string },
): SemanticError {
  const name = written.split('@')[0] ?? '';
  const askable = [...catalog.metrics.values()].filter(
    (metric) => isCurrent(metric) && !metric.isPrivate && !catalog.veil.metrics.has(metric.name),
  );
  const known = askable.flatMap((metric) => [metric.name, ...metric.aliases]);
  const names = askable.map((metric) => metric.name).sort();
  const list = names.length > 0 ? `There are: ${listSome(names, 8)}.` : undefined;
  const hint = place.hint ?? suggest(name.slice(0, 100), known) ?? list;
  return new SemanticError(
    'QUERY_UNKNOWN_METRIC',
    { metric: written.slice(0, 100) },
    { path: place.path, hint },
  );
}
