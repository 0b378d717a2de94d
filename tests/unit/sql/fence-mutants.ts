/** Changes of the fence behind which a table is scoped through its parent. */
import { type MutantKind, replaceEach } from './mutant.ts';

const FENCE = /\n\s*offset 0\n/g;

function fence(name: string, text: string, reason: RegExp): MutantKind {
  return {
    name: `fence: ${name}`,
    reason,
    rewrite: (statement) => replaceEach(statement, FENCE, () => `\n${text}\n`),
  };
}

export const FENCE_MUTANTS: readonly MutantKind[] = [
  fence('dropped', '', /without its fence/),
  fence('of one row', 'offset 1', /without its fence/),
  fence('of null', 'offset null', /fence has isnull/),
  fence('of a text', "offset '0'", /fence has sval/),
  fence('of a parameter', 'offset $1', /without its fence/),
  fence('of a sum', 'offset 0 + 0', /without its fence/),
  fence('with a limit', 'limit 1 offset 0', /a fenced has limitCount/),
  fence('with ties', 'order by 1 offset 0', /a fenced has sortClause/),
  fence('with a condition inside', ' and 1 = 1 offset 0', /conditions inside its fence/),
];
