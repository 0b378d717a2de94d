/** The scan of a model: in scope, and of the rows that whoever asks may see. */
import type { Catalog, Model } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { isOfOneTenant, type RowCondition } from '../tenancy/row-condition.ts';
import { sourceKey, type TenantMode } from '../tenancy/scope.ts';
import { type Scan, scan } from './nodes/scan.ts';

interface ScannedModel {
  readonly model: Model;
  readonly alias: string;
  /** Physical ones, in any order. */
  readonly columns: Iterable<string>;
}

/** @throws SemanticError QUERY_TENANT_JOIN where its rows are chosen by keys that one tenant alone can be asked by */
export function buildScan(
  { model, alias, columns }: ScannedModel,
  { catalog, tenants }: { readonly catalog: Catalog; readonly tenants: TenantMode },
): Scan {
  const { name, source, scope } = model;
  const rows = rowsOf(model, catalog);
  if (tenants === 'several' && rows.some(isOfOneTenant))
    throw new SemanticError('QUERY_TENANT_JOIN', { model: name });
  return scan({
    model: name,
    source,
    alias,
    columns: [...new Set(columns)].sort(),
    scope,
    rows,
    conditions: [],
  });
}

/** The conditions on the rows of its source; none where whoever asks may see all in scope. */
export function rowsOf({ source }: Model, { rows }: Catalog): readonly RowCondition[] {
  return rows.bySource.get(sourceKey(source)) ?? [];
}
