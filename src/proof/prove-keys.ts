/**
 * Declared keys are unique within a tenant and whole. What constraints and indexes keep is believed; the rest
 * is counted.
 */
import { sayCount } from '../base/say-count.ts';
import type { DataPath } from '../definitions/definition-types.ts';
import type { PhysicalColumn } from '../warehouse/physical-table.ts';
import { readCount } from '../warehouse/read-physical-tables.ts';
import { isKeptUnique, type ModelContext, requireColumns } from './proof-context.ts';
import { isPassable, routeToTenant } from './tenant-route.ts';

/** `constraint`: the database keeps it so; `count`: it was so when the rows were counted; `no`: it is not so. */
export type KeyEvidence = 'constraint' | 'count' | 'no';

export interface KeyProof {
  readonly columns: readonly string[];
  readonly by: KeyEvidence;
}

export async function proveKeys(context: ModelContext): Promise<readonly KeyProof[]> {
  const { model } = context;
  const proofs: KeyProof[] = [];
  if (model.primaryKey.length > 0)
    proofs.push(await proveKey(model.primaryKey, { context, path: ['primary_key'], primary: true }));
  for (const [index, columns] of model.uniqueKeys.entries())
    proofs.push(await proveKey(columns, { context, path: ['unique_keys', index], primary: false }));
  return proofs;
}

interface AskedKey {
  readonly context: ModelContext;
  readonly path: DataPath;
  readonly primary: boolean;
}

async function proveKey(names: readonly string[], asked: AskedKey): Promise<KeyProof> {
  const { context, path } = asked;
  const { table, findings, file } = context;
  const columns = requireColumns(table, names, { findings, place: file.place(path) });
  if (columns === null) return { columns: names, by: 'no' };
  const unique = await findUniqueness(columns, asked);
  const whole = await findWholeness(columns, asked);
  const evidence = [unique, whole];
  const by = evidence.includes('no') ? 'no' : evidence.includes('count') ? 'count' : 'constraint';
  return { columns: names, by };
}

async function findUniqueness(
  columns: readonly PhysicalColumn[],
  { context, path }: AskedKey,
): Promise<KeyEvidence> {
  const { table, model, inspect, findings, file } = context;
  const names = columns.map(({ name }) => name);
  const tenant = routeToTenant(model.scope);
  const besides = model.tenantColumn === null ? [] : [model.tenantColumn];
  if (isKeptUnique(table, [...names, ...besides])) return 'constraint';
  if (tellIncomparable(columns, { context, path })) return 'no';
  // Why the way to the tenant is blocked is told where the tenant rule is.
  if (tenant !== null && !isPassable(tenant, table, context.tables)) return 'no';
  const rows = await inspect({ kind: 'repeated_keys', source: table.source, columns: names, tenant });
  const repeated = readCount(rows);
  if (repeated === 0) return 'count';
  const within = tenant === null ? '' : ' within a tenant';
  const params = {
    columns: names.join(', '),
    model: model.name,
    keys: sayCount(repeated, 'key'),
    within,
  };
  const hint = 'Add the columns that tell these rows apart, or read a view that has one row a key.';
  findings.add('error', 'PROOF_KEY_REPEATED', { params, place: { ...file.place(path), hint } });
  return 'no';
}

/** Some types know no equality, and no key can be made of them. */
function tellIncomparable(
  columns: readonly PhysicalColumn[],
  { context, path }: Omit<AskedKey, 'primary'>,
): boolean {
  const odd = columns.find(({ family }) => family === 'other');
  if (odd === undefined) return false;
  const params = {
    member: odd.name,
    type: 'key',
    physical: odd.type,
    reason: 'nothing says that its values can be compared',
  };
  const hint = 'Put a unique index on it, or give the key as text in a view.';
  context.findings.add('error', 'PROOF_TYPE', { params, place: { ...context.file.place(path), hint } });
  return true;
}

async function findWholeness(
  columns: readonly PhysicalColumn[],
  { context, path, primary }: AskedKey,
): Promise<KeyEvidence> {
  const { table, model, inspect, findings, file } = context;
  const nullable = columns.filter((column) => column.nullable);
  if (nullable.length === 0) return 'constraint';
  const tests = nullable.map(({ name }) => ({ column: name, test: 'null' as const }));
  const counts = await inspect({ kind: 'column_counts', source: table.source, tests });
  const most = Math.max(...tests.map((_, index) => readCount(counts, index + 1)));
  if (most === 0) return 'count';
  const params = {
    columns: columns.map(({ name }) => name).join(', '),
    model: model.name,
    rows: sayCount(most, 'row'),
  };
  const hint = primary
    ? 'Name columns that every row has, or read a view without these rows.'
    : 'No join can lead to these rows.';
  // Nulls equal nothing, so that a further key with nulls still leads to one row at most.
  findings.add(primary ? 'error' : 'warning', 'PROOF_KEY_NULL', {
    params,
    place: { ...file.place(path), hint },
  });
  return primary ? 'no' : 'count';
}
