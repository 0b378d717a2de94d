/** Changes of the days that rows are divided over: beside bound lists, the only place where rows may become several. */
import { type MutantKind, replaceEach } from './mutant.ts';

const DAYS =
  /"whole period"\."first" \+ generate_series\(0, coalesce\("whole period"\."next" - "whole period"\."first", 1\) - 1\) as "day"/g;
const REASON = /an expression is a|a FuncCall has funcname|two lists of days/;
const [FIRST, NEXT] = ['"whole period"."first"', '"whole period"."next"'];
const LENGTH = `coalesce(${NEXT} - ${FIRST}, 1)`;

const CHANGES: readonly (readonly [name: string, text: string])[] = [
  ['from another day', `${FIRST} + generate_series(1, ${LENGTH} - 1) as "day"`],
  ['one more', `${FIRST} + generate_series(0, ${LENGTH} - 0) as "day"`],
  ['as many as are written', `${FIRST} + generate_series(0, 1000000) as "day"`],
  ['as many as a column says', `${FIRST} + generate_series(0, "plans"."amount"::int - 1) as "day"`],
  ['as many as the tenant says', `${FIRST} + generate_series(0, $1::int - 1) as "day"`],
  ['as many as a select says', `${FIRST} + generate_series(0, (select 1) - 1) as "day"`],
  ['by steps', `${FIRST} + generate_series(0, ${LENGTH} - 1, 1) as "day"`],
  ['backwards', `${FIRST} - generate_series(0, ${LENGTH} - 1) as "day"`],
  ['after the period', `${NEXT} + generate_series(0, ${LENGTH} - 1) as "day"`],
  ['between other ends', `${FIRST} + generate_series(0, coalesce(${FIRST} - ${NEXT}, 1) - 1) as "day"`],
  ['of another relation', `"plans"."first" + generate_series(0, ${LENGTH} - 1) as "day"`],
  ['without a length', `${FIRST} + generate_series(0, coalesce(${NEXT} - ${FIRST}, 0) - 1) as "day"`],
  ['called otherwise', `${FIRST} + generate_series(0, ${LENGTH} - 1) as "days"`],
  ['of the schema', `${FIRST} + "shop".generate_series(0, ${LENGTH} - 1) as "day"`],
  ['by another function', `${FIRST} + random(0, ${LENGTH} - 1) as "day"`],
  ['without a day', `generate_series(0, ${LENGTH} - 1) as "day"`],
  [
    'twice',
    `${FIRST} + generate_series(0, ${LENGTH} - 1) as "day", ${FIRST} + generate_series(0, ${LENGTH} - 1) as "day"`,
  ],
];

export const DAY_MUTANTS: readonly MutantKind[] = [
  ...CHANGES.map(
    ([name, text]): MutantKind => ({
      name: `days: ${name}`,
      reason: REASON,
      rewrite: (statement) => replaceEach(statement, DAYS, () => text),
    }),
  ),
  {
    name: 'days: read from a table',
    reason: /a values has fromClause/,
    rewrite: (statement) =>
      replaceEach(
        statement,
        /( as "parts")(\s+\) as "each day")/g,
        ([, parts, end]) => `${parts} from "shop"."plans"${end}`,
      ),
  },
  {
    name: 'days: of a step',
    reason: /an expression is a FuncCall|a FuncCall has funcname/,
    rewrite: (statement) =>
      replaceEach(
        statement,
        /sum\("plan"\) as "plan"/g,
        () => `${FIRST} + generate_series(0, ${LENGTH} - 1) as "day"`,
      ),
  },
];
