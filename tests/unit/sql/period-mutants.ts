/** Changes of how fiscal years, periods of a project's own and parts of a time are told. */
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { type MutantKind, replaceEach, slotKind } from './mutant.ts';

const SHIFT = /- (\$\d+)::interval\)/g;
const PERIOD = /\((\$\d+)::date\[\]\)\[width_bucket\((.*?), (\$\d+)::date\[\]\)\]/g;
const PART = /extract\(hour from /g;

type Change = readonly [
  name: string,
  reason: RegExp,
  write: (parts: readonly string[], tenant: string) => string,
];

const SHIFTS: readonly Change[] = [
  ['by the tenant', /a ParamRef has number/, (_parts, tenant) => `- ${tenant}::interval)`],
  ['by a select', /an expression is a SubLink/, () => "- (select interval '1 month'))"],
  ['by a text that is written', /a A_Const has sval/, () => "- '1 month'::interval)"],
  ['by another function', /a FuncCall has funcname/, () => '- make_interval(1))'],
];

const PERIODS: readonly Change[] = [
  [
    'labelled by a select',
    /a A_Indirection has arg/,
    ([, , day, bounds]) =>
      `(array(select "due_on" from "vault"."orders"))[width_bucket(${day}, ${bounds}::date[])]`,
  ],
  [
    'labelled by a written list',
    /a A_Indirection has arg/,
    ([, , day, bounds]) => `('{2026-01-01}'::date[])[width_bucket(${day}, ${bounds}::date[])]`,
  ],
  [
    'found among those of the tenant',
    /a ParamRef has number/,
    ([, labels, day], tenant) => `(${labels}::date[])[width_bucket(${day}, ${tenant}::date[])]`,
  ],
  [
    'found by another function',
    /a FuncCall has funcname/,
    ([, labels, day, bounds]) => `(${labels}::date[])[array_position(${bounds}::date[], ${day})]`,
  ],
  [
    'told by a field of a list',
    /a A_Indirection has|an expression is a/,
    ([, labels, day, bounds]) => `((${labels}::date[])[width_bucket(${day}, ${bounds}::date[])]).x`,
  ],
];

const PARTS: readonly Change[] = [
  ['that is not listed', /a A_Const has sval/, () => 'extract(timezone from '],
  ['of another function', /a FuncCall has funcname/, () => "date_part('hour', "],
];

function changes(what: string, pattern: RegExp, list: readonly Change[]): readonly MutantKind[] {
  return list.map(([name, reason, write]) => ({
    name: `${what}: ${name}`,
    reason,
    rewrite: (statement) => {
      const tenant = tenantOf(statement);
      return replaceEach(statement, pattern, (parts) => write(parts, tenant));
    },
  }));
}

function tenantOf(statement: CompiledStatement): string {
  const index = statement.slots.findIndex((_slot, at) => slotKind(statement, String(at + 1)) === 'tenant');
  return `$${index + 1}`;
}

export const PERIOD_MUTANTS: readonly MutantKind[] = [
  ...changes('fiscal shift', SHIFT, SHIFTS),
  ...changes('period', PERIOD, PERIODS),
  ...changes('part of a time', PART, PARTS),
];
