/** Changes of the marks of first and last buckets, and of the groups that buckets are filled for. */
import { type MutantKind, replaceEach } from './mutant.ts';

const EDGE =
  /rank\(\) over \((partition by (.*?) )?order by ("[^"]+") (asc|desc) nulls last\) = 1 as "is (first|last)"/g;
const REASON =
  /an expression is a FuncCall|a FuncCall has (over|funcname|args|agg_filter)|a ColumnRef has|a select reads/;

/** Of the match: all, the partition with its words, its keys, the bucket and its direction. */
type Change = readonly [name: string, write: (parts: readonly string[]) => string];

const edge = (call: string, window: string): string => `${call} over (${window}) = 1 as "is last"`;

const CHANGES: readonly Change[] = [
  [
    'by another function',
    ([, apart = '', , key]) => edge('dense_rank()', `${apart}order by ${key} desc nulls last`),
  ],
  ['with an argument', ([, apart = '', , key]) => edge('rank(1)', `${apart}order by ${key} desc nulls last`)],
  [
    'of the schema',
    ([, apart = '', , key]) => edge('"vault".rank()', `${apart}order by ${key} desc nulls last`),
  ],
  ['nulls first', ([, apart = '', , key]) => edge('rank()', `${apart}order by ${key} asc nulls first`)],
  ['nulls anywhere', ([, apart = '', , key]) => edge('rank()', `${apart}order by ${key} asc`)],
  ['without an order', ([, apart = '']) => edge('rank()', apart)],
  [
    'in a frame',
    ([, apart = '', , key]) => edge('rank()', `${apart}order by ${key} desc nulls last rows 1 preceding`),
  ],
  [
    'by two keys',
    ([, apart = '', , key]) =>
      edge('rank()', `${apart}order by ${key} desc nulls last, ${key} desc nulls last`),
  ],
  ['apart by a value', ([, , , key]) => edge('rank()', `partition by $1 order by ${key} desc nulls last`)],
  [
    'apart by a select',
    ([, , , key]) => edge('rank()', `partition by (select now()) order by ${key} desc nulls last`),
  ],
];

const MARKS: readonly MutantKind[] = CHANGES.map(([name, write]) => ({
  name: `edges: ${name}`,
  reason: REASON,
  rewrite: (statement) => replaceEach(statement, EDGE, write),
}));

const PAIRS = /cross join ("[^"]+\.groups")\s+where ("[^"]+"\."time" = "[^"]+"\."time")/g;

const FILLS: readonly MutantKind[] = [
  {
    name: 'filled groups: by another join',
    reason: /a join is/,
    rewrite: (statement) =>
      replaceEach(statement, PAIRS, ([, groups = '', equal = '']) => `right join ${groups} on ${equal}`),
  },
  {
    name: 'filled groups: of a table',
    reason: /is not read alone|neither an earlier step/,
    rewrite: (statement) =>
      replaceEach(statement, PAIRS, ([, , equal = '']) => `cross join "vault"."orders" where ${equal}`),
  },
];

export const EDGE_MUTANTS: readonly MutantKind[] = [...MARKS, ...FILLS];
