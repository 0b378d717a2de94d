/** The script that takes the second wall down again. */
import { FUNCTION_SCHEMA } from './policy-condition.ts';
import { quoteName, quoteSource, quoteText, sayName } from './quote.ts';
import {
  describeSource,
  inTransaction,
  OTHERS_POLICY,
  READS_POLICY,
  type RowSecurityScript,
  TENANTS_POLICY,
} from './script-parts.ts';
import { FUNCTION_SIGNATURES } from './tenant-functions.ts';

/** Run twice, the second time changes nothing. Row-level security that was on before stays on, and forced. */
export function writeRollback({ project, reader, sources, revokesSetConfig }: RowSecurityScript): string {
  const role = quoteName(reader);
  return inTransaction([
    `-- Takes back the row-level security of the project ${sayName(project)}.
-- Stop the server first: it refuses to run without what this takes away.`,
    RELEASE,
    ...sources.map((guarded) => {
      const { source, guard } = guarded;
      const table = quoteText(quoteSource(source));
      const release = `select pg_temp.vitrine_release(${table}, ${quoteText(reader)}, ${guard !== null});`;
      return `${describeSource(guarded)}\n${release}`;
    }),
    [
      '-- The functions, unless policies of another project still use them, which is said as an error.',
      ...FUNCTION_SIGNATURES.map((signature) => `drop function if exists ${FUNCTION_SCHEMA}.${signature};`),
      `drop schema if exists ${FUNCTION_SCHEMA};`,
    ].join('\n'),
    `-- The role belongs to all databases of the server. Where it has nothing left:\n-- drop role ${role};`,
    ...(revokesSetConfig
      ? ['grant execute on function pg_catalog.set_config(text, text, boolean) to public;']
      : []),
  ]);
}

const RELEASE = `create or replace function pg_temp.vitrine_release(name text, reader text, is_guarded boolean) returns void
language plpgsql set search_path = pg_catalog as $release$
declare
  source regclass := to_regclass(name);
  is_reader boolean := exists (select from pg_roles where rolname = reader);
begin
  if source is null then return; end if;
  if is_guarded and (select relkind <> 'v' from pg_class where oid = source) then
    execute format('drop policy if exists ${TENANTS_POLICY} on %s', source);
    execute format('drop policy if exists ${READS_POLICY} on %s', source);
    -- This policy is there only where row-level security was off before.
    if exists (select from pg_policy where polrelid = source and polname = '${OTHERS_POLICY}') then
      execute format('drop policy ${OTHERS_POLICY} on %s', source);
      execute format('alter table %s no force row level security, disable row level security', source);
    end if;
  end if;
  if is_reader then
    execute format('revoke all on %s from %I', source, reader);
    execute format('revoke usage on schema %I from %I',
      (select n.nspname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where c.oid = source), reader);
    if to_regnamespace('${FUNCTION_SCHEMA}') is not null then
      execute format('revoke usage on schema ${FUNCTION_SCHEMA} from %I', reader);
    end if;
  end if;
end
$release$;`;
