/** Inspections of rows → SQL that gives one row of counts, or the ids of tenants. */
import { assertNever } from '../base/assert-never.ts';
import { invariant } from '../base/invariant.ts';
import type { PhysicalSource } from '../tenancy/scope.ts';
import type {
  ColumnTest,
  Inspection,
  SystemInspection,
  TenantInspection,
  TenantRoute,
} from './inspection.ts';
import { type Sql, sql, writeSql } from './sql-text.ts';

type RowInspection = Exclude<Inspection, SystemInspection | TenantInspection>;
type InspectionOf<Kind extends RowInspection['kind']> = Extract<RowInspection, { kind: Kind }>;

export function compileInspection(inspection: RowInspection): {
  readonly text: string;
  readonly parameters: readonly (readonly string[])[];
} {
  const parameters: (readonly string[])[] = [];
  const text = writeSql(compile(inspection), (value) => {
    invariant(!('kind' in value), 'inspections bind lists alone');
    return `$${parameters.push(value)}`;
  });
  return { text, parameters };
}

function compile(inspection: RowInspection): Sql {
  switch (inspection.kind) {
    case 'column_counts':
      return compileColumnCounts(inspection);
    case 'repeated_keys':
      return compileRepeatedKeys(inspection);
    case 'broken_runs':
      return compileBrokenRuns(inspection);
    case 'orphans':
      return compileOrphans(inspection);
    case 'overlaps':
      return compileOverlaps(inspection);
    case 'reversed':
      return compileReversed(inspection);
    case 'tenant_variants':
      return compileTenantVariants(inspection);
    default:
      return assertNever(inspection);
  }
}

/** Each id once, as the scope of queries spells it. */
export function compileTenantList({ source, column }: TenantInspection): string {
  const id = sql.id('row', column);
  const list = sql`select ${id}::text from ${table(source)} as "row" group by ${id}`;
  return writeSql(list, () => {
    throw new TypeError('a list of tenants binds nothing');
  });
}

function compileColumnCounts({ source, tests }: InspectionOf<'column_counts'>): Sql {
  const counts = tests.map((test) => sql`count(*) filter (where ${compileTest(test)})`);
  return sql`select ${sql.join([sql`count(*)`, ...counts])} from ${table(source)} as "row"`;
}

/** What PostgreSQL reads as a flag: any beginning of these words, or a digit. */
const FLAG = sql`'^\\s*(t|tr|tru|true|f|fa|fal|fals|false|y|ye|yes|n|no|on|of|off|1|0)\\s*$'`;

/** Holds for the rows that do not fit; never null, and total whatever the value. */
function compileTest(test: ColumnTest): Sql {
  const column = sql.id('row', test.column);
  switch (test.test) {
    case 'null':
      return sql`${column} is null`;
    case 'fraction':
      return sql`${column} <> trunc(${column})`;
    case 'beyond_digits':
      return sql`abs(${column}) >= 1e15`;
    case 'no_flag':
      return sql`${column}::text !~* ${FLAG}`;
    case 'unlisted':
      return sql`${column}::text <> all(${test.values}::text[])`;
    default:
      return assertNever(test);
  }
}

function compileRepeatedKeys({ source, columns, tenant }: InspectionOf<'repeated_keys'>): Sql {
  const keys = columns.map((column) => sql.id('row', column));
  const { joins, column } = tenant === null ? { joins: sql``, column: null } : compileRoute(tenant);
  const all = column === null ? keys : [column, ...keys];
  return sql`select count(*) from (
  select 1 from ${table(source)} as "row"${joins}
  where ${sql.join(
    all.map((key) => sql`${key} is not null`),
    sql` and `,
  )}
  group by ${sql.join(all)} having count(*) > 1
) as "repeated"`;
}

/** As many days as lie between the first and the last. */
function compileBrokenRuns({ source, date, columns, tenant }: InspectionOf<'broken_runs'>): Sql {
  const day = sql`${sql.id('row', date)}::date`;
  const { joins, column } = tenant === null ? { joins: sql``, column: null } : compileRoute(tenant);
  const groups = [...(column === null ? [] : [column]), ...columns.map((name) => sql.id('row', name))];
  const whole = [sql.id('row', date), ...groups].map((part) => sql`${part} is not null`);
  const grouped = groups.length === 0 ? sql`` : sql` group by ${sql.join(groups)}`;
  return sql`select count(*) from (
  select 1 from ${table(source)} as "row"${joins}
  where ${sql.join(whole, sql` and `)}${grouped}
  having max(${day}) - min(${day}) <> count(distinct ${day}) - 1
) as "broken"`;
}

/** A row without its parent is nobody's, and so left out. */
function compileRoute(
  { hops, column }: TenantRoute,
  row = 'row',
): { readonly joins: Sql; readonly column: Sql } {
  const parent = row === 'row' ? 'parent' : `${row} parent`;
  const aliases = [row, ...hops.map((_, index) => `${parent} ${index + 1}`)];
  const joins = hops.map(({ columns, parent: source, parentColumns }, index) => {
    const [from = '', to = ''] = aliases.slice(index);
    const on = columns.map(
      (own, place) => sql`${sql.id(from, own)} = ${sql.id(to, parentColumns[place] ?? '')}`,
    );
    return sql`\n  join ${table(source)} as ${sql.id(to)} on ${sql.join(on, sql` and `)}`;
  });
  return { joins: sql`${sql.join(joins, sql``)}`, column: sql.id(aliases.at(-1) ?? 'row', column) };
}

function compileOrphans({ source, target, on }: InspectionOf<'orphans'>): Sql {
  const whole = on.map(({ column }) => sql`${sql.id('row', column)} is not null`);
  const equal = on.map((pair) => {
    const [own, theirs] = [sql.id('row', pair.column), sql.id('target', pair.target)];
    return pair.byText ? sql`${theirs}::text = ${own}::text` : sql`${theirs} = ${own}`;
  });
  return sql`select count(*) from ${table(source)} as "row"
where ${sql.join(whole, sql` and `)} and not exists (
  select 1 from ${table(target)} as "target" where ${sql.join(equal, sql` and `)}
)`;
}

/** Rows of one key overlap where each begins before the other ends; what never is valid overlaps nothing. */
function compileOverlaps({ source, keys, primaryKey, validity, tenant }: InspectionOf<'overlaps'>): Sql {
  const [own, theirs] = ['row', 'other'].map((row) => (tenant === null ? null : compileRoute(tenant, row)));
  const both = (column: string): Sql => sql`${sql.id('other', column)} = ${sql.id('row', column)}`;
  const before = (first: string, second: string): Sql => {
    const [from, until] = [sql.id(first, validity.from), sql.id(second, validity.until)];
    return sql`(${from} is null or ${until} is null or ${until} > ${from})`;
  };
  const conditions = [
    ...keys.map(both),
    ...(own && theirs ? [sql`${theirs.column} = ${own.column}`] : []),
    sql`not (${sql.join(primaryKey.map(both), sql` and `)})`,
    before('row', 'other'),
    before('other', 'row'),
    before('other', 'other'),
  ];
  return sql`select count(*) from ${table(source)} as "row"${own?.joins ?? sql``}
where ${before('row', 'row')} and exists (
  select 1 from ${table(source)} as "other"${theirs?.joins ?? sql``}
  where ${sql.join(conditions, sql` and `)}
)`;
}

function compileReversed({ source, validity }: InspectionOf<'reversed'>): Sql {
  const [from, until] = [sql.id('row', validity.from), sql.id('row', validity.until)];
  return sql`select count(*) from ${table(source)} as "row" where ${from} > ${until}`;
}

function compileTenantVariants({ source, column }: InspectionOf<'tenant_variants'>): Sql {
  const id = sql`${sql.id('row', column)}::text`;
  return sql`select count(*) from (
  select 1 from ${table(source)} as "row"
  group by lower(btrim(${id})) having count(distinct ${id}) > 1
) as "variants"`;
}

function table({ schema, table: name }: PhysicalSource): Sql {
  return sql.id(schema, name);
}
