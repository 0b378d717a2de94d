/** The part of the migration that refuses what row-level security cannot keep apart, all of it at once. */
import { quoteText } from './quote.ts';
import { LISTED, TENANTS_POLICY } from './script-parts.ts';

/** Types that a tenant column may have: those that the functions know, whatever domain is around them. */
const TENANT_TYPES = [
  'text',
  'varchar',
  'bpchar',
  'name',
  'citext',
  'int2',
  'int4',
  'int8',
  'numeric',
  'uuid',
];

/** Before anything is changed: tables that are not there, and sorts of them that take no policy. */
export const SOURCE_CHECK = `-- What cannot be protected is refused before anything changes: no policy can stand on a materialised view or a
-- foreign table. Make it a table, or leave it out of the project.
do $check$
declare
  faults text;
begin
  select string_agg('  ' || schema_name || '.' || table_name || ' ' || fault, chr(10) order by schema_name, table_name)
  into faults
  from ${LISTED}
  left join pg_namespace as n on n.nspname = schema_name
  left join pg_class as c on c.relnamespace = n.oid and c.relname = table_name and c.relkind in ('r', 'p', 'v', 'm', 'f')
  left join pg_attribute as a on a.attrelid = c.oid and a.attname = tenant_column and a.attnum > 0 and not a.attisdropped
  left join pg_type as d on d.oid = a.atttypid
  left join pg_type as t on t.oid = case d.typtype when 'd' then d.typbasetype else d.oid end
  cross join lateral (select case
    when c.oid is null then 'is not there'
    when is_guarded and c.relkind = 'm' then 'is a materialised view, which takes no policy'
    when is_guarded and c.relkind = 'f' then 'is a foreign table, which takes no policy'
    when tenant_column is not null and a.attname is null then 'has no column ' || tenant_column
    when tenant_column is not null and t.typtype <> 'e'
      and t.typname not in (${TENANT_TYPES.map(quoteText).join(', ')})
      then 'has a tenant column of the type ' || format_type(a.atttypid, a.atttypmod)
        || ': texts, whole and decimal numbers, uuids and enums are understood'
    when is_guarded and c.relkind = 'v'
      and not coalesce(
        (select option_value::boolean from pg_options_to_table(c.reloptions) where option_name = 'security_invoker'),
        false)
      then 'is a view that reads with the rights of its owner. If all who read it may read the tables under it, run: '
        || format('alter view %I.%I set (security_invoker = true)', schema_name, table_name)
  end) as found (fault)
  where fault is not null;
  if faults is not null then
    raise exception using message = 'row-level security cannot keep these apart:' || chr(10) || faults;
  end if;
end
$check$;`;

/** After the policies: whatever lies under a view must have one. Views take none themselves. */
export const VIEW_CHECK = `-- A view takes no policy: the tables under it must have them, since it reads with the reader's own rights. Tables
-- that are no model of the project need a policy and a grant that you write, or become models.
do $check$
declare
  faults text;
begin
  with recursive under (view_name, oid) as (
    select c.oid::regclass::text, c.oid
    from ${LISTED}
    join pg_namespace as n on n.nspname = schema_name
    join pg_class as c on c.relnamespace = n.oid and c.relname = table_name and c.relkind = 'v'
    where is_guarded
    union
    select under.view_name, d.refobjid
    from under
    join pg_rewrite as r on r.ev_class = under.oid
    join pg_depend as d
      on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
      and d.refclassid = 'pg_class'::regclass and d.refobjid <> under.oid
  )
  select string_agg('  ' || view_name || ' reads ' || c.oid::regclass::text, chr(10) order by view_name, c.oid::regclass::text)
  into faults
  from under
  join pg_class as c on c.oid = under.oid
  join pg_namespace as n on n.oid = c.relnamespace
  where not (c.relkind = 'v' and coalesce(
      (select option_value::boolean from pg_options_to_table(c.reloptions) where option_name = 'security_invoker'), false))
    and not (c.relrowsecurity and c.relforcerowsecurity
      and exists (select from pg_policy as p where p.polrelid = c.oid and p.polname = '${TENANTS_POLICY}'))
    and not exists (
      select from ${LISTED} where schema_name = n.nspname and table_name = c.relname and not is_guarded);
  if faults is not null then
    raise exception using
      message = 'these views read tables that row-level security does not keep apart:' || chr(10) || faults,
      hint = 'Make a model of each table, or give it a restrictive policy called ${TENANTS_POLICY} and force it.';
  end if;
end
$check$;`;
