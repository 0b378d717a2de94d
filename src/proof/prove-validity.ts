/** Rows that are valid for a while, as joins at a time need them: of one key, one at a time. */
import { sayCount } from '../base/say-count.ts';
import type { Join, Model } from '../catalog/catalog.ts';
import type { InspectedValidity } from '../sql/inspection.ts';
import type { PhysicalTable } from '../warehouse/physical-table.ts';
import { readCount } from '../warehouse/read-physical-tables.ts';
import { compareTypes } from './compare-types.ts';
import { hasColumns, type ModelContext } from './proof-context.ts';
import { isPassable, routeToTenant } from './tenant-route.ts';

/** Tells the rows that no moment finds. */
export async function proveValidity({ model, table, file, findings, inspect }: ModelContext): Promise<void> {
  const validity = findValidity(model, table);
  if (!validity) return;
  const reversed = readCount(await inspect({ kind: 'reversed', source: table.source, validity }));
  if (reversed === 0) return;
  const params = { rows: sayCount(reversed, 'row'), model: model.name };
  const hint = 'Put the two right, in the table or in a view.';
  findings.add('warning', 'PROOF_VALIDITY_REVERSED', { params, place: { ...file.place(['valid']), hint } });
}

/** Tells the rows of the target of a join at a time of which several are valid at once. */
export async function proveVersions(
  { name, on }: Join,
  { target, table }: { readonly target: Model; readonly table: PhysicalTable },
  { tables, file, findings, inspect }: ModelContext,
): Promise<void> {
  const validity = findValidity(target, table);
  const keys = on.map((pair) => pair.target);
  const tenant = routeToTenant(target.scope);
  // What is missing is told at the target itself.
  const isKnown = hasColumns(table, [...keys, ...target.primaryKey]) && target.primaryKey.length > 0;
  if (!validity || !isKnown || (tenant !== null && !isPassable(tenant, table, tables))) return;
  const { primaryKey } = target;
  const asked = { kind: 'overlaps', source: table.source, keys, primaryKey, validity, tenant } as const;
  const rows = readCount(await inspect(asked));
  if (rows === 0) return;
  const within = tenant === null ? '' : ' within a tenant';
  const params = { rows: sayCount(rows, 'row'), model: target.name, columns: keys.join(', '), within };
  const hint = 'End each row where the next begins, or add the columns that tell these rows apart to `on`.';
  const place = { ...file.place(['joins', name, 'at']), hint };
  findings.add('error', 'PROOF_VALIDITY_OVERLAPS', { params, place });
}

/** `null` where there is none, and where its columns are missing or do not compare, which is told at the members. */
function findValidity({ valid, members }: Model, table: PhysicalTable): InspectedValidity | null {
  const [from, until] = (valid ?? []).map((name) => {
    const value = members.get(name)?.value;
    return value?.kind === 'column' ? value.column : '';
  });
  if (from === undefined || until === undefined || !hasColumns(table, [from, until])) return null;
  const [first, second] = [table.columns.get(from), table.columns.get(until)];
  return first && second && compareTypes(first, second).kind !== 'impossible' ? { from, until } : null;
}
