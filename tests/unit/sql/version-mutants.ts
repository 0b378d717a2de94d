/** Changes of the places that rows of one key have in time. */
import { type MutantKind, replaceEach } from './mutant.ts';

const PLACE = /row_number\(\) over \(partition by (.*?) order by (.*?)\) as "place in time"/g;
const REASON = /an expression is a FuncCall|a FuncCall has (over|funcname|args|agg_filter)/;
const STEP = /(as "place in time"\s+from )"[^"]+"/g;
const place = (call: string, window: string): string => `${call} over (${window}) as "place in time"`;

/** Of the match: all, the keys, the order. */
const CHANGES: readonly (readonly [name: string, write: (parts: readonly string[]) => string])[] = [
  ['by rank', ([, keys, order]) => place('rank()', `partition by ${keys} order by ${order}`)],
  ['of a value', ([, keys, order]) => place('lag("id")', `partition by ${keys} order by ${order}`)],
  [
    'of the schema',
    ([, keys, order]) => place('"shop".row_number()', `partition by ${keys} order by ${order}`),
  ],
  ['without an order', ([, keys]) => place('row_number()', `partition by ${keys}`)],
  ['by the tenant', ([, keys]) => place('row_number()', `partition by ${keys} order by $3 asc`)],
  ['by a select', ([, keys]) => place('row_number()', `partition by ${keys} order by (select 1) asc`)],
  ['apart by a select', ([, , order]) => place('row_number()', `partition by (select 1) order by ${order}`)],
  [
    'apart by another relation',
    ([, , order]) => place('row_number()', `partition by "x"."y" order by ${order}`),
  ],
  [
    'both ways',
    ([, keys, order]) => place('row_number()', `partition by ${keys} order by ${order}, "id" desc`),
  ],
  [
    'in a frame',
    ([, keys, order]) => place('row_number()', `partition by ${keys} order by ${order} rows 1 preceding`),
  ],
  [
    'filtered',
    ([, keys, order]) => place('row_number() filter (where true)', `partition by ${keys} order by ${order}`),
  ],
  ['called otherwise', ([all]) => `${all?.replace('place in time', 'row place') ?? ''}`],
  ['in a sum', ([all]) => `${all?.replace(' as "place', ' + 1 as "place') ?? ''}`],
];

export const VERSION_MUTANTS: readonly MutantKind[] = [
  ...CHANGES.map(
    ([name, write]): MutantKind => ({
      name: `place in time: ${name}`,
      reason: REASON,
      rewrite: (statement) => replaceEach(statement, PLACE, write),
    }),
  ),
  {
    name: 'place in time: of a table',
    reason: /is read without its scope|has (row_number|over)|FuncCall/,
    rewrite: (statement) => replaceEach(statement, STEP, ([, step]) => `${step}"shop"."price_list" as "p"`),
  },
  {
    name: 'place in time: beside a condition',
    reason: REASON,
    rewrite: (statement) => replaceEach(statement, STEP, ([all]) => `${all} where 1 = 1`),
  },
  {
    name: 'versions: of any tenant',
    reason: /^shop\.price_list is read without its scope$/,
    rewrite: (statement) =>
      replaceEach(statement, /where "sales\.price"\."client_id" = (any\()?\$\d+\)?/g, () => ''),
  },
  {
    name: 'versions: joined before they are there',
    reason: /is neither an earlier step nor a source$/,
    rewrite: (statement) =>
      replaceEach(statement, /"sales\.price\.versions" as \(/g, () => '"elsewhere" as ('),
  },
];
