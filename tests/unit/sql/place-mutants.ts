/** Changes of the places by which rows are chosen: the one window that statements have. */
import { type MutantKind, replaceEach } from './mutant.ts';

const PLACE =
  /rank\(\) over \((partition by (.*?) )?order by (("[^"]+")(?: collate "C")? (asc|desc).*?)\) as "row place"/g;
const REASON = /an expression is a FuncCall|a FuncCall has (over|funcname|args|agg_filter)/;

/** Of the match: all, the partition with its words, its keys, the order, its first column and that one's direction. */
type Change = readonly [name: string, write: (parts: readonly string[]) => string];

const place = (call: string, window: string): string => `${call} over (${window}) as "row place"`;

const CHANGES: readonly Change[] = [
  ['by another function', ([, apart = '', , order]) => place('row_number()', `${apart}order by ${order}`)],
  ['dense', ([, apart = '', , order]) => place('dense_rank()', `${apart}order by ${order}`)],
  ['of a value', ([, apart = '', , order, column]) => place(`lag(${column})`, `${apart}order by ${order}`)],
  ['of a sum', ([, apart = '', , order]) => place('sum(1)', `${apart}order by ${order}`)],
  ['with an argument', ([, apart = '', , order]) => place('rank(1)', `${apart}order by ${order}`)],
  ['of the schema', ([, apart = '', , order]) => place('"vault".rank()', `${apart}order by ${order}`)],
  ['without an order', ([, apart = '']) => place('rank()', apart)],
  ['filtered', ([, apart = '', , order]) => place('rank() filter (where true)', `${apart}order by ${order}`)],
  ['in a frame', ([, apart = '', , order]) => place('rank()', `${apart}order by ${order} rows 1 preceding`)],
  ['named', ([, apart = '', , order]) => place('rank()', `w ${apart}order by ${order}`)],
  ['nulls first', ([, apart = '', , order]) => place('rank()', `${apart}order by ${order} nulls first`)],
  [
    'both ways',
    ([, apart = '', , , column]) => place('rank()', `${apart}order by ${column} asc, ${column} desc`),
  ],
  ['in no direction', ([, apart = '', , , column]) => place('rank()', `${apart}order by ${column}`)],
  ['by an operator', ([, apart = '', , , column]) => place('rank()', `${apart}order by ${column} using <`)],
  [
    'by an expression',
    ([, apart = '', , , column]) => place('rank()', `${apart}order by length(${column}) desc`),
  ],
  [
    'by another collation',
    ([, apart = '', , , column]) => place('rank()', `${apart}order by ${column} collate "en_US" desc`),
  ],
  ['by a select', ([, apart = '']) => place('rank()', `${apart}order by (select 1) desc`)],
  ['by the tenant', ([, apart = '']) => place('rank()', `${apart}order by $1 desc`)],
  ['apart by a select', ([, , , order]) => place('rank()', `partition by (select now()) order by ${order}`)],
  ['apart by a value', ([, , , order]) => place('rank()', `partition by $1 order by ${order}`)],
  [
    'apart by a column of another',
    ([, , , order]) => place('rank()', `partition by "x"."y" order by ${order}`),
  ],
  ['in a sum', ([, apart = '', , order]) => `rank() over (${apart}order by ${order}) + 1 as "row place"`],
];

/** The place of rows that are taken away, or grouped, beside it. */
const STEP = /(as "row place"\s+from "[^"]+")/g;

export const PLACE_MUTANTS: readonly MutantKind[] = [
  ...CHANGES.map(
    ([name, write]): MutantKind => ({
      name: `place: ${name}`,
      reason: REASON,
      rewrite: (statement) => replaceEach(statement, PLACE, write),
    }),
  ),
  {
    name: 'place: beside a condition',
    reason: REASON,
    rewrite: (statement) => replaceEach(statement, STEP, ([all]) => `${all} where 1 = 1`),
  },
  {
    name: 'place: of groups',
    reason: REASON,
    rewrite: (statement) => replaceEach(statement, STEP, ([all]) => `${all} group by 1`),
  },
];
