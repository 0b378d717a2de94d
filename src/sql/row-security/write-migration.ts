/**
 * The migration that puts a second wall around the tenants' rows: a role that may only read, and policies that the
 * catalog's scopes become. It is text for the warehouse's owner to read and to run; Vitrine never runs it.
 */
import { SOURCE_CHECK, VIEW_CHECK } from './check-script.ts';
import { FUNCTION_SCHEMA } from './policy-condition.ts';
import { quoteBody, quoteName, quoteSource, quoteText, sayName } from './quote.ts';
import type { GuardedSource } from './row-security-plan.ts';
import {
  describeSource,
  inTransaction,
  LISTED,
  listSources,
  OTHERS_POLICY,
  READS_POLICY,
  type RowSecurityScript,
  TENANTS_POLICY,
} from './script-parts.ts';
import { writeTenantFunctions } from './tenant-functions.ts';
import { TENANTS_SETTING } from './tenants-setting.ts';

/** The whole script; run twice, the second time changes nothing. */
export function writeMigration(script: RowSecurityScript): string {
  const { sources } = script;
  return inTransaction([
    writeHead(script),
    listSources(sources),
    SOURCE_CHECK,
    writeRole(script),
    writeFunctions(script),
    writeProtection(script),
    '-- The sources, and whose rows are in them.',
    ...sources.map((source) => writeSource(source, script)),
    VIEW_CHECK,
    writeSetConfig(script),
  ]);
}

function writeHead({ project, reader }: RowSecurityScript): string {
  return `-- Row-level security for the warehouse of the project ${sayName(project)}, as its definitions scope rows.
-- Run it as the owner of the tables, who may make roles; again whenever scopes change, and after new models.
-- The role ${sayName(reader)} sees rows of the tenants that the setting ${TENANTS_SETTING} names, and none where it names none.
-- For every other role all stays as it is.`;
}

function writeRole({ reader }: RowSecurityScript): string {
  const role = quoteName(reader);
  return `-- The reader owns nothing and may write nothing. Give it a password yourself: \\password in psql.
do $role$
begin
  if not exists (select from pg_roles where rolname = ${quoteText(reader)}) then
    create role ${role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
  end if;
  if exists (select from pg_roles where rolname = ${quoteText(reader)} and (rolsuper or rolbypassrls)) then
    raise exception 'the role % passes by row-level security: it is a superuser, or has BYPASSRLS', ${quoteText(reader)};
  end if;
  if exists (
    select from ${LISTED}
    join pg_namespace as n on n.nspname = schema_name
    join pg_class as c on c.relnamespace = n.oid and c.relname = table_name
    where pg_has_role(${quoteText(reader)}, c.relowner, 'member')
  ) then
    raise exception 'the role % owns a source, or is a member of its owner', ${quoteText(reader)};
  end if;
end
$role$;
alter role ${role} set default_transaction_read_only = on;`;
}

function writeFunctions({ reader }: RowSecurityScript): string {
  const role = quoteName(reader);
  return `-- What the setting says, as values that a column can be compared with. Whatever makes no sense is nobody's id.
create schema if not exists ${FUNCTION_SCHEMA};
grant usage on schema ${FUNCTION_SCHEMA} to ${role};

${writeTenantFunctions()}`;
}

function writeProtection({ reader }: RowSecurityScript): string {
  const role = quoteText(reader);
  return `-- How each source is protected. Where row-level security was off, a policy lets everybody else do what their grants
-- say, as before; where it was on, the policies that are there go on to hold. The one that keeps tenants apart is
-- restrictive: no other policy can widen it.
create or replace function pg_temp.vitrine_protect(source regclass, condition text, fingerprint text) returns void
language plpgsql set search_path = pg_catalog as $protect$
begin
  if (select relkind = 'v' from pg_class where oid = source) then return; end if;
  if not (select relrowsecurity from pg_class where oid = source) then
    execute format('create policy ${OTHERS_POLICY} on %s for all to public using (true) with check (true)', source);
  end if;
  execute format('alter table %s enable row level security, force row level security', source);
  execute format('drop policy if exists ${READS_POLICY} on %s', source);
  execute format('create policy ${READS_POLICY} on %s for select to %I using (true)', source, ${role});
  execute format('drop policy if exists ${TENANTS_POLICY} on %s', source);
  execute format('create policy ${TENANTS_POLICY} on %s as restrictive for all to %I using (%s)', source, ${role}, condition);
  execute format('comment on policy ${TENANTS_POLICY} on %s is %L', source, 'Definition ' || fingerprint);
end
$protect$;

-- Grants of an earlier run that the project has no use for any more.
do $grants$
declare
  former regclass;
begin
  for former in
    select distinct c.oid::regclass
    from pg_class as c
    join pg_namespace as n on n.oid = c.relnamespace
    cross join lateral aclexplode(c.relacl) as granted
    join pg_roles as r on r.oid = granted.grantee and r.rolname = ${role}
    where not exists (
      select from ${LISTED}
      where schema_name = n.nspname and table_name = c.relname
    )
  loop
    execute format('revoke all on %s from %I', former, ${role});
  end loop;
end
$grants$;`;
}

function writeSource(guarded: GuardedSource, { reader }: RowSecurityScript): string {
  const { source, guard } = guarded;
  const table = quoteSource(source);
  const role = quoteName(reader);
  const lines = [describeSource(guarded)];
  if (guard !== null) {
    const call = [quoteText(table), quoteBody(guard.condition), quoteText(guard.fingerprint)];
    lines.push(`select pg_temp.vitrine_protect(\n  ${call.join(',\n  ')});`);
  }
  lines.push(
    `grant usage on schema ${quoteName(source.schema)} to ${role};`,
    `revoke all on ${table} from ${role};`,
    `grant select on ${table} to ${role};`,
  );
  return lines.join('\n');
}

function writeSetConfig({ revokesSetConfig }: RowSecurityScript): string {
  const revoke = 'revoke execute on function pg_catalog.set_config(text, text, boolean) from public;';
  if (revokesSetConfig) return `-- A query could otherwise change the setting in its own midst.\n${revoke}`;
  return `-- With this, no query could change the setting in its own midst. It takes set_config from every role of this database,
-- pg_dump's among them, so it is left to you: grant it again to those who need it.
-- ${revoke}`;
}
