/**
 * What PostgreSQL's own catalog says of the role that the warehouse is read as, and of what keeps rows from it. These
 * texts never change; the names asked for are bound. They read no table of the customer's.
 */
import { TENANTS_POLICY } from './row-security/script-parts.ts';

/** Who has logged in, and whom it has become. */
const ROLES = `(select oid, rolname, rolsuper, rolbypassrls from pg_catalog.pg_roles
    where rolname in (session_user, current_user))`;

/** Whether a view reads with the rights of whoever reads it. */
const invokes = (relation: string): string => `coalesce((select option_value::boolean
    from pg_catalog.pg_options_to_table(${relation}.reloptions) where option_name = 'security_invoker'), false)`;

/** What the restrictive policy for this role says of itself, where it stands and is forced. */
const definition = (
  relation: string,
): string => `(select coalesce(pg_catalog.obj_description(p.oid, 'pg_policy'), '')
    from pg_catalog.pg_policy as p
    where p.polrelid = ${relation}.oid and p.polname = '${TENANTS_POLICY}' and not p.polpermissive and p.polcmd in ('*', 'r')
      and ${relation}.relrowsecurity and ${relation}.relforcerowsecurity
      and exists (select from unnest(p.polroles) as named (role)
        where named.role = 0 or pg_catalog.pg_has_role(current_user, named.role, 'USAGE')))`;

export const ROLE_TEXTS = {
  /** of each of its roles: name, superuser, BYPASSRLS, whether it may become one that is either */
  warehouse_role: `
  select r.rolname::text, r.rolsuper::text, r.rolbypassrls::text,
    exists (select from pg_catalog.pg_roles as other where (other.rolsuper or other.rolbypassrls)
      and other.oid <> r.oid and pg_catalog.pg_has_role(r.oid, other.oid, 'MEMBER'))::text
  from ${ROLES} as r
  order by 1`,

  /** schema, table, kind, owned, definition of its policy or null, whether a view reads with the reader's rights,
   * tables under a view that no policy keeps apart */
  protection: `
  with recursive asked as (
    select n.nspname, c.*
    from unnest($1::text[], $2::text[]) as named (schema_name, table_name)
    join pg_catalog.pg_namespace as n on n.nspname = named.schema_name
    join pg_catalog.pg_class as c
      on c.relnamespace = n.oid and c.relname = named.table_name and c.relkind in ('r', 'p', 'v', 'm', 'f')
  ), under (view, oid) as (
    select oid, oid from asked where relkind = 'v'
    union
    select under.view, d.refobjid
    from under
    join pg_catalog.pg_rewrite as r on r.ev_class = under.oid
    join pg_catalog.pg_depend as d on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = r.oid
      and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> under.oid
  )
  select c.nspname::text, c.relname::text, c.relkind::text,
    exists (select from ${ROLES} as r where pg_catalog.pg_has_role(r.oid, c.relowner, 'MEMBER'))::text,
    ${definition('c')}, (${invokes('c')})::text,
    (select json_agg(b.oid::regclass::text order by b.oid::regclass::text)
     from under
     join pg_catalog.pg_class as b on b.oid = under.oid and b.oid <> c.oid
     where under.view = c.oid
       and not (b.relkind = 'v' and ${invokes('b')})
       and ${definition('b')} is null)::text
  from asked as c
  order by 1, 2`,

  /** schema, table: what it may read besides those that are named, and that no policy of ours keeps apart */
  other_readable: `
  select n.nspname::text, c.relname::text
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
    and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
    and pg_catalog.has_schema_privilege(n.oid, 'USAGE')
    and (pg_catalog.has_table_privilege(c.oid, 'SELECT')
      or pg_catalog.has_any_column_privilege(c.oid, 'SELECT'))
    and not exists (select from unnest($1::text[], $2::text[]) as named (schema_name, table_name)
      where named.schema_name = n.nspname and named.table_name = c.relname)
    and not exists (select from pg_catalog.pg_depend as d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    and ${definition('c')} is null
  order by n.nspname collate "C", c.relname collate "C"`,
} as const;
