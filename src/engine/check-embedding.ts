/** Whether what a token for embedding shall be narrowed to is there, and can hold. */
import { Temporal } from 'temporal-polyfill';
import { isClaimValue } from '../base/claim.ts';
import { type Catalog, isCurrent } from '../catalog/catalog.ts';
import { confineCatalog, whyNoFilter } from '../catalog/confine-catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { nameMember } from '../query/bind-member.ts';
import { askMetric } from '../query/find-metric.ts';
import { resolveBound } from '../query/resolve-bound.ts';
import type { Embedding, FixedFilter } from '../tenancy/embedding.ts';
import { ROW_VALUE_TYPES } from '../tenancy/row-condition.ts';
import { fitsRowType } from './rows-in-scope.ts';

/**
 * With metrics by their own names. `view` is what the bearer would see were it not narrowed.
 * @throws SemanticError QUERY_UNKNOWN_METRIC, QUERY_UNKNOWN_MEMBER, QUERY_BAD_TIME, TENANT_FILTER_UNREACHED,
 * TENANT_EMBEDDING_INVALID
 */
export function checkEmbedding(asked: Embedding, view: Catalog): Embedding {
  const metrics = asked.metrics.map((name, index) => {
    const metric = askMetric(name, view, `/metrics/${index}`);
    if (!isCurrent(metric)) refuse('tokens are for current versions', `/metrics/${index}`);
    return metric.name;
  });
  for (const [index, name] of asked.dimensions.entries()) nameMember(name, view, `/dimensions/${index}`);
  const embedding = { ...asked, metrics: [...new Set(metrics)], dimensions: [...new Set(asked.dimensions)] };
  for (const index of asked.filters.keys()) checkFilter(index, embedding, view);
  checkWindow(asked, view);
  return embedding;
}

function checkFilter(place: number, embedding: Embedding, view: Catalog): void {
  const filter: FixedFilter = embedding.filters[place] ?? { dimension: '', values: [] };
  const { dimension, values } = filter;
  const path = `/filters/${place}/dimension`;
  const named = nameMember(dimension, view, path);
  const reason = whyNoFilter(dimension, named, view);
  if (reason !== null) refuse(`there is no filter on "${dimension}": ${reason}`, path);
  if (embedding.filters.findIndex((other) => other.dimension === dimension) !== place)
    refuse(`there is a filter on "${dimension}" already`, path);
  const type = ROW_VALUE_TYPES.find((each) => each === named.member.type) ?? 'string';
  for (const [index, value] of values.entries())
    if (!isClaimValue(value) || !fitsRowType(value, type))
      refuse(`a value is no ${type}`, `/filters/${place}/values/${index}`);
  const { unreached } = confineCatalog(view, { ...embedding, filters: [filter] });
  for (const metric of embedding.metrics) {
    const models = view.metrics.get(metric)?.models ?? [];
    if (!models.some((model) => unreached.has(model))) continue;
    throw new SemanticError(
      'TENANT_FILTER_UNREACHED',
      { filter: dimension, what: metric },
      { path: `/filters/${place}` },
    );
  }
}

function checkWindow({ window }: Embedding, { project }: Catalog): void {
  if (window === null) return;
  const [from, to] = (['from', 'to'] as const).map((side) => {
    const text = window[side];
    return text === null ? null : resolveBound(text, project.zone, `/window/${side}`).instant;
  });
  if (!from || !to) return;
  if (Temporal.Instant.compare(Temporal.Instant.from(from), Temporal.Instant.from(to)) >= 0)
    refuse('the window ends before or when it begins', '/window/to');
}

function refuse(problem: string, path: string): never {
  throw new SemanticError('TENANT_EMBEDDING_INVALID', { problem }, { path });
}
