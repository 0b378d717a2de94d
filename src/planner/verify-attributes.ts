/**
 * What is wrong with an attribute of a plan: its values have one row a key, and are joined by all of their key
 * to a key of rows of the same tenant. Its scans are verified as all others are.
 */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog, Model } from '../catalog/catalog.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { type AttributePair, type AttributeRows, isRowPlace, type JoinAttribute } from './nodes/relation.ts';
import type { Scan } from './nodes/scan.ts';
import type { StoredColumn } from './plan-expression.ts';

type Scans = ReadonlyMap<string, Scan>;

interface AttributeContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
}

/** `scans` are those whose rows it looks at; `null` where nothing is wrong. */
export function findRowsFault(node: AttributeRows, scans: Scans, context: AttributeContext): string | null {
  const { name, keys, value, columns } = node;
  const known = new Set(columns.map((column) => column.name));
  const lacks = namesIn(node).find((column) => !known.has(column));
  if (lacks !== undefined) return `${name} is made of ${lacks}, which its rows do not have`;
  if (keys.length === 0) return `${name} has no key`;
  if (known.size < columns.length) return `two columns of ${name} are called alike`;
  const hasTenants = [...scans.values()].some(({ scope }) => scope.kind !== 'shared');
  const apart = [keys, ...(isRowPlace(value) ? [value.by] : []), ...(node.choice ? [node.choice.keys] : [])];
  const mixes = apart.some(
    (list) => !list.some((key) => isTenant(storedKey(node, key.name), scans, context)),
  );
  if (context.tenants === 'several' && hasTenants && mixes)
    return `${name} takes rows of several tenants together`;
  return isRowPlace(value) ? findOrderFault(node, scans, context) : null;
}

/** Each row has a value of its own, and stands where no other does. */
function findOrderFault(node: AttributeRows, scans: Scans, { catalog }: AttributeContext): string | null {
  const { name, keys } = node;
  const stored = keys.map((key) => storedKey(node, key.name));
  const [relation] = new Set(stored.flatMap((key) => (key ? [key.relation] : [])));
  const model = catalog.models.get(scans.get(relation ?? '')?.model ?? '');
  const columns = new Set(stored.map((key) => (key?.relation === relation ? key?.column : undefined)));
  const isKey = model?.primaryKey.every((column) => columns.has(column) || column === model.tenantColumn);
  return isKey ? null : `${name} is not told apart by the key of its rows`;
}

/** `scans` are those of the rows that it stands beside, `inner` those of its own; `null` where nothing is wrong. */
export function findJoinFault(
  { rows, alias, on }: JoinAttribute,
  { scans, inner }: { readonly scans: Scans; readonly inner: Scans },
  context: AttributeContext,
): string | null {
  if (scans.has(alias)) return `two relations are called ${alias}`;
  const joined = canonicalJson(on.map(({ key }) => key).sort());
  if (joined !== canonicalJson(rows.keys.map(({ name }) => name).sort()))
    return `${alias} is not joined by the whole of its key`;
  const isKnown = on.every(({ relation, column }) => scans.get(relation)?.columns.includes(column));
  if (!isKnown) return `${alias} is joined to columns that are not there`;
  const isKey = on.some(({ relation }) => {
    const model = modelOf(relation, scans, context);
    return model !== undefined && coversKey(model, relation, on);
  });
  if (!isKey) return `${alias} is joined to rows by something else than their key`;
  if (context.tenants === 'one') return null;
  const strays = on.some(({ key, relation, column }) => {
    const ours: StoredColumn = { kind: 'stored_column', relation, column, type: 'key', zone: null };
    return isTenant(storedKey(rows, key), inner, context) !== isTenant(ours, scans, context);
  });
  return strays ? `${alias} may be of another tenant than the row` : null;
}

/** The columns that the value is made of, and those it is known by. */
function namesIn({ keys, value, choice }: AttributeRows): readonly string[] {
  const chosen = choice ? [choice.time, ...choice.keys, ...choice.ties].map(({ name }) => name) : [];
  return [...chosen, ...namesOfValue({ keys, value })];
}

function namesOfValue({ keys, value }: Pick<AttributeRows, 'keys' | 'value'>): readonly string[] {
  if (isRowPlace(value)) {
    const { previous, by, order } = value;
    return [...keys, ...by, ...order, ...(previous ? [previous] : [])].map(({ name }) => name);
  }
  const { argument, filter } = value;
  const made = [argument?.name, filter].flatMap((name) => name ?? []);
  return [...keys.map(({ name }) => name), ...made];
}

/** The stored column that a column of the rows is, if it is one. */
function storedKey({ columns }: AttributeRows, wanted: string): StoredColumn | null {
  const expression = columns.find(({ name }) => name === wanted)?.expression;
  return expression?.kind === 'stored_column' ? expression : null;
}

function isTenant(column: StoredColumn | null, scans: Scans, context: AttributeContext): boolean {
  return column !== null && modelOf(column.relation, scans, context)?.tenantColumn === column.column;
}

/** Keys are unique within a tenant. */
function coversKey(
  { primaryKey, uniqueKeys, tenantColumn }: Model,
  relation: string,
  on: readonly AttributePair[],
): boolean {
  const columns = new Set(on.filter((pair) => pair.relation === relation).map(({ column }) => column));
  const keys = [primaryKey, ...uniqueKeys].filter((key) => key.length > 0);
  return keys.some((key) => key.every((column) => columns.has(column) || column === tenantColumn));
}

function modelOf(alias: string, scans: Scans, { catalog }: AttributeContext): Model | undefined {
  return catalog.models.get(scans.get(alias)?.model ?? '');
}
