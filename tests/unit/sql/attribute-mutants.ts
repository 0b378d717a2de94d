/** Changes of attributes: of the windows along rows, of the rows that they look at, and of how they are joined. */
import { closingParenthesis, type MutantKind, replaceAt, replaceEach } from './mutant.ts';

const WINDOW =
  /(row_number\(\)|lag\("argument"\)) over \((partition by (.*?) )order by (("[^"]+").*?)\) as "value"/g;
const REASON = /an expression is a FuncCall|a FuncCall has (over|funcname|args|agg_filter)/;

/** Of the match: all, the call, the partition with its words, its keys, the order and its first column. */
type Change = readonly [name: string, write: (parts: readonly string[]) => string];

const value = (call: string, window: string): string => `${call} over (${window}) as "value"`;

const CHANGES: readonly Change[] = [
  [
    'of an expression',
    ([, , apart = '', , order]) => value('lag("argument" + 1)', `${apart}order by ${order}`),
  ],
  [
    'of two rows before',
    ([, , apart = '', , order]) => value('lag("argument", 2)', `${apart}order by ${order}`),
  ],
  ['of a row behind', ([, , apart = '', , order]) => value('lead("argument")', `${apart}order by ${order}`)],
  [
    'of the schema',
    ([, , apart = '', , order]) => value('"vault".lag("argument")', `${apart}order by ${order}`),
  ],
  ['of the tenant', ([, , apart = '', , order]) => value('lag($1)', `${apart}order by ${order}`)],
  ['of a select', ([, , apart = '', , order]) => value('lag((select 1))', `${apart}order by ${order}`)],
  ['ranked', ([, , apart = '', , order]) => value('rank()', `${apart}order by ${order}`)],
  ['counted', ([, , apart = '', , order]) => value('row_number("argument")', `${apart}order by ${order}`)],
  ['without an order', ([, call = '', apart = '']) => value(call, apart)],
  [
    'in a frame',
    ([, call = '', apart = '', , order]) => value(call, `${apart}order by ${order} rows 1 preceding`),
  ],
  [
    'filtered',
    ([, call = '', apart = '', , order]) => value(`${call} filter (where true)`, `${apart}order by ${order}`),
  ],
  [
    'by an expression',
    ([, call = '', apart = '', , , column]) => value(call, `${apart}order by length(${column}) asc`),
  ],
  [
    'apart by a select',
    ([, call = '', , , order]) => value(call, `partition by (select now()) order by ${order}`),
  ],
  ['apart by a value', ([, call = '', , , order]) => value(call, `partition by $1 order by ${order}`)],
  ['under another name', ([all = '']) => all.replace(/"value"$/, '"other"')],
];

const JOIN = /left join \(select ([^)]*) from ("each [^"]+")\) as ("[^"]+")\s+on ("[^"]+"\."[^"]+") = /g;
const ROWS = /"rows of [^"]+" as \(/g;

export const ATTRIBUTE_MUTANTS: readonly MutantKind[] = [
  ...CHANGES.map(
    ([name, write]): MutantKind => ({
      name: `attribute: ${name}`,
      reason: REASON,
      rewrite: (statement) => replaceEach(statement, WINDOW, write),
    }),
  ),
  {
    name: 'attribute: joined from a table',
    reason: /is read without its scope|has no name|is not read plainly/,
    rewrite: (statement) =>
      replaceEach(
        statement,
        JOIN,
        ([, , , alias, key]) =>
          `left join (select "id" as "value" from "vault"."orders" as "o") as ${alias} on ${key} = `,
      ),
  },
  {
    name: 'attribute: joined before it is there',
    reason: /is neither an earlier step nor a source/,
    rewrite: (statement) =>
      replaceEach(statement, JOIN, ([all = '', , step]) => all.replace(step ?? '', '"each nothing"')),
  },
  {
    name: 'attribute: joined by all rows',
    reason: /a join is JOIN_FULL/,
    rewrite: (statement) =>
      replaceEach(statement, JOIN, ([all = '']) => all.replace('left join', 'full join')),
  },
  {
    name: 'attribute: of rows out of scope',
    reason: /is read without its scope/,
    rewrite: (statement) =>
      [...statement.text.matchAll(ROWS)].flatMap(({ index, 0: head }) => {
        const start = index + head.length;
        const end = closingParenthesis(statement.text, start - 1);
        const body = statement.text.slice(start, end);
        const without = body.replace(/where "[^"]+"\."[^"]+" = \$\d+/, 'where 1 = 1');
        return without === body ? [] : [replaceAt(statement, { start, end }, without)];
      }),
  },
];
