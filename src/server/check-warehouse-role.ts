/**
 * Whether the role that the warehouse is read as can do no more than read the project's sources, and, where row-level
 * security is on, whether each of them has its policy. All that is wrong is said at once, with the SQL that mends it.
 */
import { SemanticError } from '../errors/semantic-error.ts';
import type { TextRows } from '../postgres/postgres-database.ts';
import type { RoleInspection } from '../sql/inspection.ts';
import { quoteName, quoteSource } from '../sql/row-security/quote.ts';
import type { GuardedSource } from '../sql/row-security/row-security-plan.ts';
import { DEFAULT_READER } from '../sql/row-security/script-parts.ts';
import { sourceKey } from '../tenancy/scope.ts';

export interface RoleCheck {
  readonly inspect: (inspection: RoleInspection) => Promise<TextRows>;
  /** What the catalog reads. */
  readonly sources: readonly GuardedSource[];
  readonly rowSecurity: boolean;
}

const FEW = 8;

/** @throws SemanticError SERVER_WAREHOUSE_ROLE, and those of the warehouse */
export async function checkWarehouseRole({ inspect, sources, rowSecurity }: RoleCheck): Promise<void> {
  const named = sources.map(({ source }) => source);
  const roles = await inspect({ kind: 'warehouse_role' });
  const tables = await inspect({ kind: 'protection', sources: named });
  const others = rowSecurity ? await inspect({ kind: 'other_readable', sources: named }) : [];
  const byName = new Map(tables.map((row) => [`${row[0]}.${row[1]}`, row]));
  const powers = roles.flatMap(findPowers);
  const owned = listTables(
    'it owns',
    tables.filter(([, , , isOwned]) => isOwned === 'true').map(([schema, table]) => `${schema}.${table}`),
  );
  // A superuser owns everything: that need not be said of each.
  const isSuperuser = roles.some(([, superuser]) => superuser === 'true');
  const ofRole = [...powers, ...(isSuperuser ? [] : owned)];
  const ofRows = rowSecurity
    ? [
        ...sources.flatMap((guarded) => findGap(guarded, byName.get(sourceKey(guarded.source)))),
        ...listTables(
          'it may also read',
          others.map(([schema, table]) => `${schema}.${table}`),
        ),
      ]
    : findIdlePolicies(sources, byName);
  const problems = [...ofRole, ...ofRows];
  if (problems.length === 0) return;
  const role = roles.map(([name]) => name).join(' and ');
  const hint = rowSecurity || ofRole.length === 0 ? hintAtRowSecurity(rowSecurity) : hintAtRole(sources);
  throw new SemanticError('SERVER_WAREHOUSE_ROLE', { role, problems: problems.join('; ') }, { hint });
}

/** What a role of a stranger's queries must never have. */
function findPowers([name, isSuperuser, bypasses, mayBecome]: TextRows[number]): string[] {
  if (isSuperuser === 'true') return [`${name} is a superuser`];
  if (bypasses === 'true') return [`${name} has BYPASSRLS`];
  return mayBecome === 'true' ? [`${name} may become a superuser or a role with BYPASSRLS`] : [];
}

/** What is missing of the wall around one source; a source that is not there is said when it is asked for. */
function findGap({ source, guard }: GuardedSource, table: TextRows[number] | undefined): string[] {
  if (guard === null || table === undefined) return [];
  const [, , kind, , definition = null, invokes, under = null] = table;
  const name = sourceKey(source);
  if (kind === 'm' || kind === 'f')
    return [`${name} is a ${kind === 'm' ? 'materialised view' : 'foreign table'}, which takes no policy`];
  if (kind === 'v') {
    if (invokes !== 'true') return [`the view ${name} reads with the rights of its owner`];
    return under === null ? [] : [`the view ${name} reads tables without a policy: ${under}`];
  }
  if (definition === null) return [`${name} has no forced row-level security with the policy for this role`];
  const isCurrent = definition === `Definition ${guard.fingerprint}`;
  return isCurrent ? [] : [`the policy of ${name} is not the one of these definitions`];
}

/** Policies that show no rows to whoever names no tenant: every answer would be empty, and look true. */
function findIdlePolicies(
  sources: readonly GuardedSource[],
  byName: ReadonlyMap<string, TextRows[number]>,
): readonly string[] {
  const walled = sources
    .map(({ source }) => sourceKey(source))
    .filter((name) => (byName.get(name)?.[4] ?? null) !== null);
  return listTables('row-level security is on, and VITRINE_ROW_SECURITY is not, for', walled);
}

function listTables(told: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > FEW ? ` and ${names.length - FEW} more` : '';
  return [`${told} ${names.slice(0, FEW).join(', ')}${more}`];
}

function hintAtRowSecurity(rowSecurity: boolean): string {
  return rowSecurity
    ? 'Run the output of "vitrine rls" on the warehouse as the owner of its tables, and connect as the role that it makes; store and warehouse need roles of their own. See docs/row-level-security.md.'
    : 'Set VITRINE_ROW_SECURITY=on.';
}

/** The SQL that makes a right role. */
function hintAtRole(sources: readonly GuardedSource[]): string {
  const role = quoteName(DEFAULT_READER);
  const schemas = [...new Set(sources.map(({ source }) => quoteName(source.schema)))];
  const grants = [
    `create role ${role} login password 'choose one'`,
    ...(schemas.length === 0 ? [] : [`grant usage on schema ${schemas.join(', ')} to ${role}`]),
    ...(sources.length === 0
      ? []
      : [`grant select on ${sources.map(({ source }) => quoteSource(source)).join(', ')} to ${role}`]),
  ];
  return `Make a role that may only read, and connect as it: ${grants.join('; ')};`;
}
