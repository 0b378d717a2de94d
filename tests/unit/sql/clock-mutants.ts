/** Changes of what working time stands on: the clock beside each row, and the list of holidays. */
import { type MutantKind, replaceEach } from './mutant.ts';

const CLOCK = /cross join lateral \(([\s\S]*?)\n {4}\) as "clock"/g;
const HOLIDAYS = /cross join "desk\.holidays"/g;
const LIST = /array_agg\(distinct ([^)]*?) order by ([^)]*?)\) filter/g;

type Change = readonly [name: string, reason: RegExp, write: (parts: readonly string[]) => string];

const CLOCKS: readonly Change[] = [
  [
    'of a table',
    /a values has fromClause/,
    ([, values]) => `cross join lateral (${values} from "vault"."orders") as "clock"`,
  ],
  [
    'of a step',
    /a values has fromClause/,
    ([, values]) => `cross join lateral (${values} from "desk.holidays") as "clock"`,
  ],
  [
    'of a function',
    /a values has fromClause/,
    ([, values]) => `cross join lateral (${values} from generate_series(1, 2)) as "clock"`,
  ],
  [
    'with a condition',
    /a values has whereClause/,
    ([, values]) => `cross join lateral (${values} where 1 = 1) as "clock"`,
  ],
  [
    'of two selects',
    /a values has/,
    ([, values]) => `cross join lateral (${values} union all select 1, 1, 1, 1) as "clock"`,
  ],
  ['of a list of values', /a values has/, () => 'cross join lateral (values (1)) as "clock"'],
  ['with a limit', /a values has limit/, ([, values]) => `cross join lateral (${values} limit 1) as "clock"`],
  [
    'that is left out',
    /without its fence/,
    ([, values]) => `cross join lateral (${values} offset 1) as "clock"`,
  ],
  [
    'left out by the tenant',
    /a fence has number|without its fence|a fence/,
    ([, values]) => `cross join lateral (${values} offset $1) as "clock"`,
  ],
  [
    'with a fence and a limit',
    /a fenced values has limit/,
    ([, values]) => `cross join lateral (${values} limit 1 offset 0) as "clock"`,
  ],
  [
    'with a select in it',
    /an expression is a SubLink/,
    ([, values]) => `cross join lateral (${values}, (select 1)) as "clock"`,
  ],
  [
    'with all columns',
    /a ColumnRef has fields/,
    ([, values]) => `cross join lateral (${values}, "orders".*) as "clock"`,
  ],
  ['that is not lateral', /neither an earlier step/, ([, values]) => `cross join (${values}) as "clock"`],
  [
    'that is joined left',
    /a sub-select has lateral/,
    ([, values]) => `left join lateral (${values}) as "clock" on 1 = 1`,
  ],
  [
    'with other names',
    /a alias has colnames/,
    ([, values]) => `cross join lateral (${values}) as "clock" ("a")`,
  ],
];

const JOINS: readonly Change[] = [
  ['of a table', /is not read alone/, () => 'cross join "vault"."orders"'],
  ['of a step to come', /neither an earlier step/, () => 'cross join "metrics"'],
  ['under another name', /step name has alias/, () => 'cross join "desk.holidays" as "days"'],
  ['that keep all', /a join is JOIN_FULL/, () => 'full join "desk.holidays" on 1 = 1'],
  ['of a select', /neither an earlier step/, () => 'cross join (select 1) as "desk.holidays"'],
];

const LISTS: readonly Change[] = [
  ['in no order', /an expression is a FuncCall/, ([, day]) => `array_agg(distinct ${day}) filter`],
  [
    'backwards',
    /a FuncCall has agg_order/,
    ([, day, key]) => `array_agg(distinct ${day} order by ${key} desc) filter`,
  ],
  [
    'by two keys',
    /a FuncCall has agg_order/,
    ([, day, key]) => `array_agg(${day} order by ${key}, ${key}) filter`,
  ],
  ['by a select', /an expression is a SubLink/, ([, day]) => `array_agg(${day} order by (select 1)) filter`],
  [
    'of a select',
    /an expression is a SubLink/,
    ([, , key]) => `array_agg((select 1) order by ${key}) filter`,
  ],
  [
    'of many',
    /a FuncCall has func_variadic/,
    ([, day, key]) => `array_agg(variadic ${day} order by ${key}) filter`,
  ],
  [
    'as a text',
    /a FuncCall has funcname/,
    ([, day, key]) => `string_agg(distinct ${day} order by ${key}) filter`,
  ],
  [
    'of the schema',
    /a FuncCall has funcname/,
    ([, day, key]) => `"vault".array_agg(distinct ${day} order by ${key}) filter`,
  ],
];

const PATTERNS: readonly (readonly [what: string, pattern: RegExp, changes: readonly Change[]])[] = [
  ['clock', CLOCK, CLOCKS],
  ['holidays', HOLIDAYS, JOINS],
  ['days', LIST, LISTS],
];

export const CLOCK_MUTANTS: readonly MutantKind[] = PATTERNS.flatMap(([what, pattern, changes]) =>
  changes.map(([name, reason, write]) => ({
    name: `${what}: ${name}`,
    reason,
    rewrite: (statement) => replaceEach(statement, pattern, write),
  })),
);
