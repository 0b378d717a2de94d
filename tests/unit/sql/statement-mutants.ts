/** Statements that do something else beside, or whose steps are not what their names say. */
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { type MutantKind, replaceEach } from './mutant.ts';

const OTHER_SETS = /a step is grouped by other sets/;

/** The whole text rewritten, where it can be. */
function whole(name: string, reason: RegExp, write: (text: string) => string | null): MutantKind {
  return {
    name: `statement: ${name}`,
    reason,
    rewrite: (statement): CompiledStatement[] => {
      const text = write(statement.text);
      return text === null ? [] : [{ ...statement, text }];
    },
  };
}

function replaced(name: string, reason: RegExp, change: readonly [RegExp, string]): MutantKind {
  return whole(name, reason, (text) => {
    const changed = text.replace(...change);
    return changed === text ? null : changed;
  });
}

/** A step put before all others. */
function withFirst(name: string, reason: RegExp, step: string): MutantKind {
  return replaced(name, reason, [/^with\n/, `with ${step},\n`]);
}

/** The condition of a scan, or the list of a select, with something added; the rest stays. */
function everywhere(name: string, reason: RegExp, expression: string): readonly MutantKind[] {
  const inCondition: MutantKind = {
    name: `condition: ${name}`,
    reason,
    rewrite: (statement) =>
      replaceEach(
        statement,
        /(where "[^"]+"\."[^"]+" = \$\d+)\n/g,
        ([, scope = '']) => `${scope} and ${expression} is null\n`,
      ),
  };
  const inList: MutantKind = {
    name: `column: ${name}`,
    reason,
    rewrite: (statement) =>
      replaceEach(statement, /(?<!\()select (?=["1])/g, () => `select ${expression} as "x", `),
  };
  return [inCondition, inList];
}

const STATEMENTS: readonly MutantKind[] = [
  whole('another behind it', /is not one select/, (text) => `${text}; select 1`),
  whole('another before it', /is not one select/, (text) => `set role postgres; ${text}`),
  whole('nothing', /does not parse/, () => ''),
  whole('no SQL', /does not parse/, () => 'select from where'),
  whole('cut off by NUL', /is no text/, (text) => `${text}\0; drop table "vault"."orders"`),
  whole('with half a character', /is no text/, (text) => text.replace('/*', '/* \uD800')),
  whole('explained', /is not one select/, (text) => `explain analyze ${text}`),
  whole('copied', /is not one select/, (text) => `copy (${text}) to '/tmp/out'`),
  whole('kept as a table', /is not one select/, (text) => `create table "x" as ${text}`),
  whole('kept as a view', /is not one select/, (text) => `create view "x" as ${text}`),
  whole('prepared', /is not one select/, (text) => `prepare "x" as ${text}`),
  whole('a cursor', /is not one select/, (text) => `declare "x" cursor for ${text}`),
  whole('a block of code', /is not one select/, () => 'do $$ begin end $$'),
  whole('inserted', /is not one select/, (text) => `insert into "vault"."orders" ${text}`),
  whole('values', /a statement has valuesLists/, () => 'values (1)'),
  whole('a table in short', /is neither an earlier step/, () => 'table "secrets"'),
  whole('a table', /is not read alone/, () => 'select "id" from "vault"."orders" as "orders"'),
  whole('locking', /a statement has lockingClause/, (text) => `${text} for update`),
  whole('locking for share', /a statement has lockingClause/, (text) => `${text} for share`),
  whole('skipping', /a statement has limitOffset/, (text) => `${text} offset 1`),
  replaced('limited with ties', /LIMIT_OPTION_WITH_TIES/, [
    /limit \$(\d+)::bigint( \+ 1)?/,
    'fetch first $$$1 rows with ties',
  ]),
  whole(
    'united with a table',
    /a statement has all/,
    (text) =>
      `${text.replaceAll(/\n(order by|limit) [^\n]+/g, '')} union all select "id" from "vault"."orders"`,
  ),
  replaced('into a table', /a statement has intoClause/, [
    /\nfrom ("metrics"|"rounded")/,
    ' into "x"\nfrom $1',
  ]),
  replaced('distinct', /a statement has distinctClause/, [/\nselect "/, '\nselect distinct "']),
  replaced('distinct on', /a statement has distinctClause/, [/\nselect "/, '\nselect distinct on (1) "']),
  replaced('ordered by an operator', /a sort key has useOp/, [
    / desc nulls last(?=\nlimit)/,
    ' using operator(evil.<)',
  ]),
  replaced('filtered at the end', /a statement has whereClause/, [
    /\nfrom ("metrics"|"rounded")/,
    '\nfrom $1 where 1 = 1',
  ]),
  replaced('recursive', /a with has recursive/, [/^with/, 'with recursive']),
  withFirst(
    'with a step that inserts',
    /a step is a InsertStmt/,
    '"x" as (insert into "vault"."orders" default values returning 1)',
  ),
  withFirst(
    'with a step that updates',
    /a step is a UpdateStmt/,
    '"x" as (update "vault"."orders" set "id" = 1 returning 1)',
  ),
  withFirst(
    'with a step that deletes',
    /a step is a DeleteStmt/,
    '"x" as (delete from "vault"."orders" returning 1)',
  ),
  withFirst(
    'with a step that merges',
    /a step is a MergeStmt/,
    '"x" as (merge into "vault"."orders" using "vault"."items" on true when matched then do nothing returning 1)',
  ),
  withFirst(
    'with a step that reads a table',
    /is read without its scope/,
    '"x" as (select "id" from "vault"."orders" as "orders")',
  ),
  withFirst(
    'with a step called like the table it reads',
    /orders is neither an earlier step/,
    '"orders" as (select "id" from "orders")',
  ),
  withFirst('with a step that reads itself', /x is neither an earlier step/, '"x" as (select "id" from "x")'),
  withFirst(
    'with a step that reads a later one',
    /filled is neither an earlier step/,
    '"x" as (select "id" from "filled")',
  ),
  withFirst(
    'with two steps of one name',
    /two steps are called filled/,
    '"filled" as (select 1 from "vault"."regions" as "r")',
  ),
  withFirst('with a step of values', /a step has valuesLists/, '"x" as (values (1))'),
  withFirst(
    'with a step that has steps',
    /a step has withClause/,
    '"x" as (with "orders" as (select 1) select 1 from "orders")',
  ),
  withFirst(
    'with a step that renames its columns',
    /a step has aliascolnames/,
    '"x"("id") as (select 1 from "vault"."regions" as "r")',
  ),
  withFirst('with a step that reads nothing', /reads from nothing/, '"x" as (select 1)'),
  withFirst(
    'with a step that joins tables',
    /is not read alone/,
    '"x" as (select 1 from "vault"."orders" as "o" left join "vault"."items" as "i" on 1 = 1)',
  ),
  withFirst(
    'with a step of an intersection',
    /joined by SETOP_INTERSECT/,
    '"x" as (select 1 from "vault"."regions" as "r" intersect all select 1 from "vault"."regions" as "r")',
  ),
  withFirst(
    'with a step of a difference',
    /joined by SETOP_EXCEPT/,
    '"x" as (select 1 from "vault"."regions" as "r" except all select 1 from "vault"."regions" as "r")',
  ),
  withFirst(
    'with a step of a distinct union',
    /joined by SETOP_UNION/,
    '"x" as (select 1 from "vault"."regions" as "r" union select 1 from "vault"."regions" as "r")',
  ),
  withFirst(
    'with a union whose second half reads a table',
    /is read without its scope/,
    '"x" as (select 1 from "vault"."regions" as "r" union all select 1 from "vault"."orders" as "orders")',
  ),
  replaced('grouped in more sets', OTHER_SETS, [
    /group by ("[^"]+")/,
    'group by grouping sets (($1), ($1), ())',
  ]),
  replaced('grouped in sets without a total', OTHER_SETS, [
    /group by ("[^"]+")/,
    'group by grouping sets (($1), ($1))',
  ]),
  replaced('grouped in sets beside more', OTHER_SETS, [
    /group by ("[^"]+")/,
    'group by grouping sets (($1), ()), grouping sets (($1), ())',
  ]),
  replaced('grouped by sets within sets', /an expression is a GroupingSet|other sets/, [
    /group by ("[^"]+")/,
    'group by grouping sets (grouping sets (($1)), ())',
  ]),
  replaced('grouped by rows of its own', /a group is no list|other sets/, [
    /group by ("[^"]+")/,
    'group by grouping sets (row($1, $1), ())',
  ]),
  replaced('rolled up', OTHER_SETS, [/group by ("[^"]+")/, 'group by rollup ($1)']),
  replaced('cubed', OTHER_SETS, [/group by ("[^"]+")/, 'group by cube ($1)']),
  replaced('grouped distinctly', /a step has groupDistinct/, [/group by ("[^"]+")/, 'group by distinct $1']),
  replaced('filtered by group', /a step has havingClause/, [/(group by [^\n]+)/, '$1 having count(*) > 0']),
  replaced('with a window', /a step has windowClause/, [/(group by [^\n]+)/, '$1 window "w" as ()']),
  replaced('limited in a step', /a table has limitCount|LIMIT/, [
    /(where "[^"]+"\."[^"]+" = \$\d+)\n(?= +\))/,
    '$1 limit 1\n',
  ]),
  replaced('sorted without being cut', /is not the first rows/, [
    /(from "top\.[^"]+"\n +order by [^\n]+)\n +limit [^\n]+/,
    '$1',
  ]),
  replaced('cut without being sorted', /a step has limitCount|LIMIT/, [
    /\n +order by [^\n]+(\n +limit \$\d+::bigint\n +\))/,
    '$1',
  ]),
  replaced('sorted by a sub-query', /an expression is a SubLink/, [
    /(from "top\.[^"]+"\n +order by )/,
    '$1(select "amount" from "vault"."orders" as "orders"), ',
  ]),
  replaced('sorted over a table', /is not read alone|has sortClause/, [
    /from "top\.[^"]+"(\n +order by)/,
    'from "vault"."orders" as "orders"$1',
  ]),
  replaced('cut of a select', /is not the first rows/, [
    /from ("top\.[^"]+")(\n +order by)/,
    'from (select 1 from $1) as "x"$2',
  ]),
  replaced('sorted in a step', /a table has sortClause/, [
    /(where "[^"]+"\."[^"]+" = \$\d+)\n(?= +\))/,
    '$1 order by 1\n',
  ]),
  replaced('locking in a step', /a table has lockingClause/, [
    /(where "[^"]+"\."[^"]+" = \$\d+)\n(?= +\))/,
    '$1 for update\n',
  ]),
  replaced('with a right join', /a join is JOIN_RIGHT/, [/left join/, 'right join']),
  replaced('with a full join', /a join is JOIN_FULL/, [/left join/, 'full join']),
  replaced('with an inner join', /a join of steps has quals/, [/left join/, 'inner join']),
  replaced('with the scope in the join', /is read without its scope/, [
    /\n {6}where ("orders\.channel"\."client_id" = \$\d+)\n {4}(\) as "orders\.channel"\n {6}on )/,
    '\n    $2$1 and ',
  ]),
  replaced('with the scope outside its sub-select', /is read without its scope/, [
    /\n {6}where ("orders"\."client_id" = \$\d+)\n {4}(\) as "orders")\n {2}\)/,
    '\n    $2 where $1\n  )',
  ]),
];

const FUNCTION = /a FuncCall has funcname/;
const TABLE = '"vault"."orders" as "orders"';

const EXPRESSIONS: readonly MutantKind[] = [
  ...everywhere('SQL run as XML', FUNCTION, "query_to_xml('select * from vault.orders', true, true, '')"),
  ...everywhere('a table as XML', FUNCTION, "table_to_xml('vault.orders', true, true, '')"),
  ...everywhere('SQL run elsewhere', FUNCTION, "dblink_exec('', 'select 1')"),
  ...everywhere('a setting changed', FUNCTION, "set_config('vitrine.tenant', 'two', false)"),
  ...everywhere('a setting read', FUNCTION, "current_setting('vitrine.tenant')"),
  ...everywhere('a file read', FUNCTION, "pg_read_file('/etc/passwd')"),
  ...everywhere('a large object read', FUNCTION, 'lo_get(1)'),
  ...everywhere('a sequence read', FUNCTION, "currval('vault.seq')"),
  ...everywhere('a pause', FUNCTION, 'pg_sleep(1)'),
  ...everywhere('statistics read', FUNCTION, "pg_stat_get_live_tuples('vault.orders')"),
  ...everywhere('a size read', FUNCTION, "pg_relation_size('vault.orders')"),
  ...everywhere('many rows from one', FUNCTION, 'generate_series(1, 2)'),
  ...everywhere('a function of the schema', FUNCTION, '"vault".reveal()'),
  ...everywhere('a known name in another schema', FUNCTION, '"evil".lower(\'\')'),
  ...everywhere('a known name in the catalog', FUNCTION, "pg_catalog.lower('month')"),
  ...everywhere('an ordered aggregate', /a FuncCall has agg_order/, 'max(1 order by 1)'),
  ...everywhere('a percentile of no order', /an expression is a FuncCall/, 'percentile_cont(1)'),
  ...everywhere(
    'a percentile of two orders',
    /a FuncCall has agg_order/,
    'percentile_disc(1) within group (order by 1, 1)',
  ),
  ...everywhere(
    'a percentile ordered by an operator',
    /a FuncCall has agg_order/,
    'percentile_disc(1) within group (order by 1 using operator(evil.<))',
  ),
  ...everywhere(
    'a percentile of a percentile of someone else',
    /a FuncCall has funcname/,
    'percentile_disc(1) within group (order by evil.percentile_disc(1))',
  ),
  ...everywhere(
    'a percentile over a window',
    /a FuncCall has over/,
    'percentile_disc(1) within group (order by 1) over ()',
  ),
  ...everywhere('a window function', /a FuncCall has (over|funcname|agg_star)/, 'count(*) over ()'),
  ...everywhere('a sum over everything', /a FuncCall has over/, 'sum(1) over ()'),
  ...everywhere('a sum of a frame', /a FuncCall has over/, 'sum(1) over (order by 1 rows 1 preceding)'),
  ...everywhere('a sum the other way', /a FuncCall has over/, 'sum(1) over (order by 1 desc)'),
  ...everywhere('a sum in two orders', /a FuncCall has over/, 'sum(1) over (order by 1, 0)'),
  ...everywhere(
    'a sum by computed groups',
    /a FuncCall has over/,
    'sum(1) over (partition by 1 + 1 order by 1)',
  ),
  ...everywhere('a rank from below', /a FuncCall has over/, 'rank() over (order by 1)'),
  ...everywhere(
    'an ordered set',
    /a FuncCall has agg_within_group|agg_order/,
    'max(1) within group (order by 1)',
  ),
  ...everywhere('a variadic call', /a FuncCall has func_variadic/, 'max(variadic 1)'),
  ...everywhere('a named argument', /an expression is a NamedArgExpr/, 'lower("a" => 1)'),
  ...everywhere('a scalar sub-query', /an expression is a SubLink/, `(select "amount" from ${TABLE})`),
  ...everywhere(
    'an array of a sub-query',
    /an expression is a SubLink/,
    `array(select "amount" from ${TABLE})`,
  ),
  ...everywhere('a test of existence', /an expression is a SubLink/, `exists (select 1 from ${TABLE})`),
  ...everywhere('a look-up', /an expression is a SubLink/, `(1 in (select 1 from ${TABLE}))`),
  ...everywhere('a table by its name', /a TypeCast has typeName/, '1::regclass'),
  ...everywhere('a type of someone else', /a TypeCast has typeName/, '(1)::"evil"."text"'),
  ...everywhere('a sized type', /a TypeCast has typeName/, '(1)::numeric(2)'),
  ...everywhere('a text of someone', /a A_Const has sval/, "'two'"),
  ...everywhere('a number of someone', /a A_Const has ival/, '42'),
  ...everywhere('a decimal', /a A_Const has fval/, '1.5'),
  ...everywhere('a truth', /a A_Const has boolval/, 'true'),
  ...everywhere('bits', /a A_Const has bsval/, "b'1'"),
  ...everywhere('an operator of someone else', /a A_Expr has name/, '(1 operator(evil.+) 1)'),
  ...everywhere('an operator of the catalog', /a A_Expr has name/, '(1 operator(pg_catalog.+) 1)'),
  ...everywhere('an operator that nobody knows', /a A_Expr has name/, '(1 @@@ 1)'),
  ...everywhere('a pattern that is a column', /a A_Expr has rexpr/, '("id" like "id")'),
  ...everywhere('a pattern that is written out', /a A_Expr has rexpr/, '("id" like \'week\')'),
  ...everywhere('a pattern that is no text', /a A_Expr has rexpr/, '("id" like $1::bytea)'),
  ...everywhere(
    'a pattern with an escape of its own',
    /a A_Expr has rexpr/,
    '("id" like $1::text escape \'7\')',
  ),
  ...everywhere('a pattern that must not match', /a A_Expr has name/, '("id" not like $1::text)'),
  ...everywhere('a pattern of any case', /a A_Expr has kind/, '("id" ilike $1::text)'),
  ...everywhere('a pattern that is similar', /a A_Expr has kind/, '("id" similar to $1::text)'),
  ...everywhere('an interval test', /a A_Expr has kind/, '(1 between 0 and 1)'),
  ...everywhere('a comparison with all', /a A_Expr has kind/, '(1 = all("id"))'),
  ...everywhere('a collation of someone else', /a CollateClause has collname/, '("id" collate "evil")'),
  ...everywhere('a whole row', /a ColumnRef has fields/, '"orders".*'),
  ...everywhere('everything', /a ColumnRef has fields|does not parse/, '*'),
  ...everywhere('a column by its table', /a ColumnRef has fields/, '"vault"."orders"."id"'),
  ...everywhere('a field of a row', /a A_Indirection has arg/, '("orders").id'),
  ...everywhere('an element', /a A_Indirection has arg/, '("id")[1]'),
  ...everywhere('an array', /a A_ArrayExpr has elements/, 'array[1]'),
  ...everywhere('an array of arrays', /a A_ArrayExpr has elements/, 'array[array[1]::text[]]'),
  ...everywhere('an array of numbers', /a A_ArrayExpr has elements/, 'array[1::float8]'),
  ...everywhere(
    'an array with a look-up',
    /an expression is a SubLink/,
    `array[(select "note" from ${TABLE})::text]`,
  ),
  ...everywhere('a row', /an expression is a RowExpr/, 'row(1, 1)'),
  ...everywhere('who asks', /an expression is a SQLValueFunction/, 'current_user'),
  ...everywhere('the time', /an expression is a SQLValueFunction/, 'current_timestamp'),
  ...everywhere('XML', /an expression is a XmlExpr/, 'xmlforest(1 as "a")'),
  ...everywhere('JSON', /an expression is a Json/, 'json_object()'),
  ...everywhere('a grouping', /a GroupingFunc has args/, 'grouping(1)'),
  ...everywhere('a case over a value', /a CaseExpr has arg/, 'case 1 when 1 then 1 else 0 end'),
  ...everywhere('a test of truth', /an expression is a BooleanTest/, '((1 = 1) is true)'),
  ...everywhere('a parameter that does not exist', /a ParamRef has number/, '$9999'),
  ...everywhere('a default', /an expression is a SetToDefault|does not parse/, 'default'),
];

/** The tenant where it has no business. */
const spread: MutantKind = {
  name: 'column: the tenant itself',
  reason: /a ParamRef has number/,
  rewrite: (statement) => {
    const number = statement.slots.findIndex(({ kind }) => kind === 'tenant') + 1;
    if (number === 0) return [];
    return replaceEach(statement, /\nselect "/g, () => `\nselect $${number} as "x", "`);
  },
};

export const STATEMENT_MUTANTS: readonly MutantKind[] = [...STATEMENTS, ...EXPRESSIONS, spread];
