/** Whose the rows of each table are: by a column, by a parent, or as the operator says; never by a guess. */
import { type PhysicalSource, sourceKey } from '../tenancy/scope.ts';
import type { PhysicalForeignKey, PhysicalTable } from '../warehouse/physical-table.ts';
import type { DraftRequest, KnownModel } from './model-draft.ts';

export type TenantRule =
  | Exclude<KnownModel['tenant'], { kind: 'through' }>
  | { readonly kind: 'parent'; readonly foreignKey: PhysicalForeignKey };

/** By `schema.table`. */
export type TenantRules = ReadonlyMap<string, TenantRule>;

export function draftTenants(tables: readonly PhysicalTable[], request: DraftRequest): TenantRules {
  const rules = new Map<string, TenantRule>();
  for (const table of tables) rules.set(sourceKey(table.source), ruleOfItsOwn(table, tables, request));
  const known = new Map(request.existing.map((model) => [sourceKey(model.source), model.tenant]));
  const hasTenant = (source: PhysicalSource): boolean => {
    const rule = rules.get(sourceKey(source)) ?? known.get(sourceKey(source));
    return rule !== undefined && rule.kind !== 'shared' && rule.kind !== 'unknown';
  };
  // Parents may be scoped by parents: again, until nothing is added.
  for (let before = -1; before !== countKnown(rules); ) {
    before = countKnown(rules);
    for (const table of tables) {
      const name = sourceKey(table.source);
      const parent = rules.get(name)?.kind === 'unknown' ? findParent(table, hasTenant) : null;
      if (parent !== null && request.tenantColumn !== null)
        rules.set(name, { kind: 'parent', foreignKey: parent });
    }
  }
  return rules;
}

function ruleOfItsOwn(
  table: PhysicalTable,
  tables: readonly PhysicalTable[],
  { tenantColumn, shared }: DraftRequest,
): TenantRule {
  if (shared.has(sourceKey(table.source))) return { kind: 'shared' };
  if (tenantColumn === null) return { kind: 'unknown' };
  if (table.columns.has(tenantColumn)) return { kind: 'column', column: tenantColumn };
  const column = findTenantKey(table, tables, tenantColumn);
  return column === null ? { kind: 'unknown' } : { kind: 'column', column };
}

/** The table of tenants itself: its key is what the others' tenant column leads to. */
function findTenantKey(
  { source }: PhysicalTable,
  tables: readonly PhysicalTable[],
  tenantColumn: string,
): string | null {
  const named = tables
    .flatMap(({ foreignKeys }) => foreignKeys)
    .filter(
      ({ columns, target }) =>
        columns.length === 1 && columns[0] === tenantColumn && sourceKey(target) === sourceKey(source),
    )
    .map(({ targetColumns }) => targetColumns[0] ?? '');
  const [first, ...others] = new Set(named);
  return first !== undefined && others.length === 0 ? first : null;
}

/** The parent that says whose a row is, where only one can; one that is in the row's own key comes first. */
function findParent(
  { foreignKeys, keys, columns, source }: PhysicalTable,
  hasTenant: (source: PhysicalSource) => boolean,
): PhysicalForeignKey | null {
  const candidates = foreignKeys.filter(
    (key) =>
      sourceKey(key.target) !== sourceKey(source) &&
      hasTenant(key.target) &&
      key.columns.every((column) => columns.get(column)?.nullable === false),
  );
  const primary = keys.find((key) => key.primary)?.columns ?? [];
  const owning = candidates.filter((key) => key.columns.every((column) => primary.includes(column)));
  const [only, ...others] = owning.length > 0 ? owning : candidates;
  return only !== undefined && others.length === 0 ? only : null;
}

function countKnown(rules: TenantRules): number {
  return [...rules.values()].filter(({ kind }) => kind !== 'unknown').length;
}
