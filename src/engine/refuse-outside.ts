/** What of a bound query a token for embedding may not see, although every name in it is one of its own. */
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { walk } from '../planner/node.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import { legsUnder } from '../query/legs-under.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import type { Embedding } from '../tenancy/embedding.ts';
import type { PreparedQuery } from './prepare-query.ts';

/** A filter that cannot tell the rows of some leg would be ignored there. @throws SemanticError TENANT_FILTER_UNREACHED */
export function refuseUnreached({ shape }: BoundQuery, query: MetricQuery, catalog: Catalog): void {
  if (catalog.unreached.size === 0) return;
  for (const { root } of legsUnder(shape)) {
    const filter = catalog.unreached.get(root);
    if (filter === undefined) continue;
    const metric = shape.outputs.find((output) => readsModel(output.metric, root, catalog))?.metric;
    const what = metric ?? query.by?.[0] ?? '';
    const path = metric === undefined ? '/by/0' : '/metrics';
    throw new SemanticError('TENANT_FILTER_UNREACHED', { filter, what }, { path });
  }
}

function readsModel(metric: string, model: string, catalog: Catalog): boolean {
  return catalog.metrics.get(metric)?.models.includes(model) === true;
}

/**
 * What other rows say is of all of them: of those out of the window too, and of those that no filter tells.
 * @throws SemanticError TENANT_ROWS_HIDDEN
 */
export function refuseAllRows(
  { plan }: PreparedQuery,
  { window, filters }: Pick<Embedding, 'window' | 'filters'>,
): void {
  if (window === null && filters.length === 0) return;
  for (const node of [plan.rows, plan.totals ?? []].flat().flatMap(walk)) {
    if (node.kind !== 'attribute_rows') continue;
    const scanned = walk(node).find(({ kind }) => kind === 'scan');
    const model = scanned?.kind === 'scan' ? scanned.model : '';
    throw new SemanticError('TENANT_ROWS_HIDDEN', { attribute: node.name, model });
  }
}
