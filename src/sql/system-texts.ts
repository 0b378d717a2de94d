/**
 * What PostgreSQL's own catalog says of tables. These texts never change; the names asked for are bound. They
 * read no table of the customer's. Rows are text; lists within them are JSON.
 */

/** The type under a domain, however many domains deep. */
const BASE_TYPES = `
  with recursive bases (domain, base, modifier, not_null) as (
    select oid, typbasetype, typtypmod, typnotnull from pg_catalog.pg_type where typtype = 'd'
    union all
    select b.domain, t.typbasetype, case when t.typtypmod = -1 then b.modifier else t.typtypmod end,
      b.not_null or t.typnotnull
    from bases as b join pg_catalog.pg_type as t on t.oid = b.base where t.typtype = 'd'
  ), base_types as (
    select b.domain, b.base, b.modifier, b.not_null
    from bases as b join pg_catalog.pg_type as t on t.oid = b.base where t.typtype <> 'd'
  )`;

/** Tables, partitioned tables, views, materialised views, foreign tables. */
const KINDS = `('r', 'p', 'v', 'm', 'f')`;

const ASKED = `
  from unnest($1::text[], $2::text[]) as asked (schema_name, table_name)
  join pg_catalog.pg_namespace as n on n.nspname = asked.schema_name
  join pg_catalog.pg_class as c
    on c.relnamespace = n.oid and c.relname = asked.table_name and c.relkind in ${KINDS}`;

const columnNames = (owner: string, numbers: string): string => `
    (select json_agg(a.attname order by k.place)
     from unnest(${numbers}) with ordinality as k (number, place)
     join pg_catalog.pg_attribute as a on a.attrelid = ${owner} and a.attnum = k.number)::text`;

export const SYSTEM_TEXTS = {
  /** schema, table */
  table_names: `
  select n.nspname::text, c.relname::text
  from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ${KINDS} and not c.relispartition
    and n.nspname not in ('information_schema', 'vitrine') and n.nspname not like 'pg\\_%'
  order by n.nspname collate "C", c.relname collate "C"`,

  /** schema, table, kind, comment */
  tables: `
  select n.nspname::text, c.relname::text, c.relkind::text, pg_catalog.obj_description(c.oid, 'pg_class')
  ${ASKED}
  order by n.nspname collate "C", c.relname collate "C"`,

  /** schema, table, column, type as printed, name of the type, its sort, not null, readable, comment, labels */
  columns: `${BASE_TYPES}
  select n.nspname::text, c.relname::text, a.attname::text,
    pg_catalog.format_type(t.oid, coalesce(b.modifier, a.atttypmod)), t.typname::text,
    case when t.typcategory = 'A' then 'array' when t.typtype = 'e' then 'enum' else t.typtype::text end,
    (a.attnotnull or coalesce(b.not_null, false))::text,
    pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')::text,
    pg_catalog.col_description(c.oid, a.attnum),
    (select json_agg(e.enumlabel order by e.enumsortorder)
     from pg_catalog.pg_enum as e where e.enumtypid = t.oid)::text
  ${ASKED}
  join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join base_types as b on b.domain = a.atttypid
  join pg_catalog.pg_type as t on t.oid = coalesce(b.base, a.atttypid)
  order by 1, 2, a.attnum`,

  /** schema, table, primary, columns: of indexes that hold for every row */
  keys: `
  select n.nspname::text, c.relname::text, i.indisprimary::text, ${columnNames('c.oid', 'i.indkey::int2[]')}
  ${ASKED}
  join pg_catalog.pg_index as i
    on i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
    and i.indnatts = i.indnkeyatts
  order by 1, 2, i.indisprimary desc, 4`,

  /** schema, table, columns, target's schema and table, its columns: of constraints that were checked */
  foreign_keys: `
  select n.nspname::text, c.relname::text, ${columnNames('c.oid', 'f.conkey')},
    tn.nspname::text, tc.relname::text, ${columnNames('tc.oid', 'f.confkey')}
  ${ASKED}
  join pg_catalog.pg_constraint as f on f.conrelid = c.oid and f.contype = 'f' and f.convalidated
  join pg_catalog.pg_class as tc on tc.oid = f.confrelid
  join pg_catalog.pg_namespace as tn on tn.oid = tc.relnamespace
  where not tc.relispartition
  order by 1, 2, 3, f.conname`,
} as const;
