/** Changes of the slots that windows are made of: the only place where rows may become several. */
import { type MutantKind, replaceEach } from './mutant.ts';

const SERIES =
  /generate_series\((width_bucket\("start", (\$\d+::\S+?\[\])\)), (width_bucket\("end", \S+?\)) - 1\)/g;
const REASON = /an expression is a FuncCall|a FuncCall has funcname|generate_series/;

type Change = readonly [name: string, write: (parts: readonly string[]) => string];

const CHANGES: readonly Change[] = [
  ['of numbers', () => 'generate_series(1, 1 - 1)'],
  ['to a number', ([, first]) => `generate_series(${first}, 1)`],
  ['to the end itself', ([, first, , last]) => `generate_series(${first}, ${last})`],
  ['beyond the end', ([, first, , last]) => `generate_series(${first}, ${last} + 1)`],
  ['by less than one', ([, first, , last]) => `generate_series(${first}, ${last} - 0)`],
  ['with steps', ([, first, , last]) => `generate_series(${first}, ${last} - 1, 1)`],
  ['of the schema', ([, first, , last]) => `"vault".generate_series(${first}, ${last} - 1)`],
  ['in another list', ([, first]) => `generate_series(${first}, width_bucket("end", '{}'::date[]) - 1)`],
  ['between bounds', ([, first, list]) => `generate_series(${first}, width_bucket(1, 2, 3, ${list}) - 1)`],
  ['in a sum', ([, first, , last]) => `generate_series(${first}, ${last} - 1) + 1`],
  [
    'of a select',
    ([, , list, last]) => `generate_series(width_bucket((select now()), ${list}), ${last} - 1)`,
  ],
];

export const WINDOW_MUTANTS: readonly MutantKind[] = CHANGES.map(([name, write]) => ({
  name: `slots: ${name}`,
  reason: name === 'of a select' ? /an expression is a SubLink/ : REASON,
  rewrite: (statement) => replaceEach(statement, SERIES, write),
}));
