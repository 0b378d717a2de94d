/** The tenant rule on the real rows: where it leads, rows that it gives to nobody, and ids that look alike. */
import { sayCount } from '../base/say-count.ts';
import { type ScopeCondition, sourceKey } from '../tenancy/scope.ts';
import { readCount } from '../warehouse/read-physical-tables.ts';
import { isKeptUnique, type ModelContext, requireColumn } from './proof-context.ts';
import { isPassable, routeToTenant } from './tenant-route.ts';

/** Whether a row can belong to one tenant only. */
export async function proveTenants(context: ModelContext): Promise<boolean> {
  const { scope } = context.model;
  switch (scope.kind) {
    case 'shared':
      return true;
    case 'column':
      return await proveTenantColumn(scope.column, context);
    case 'through':
      return await proveParent(scope, context);
  }
}

async function proveTenantColumn(name: string, context: ModelContext): Promise<boolean> {
  const { table, file, findings, inspect } = context;
  const column = requireColumn(table, name, { findings, place: file.place(['tenant']) });
  if (column === null) return false;
  const { source } = table;
  if (column.nullable) {
    const counts = await inspect({ kind: 'column_counts', source, tests: [{ column: name, test: 'null' }] });
    tellUnseen(readCount(counts, 1), context);
  }
  if (column.family === 'text' || column.family === 'char' || column.family === 'caseless_text') {
    const variants = readCount(await inspect({ kind: 'tenant_variants', source, column: name }));
    if (variants > 0) {
      const params = { tenants: sayCount(variants, 'tenant'), model: context.model.name };
      const hint = 'Write each of them in one way, in the table or in a view.';
      const place = { ...file.place(['tenant']), hint };
      findings.add('warning', 'PROOF_TENANTS_ALIKE', { params, place });
    }
  }
  return true;
}

/** Within a tenant is not enough here: the parent alone says whose the rows are. */
async function proveParent(
  scope: Extract<ScopeCondition, { kind: 'through' }>,
  context: ModelContext,
): Promise<boolean> {
  const { tables, table, file, findings, inspect, model } = context;
  const { columns, parent, parentColumns } = scope;
  const place = file.place(['tenant']);
  const route = routeToTenant(scope);
  const parentTable = tables.get(sourceKey(parent));
  // What blocks the way is told at the join, or at the parent's own model.
  if (!parentTable || !route || !isPassable(route, table, tables)) return false;
  const on = columns.map((column, index) => ({ column, target: parentColumns[index] ?? '', byText: false }));
  const orphans = readCount(await inspect({ kind: 'orphans', source: table.source, target: parent, on }));
  const tests = columns.map((column) => ({ column, test: 'null' as const }));
  const counts = await inspect({ kind: 'column_counts', source: table.source, tests });
  tellUnseen(orphans + Math.max(...tests.map((_, index) => readCount(counts, index + 1))), context);
  if (isKeptUnique(parentTable, parentColumns)) return true;
  const asked = { kind: 'repeated_keys', source: parent, columns: parentColumns, tenant: null } as const;
  const repeated = readCount(await inspect(asked));
  if (repeated === 0) return true;
  const params = {
    model: model.name,
    columns: parentColumns.join(', '),
    parent: sourceKey(parent),
    keys: sayCount(repeated, 'key'),
  };
  const hint = `Give ${sourceKey(table.source)} a tenant column of its own, in the table or in a view.`;
  findings.add('error', 'PROOF_PARENT_KEY_REPEATED', { params, place: { ...place, hint } });
  return false;
}

function tellUnseen(rows: number, { file, findings, model }: ModelContext): void {
  if (rows === 0) return;
  const params = { rows: sayCount(rows, 'row'), model: model.name };
  findings.add('warning', 'PROOF_ROWS_UNSEEN', { params, place: file.place(['tenant']) });
}
