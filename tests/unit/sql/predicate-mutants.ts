/** Tenant predicates weakened, moved out of force, or put on something else. */
import type { CompiledStatement, ParameterSlot } from '../../../src/sql/compiled-statement.ts';
import { type MutantKind, replaceEach, slotKind } from './mutant.ts';

const UNSCOPED = /is read without its scope/;
const PREDICATE = /"([^"]+)"\."([^"]+)" = \$(\d+)/g;

interface Predicate {
  /** `"orders"."client_id"` */
  readonly column: string;
  readonly alias: string;
  readonly name: string;
  /** `$1` */
  readonly tenant: string;
  /** `"orders"."client_id" = $1` */
  readonly whole: string;
}

const REWRITES: Readonly<Record<string, (predicate: Predicate) => string>> = {
  dropped: () => 'true',
  'or-ed with true': ({ whole }) => `(${whole} or true)`,
  'or-ed with another column': ({ whole, alias }) => `(${whole} or "${alias}"."id" is null)`,
  'or-ed with itself': ({ whole }) => `(${whole} or ${whole})`,
  negated: ({ whole }) => `not (${whole})`,
  'negated twice': ({ whole }) => `not (not (${whole}))`,
  'a case': ({ whole }) => `case when ${whole} then true else true end`,
  'a coalesce': ({ whole }) => `coalesce(${whole}, true)`,
  'is true': ({ whole }) => `(${whole}) is true`,
  'is not false': ({ whole }) => `(${whole}) is not false`,
  'compared with true': ({ whole }) => `(${whole}) = true`,
  unequal: ({ column, tenant }) => `${column} <> ${tenant}`,
  'at least': ({ column, tenant }) => `${column} >= ${tenant}`,
  'at most': ({ column, tenant }) => `${column} <= ${tenant}`,
  like: ({ column, tenant }) => `${column} like ${tenant}`,
  ilike: ({ column, tenant }) => `${column} ilike ${tenant}`,
  'similar to': ({ column, tenant }) => `${column} similar to ${tenant}`,
  'a regular expression': ({ column, tenant }) => `${column} ~ ${tenant}`,
  'any of an array': ({ column, tenant }) => `${column} = any(array[${tenant}, 'two'])`,
  'any of a parameter': ({ column, tenant }) => `${column} = any(${tenant})`,
  'all of an array': ({ column, tenant }) => `${column} = all(array[${tenant}])`,
  'in a list': ({ column, tenant }) => `${column} in (${tenant}, 'two')`,
  between: ({ column, tenant }) => `${column} between ${tenant} and ${tenant}`,
  'not distinct': ({ column, tenant }) => `${column} is not distinct from ${tenant}`,
  distinct: ({ column, tenant }) => `${column} is distinct from ${tenant}`,
  'turned round': ({ column, tenant }) => `${tenant} = ${column}`,
  'a literal': ({ column }) => `${column} = 'one'`,
  'a null': ({ column }) => `${column} = null`,
  'compared with itself': ({ column }) => `${column} = ${column}`,
  'the parameter with itself': ({ tenant }) => `${tenant} = ${tenant}`,
  'the parameter cast': ({ column, tenant }) => `${column} = ${tenant}::text`,
  'the column cast': ({ column, tenant }) => `${column}::text = ${tenant}`,
  'the column collated': ({ column, tenant }) => `${column} collate "ci" = ${tenant}`,
  'the parameter collated': ({ column, tenant }) => `${column} = ${tenant} collate "C"`,
  'the operator of pg_catalog by name': ({ column, tenant }) => `${column} operator(pg_catalog.=) ${tenant}`,
  'an operator of someone else': ({ column, tenant }) => `${column} operator(evil.=) ${tenant}`,
  'a function': ({ column, tenant }) => `texteq(${column}, ${tenant})`,
  'rows compared': ({ column, tenant }) => `row(${column}) = row(${tenant})`,
  'longer rows compared': ({ column, tenant }) => `(${column}, 1) >= (${tenant}, 1)`,
  'through a function of the column': ({ column, tenant }) => `lower(${column}) = ${tenant}`,
  'through a function of the parameter': ({ column, tenant }) => `${column} = lower(${tenant})`,
  'against a sub-query': ({ column, tenant }) => `${column} = (select ${tenant})`,
  'against an array of a sub-query': ({ column }) =>
    `${column} = any(array(select "id" from "vault"."accounts"))`,
  'inside exists': ({ whole }) => `exists (select 1 where ${whole})`,
  'on another column': ({ alias, tenant }) => `"${alias}"."status" = ${tenant}`,
  'on a bare column': ({ name, tenant }) => `"${name}" = ${tenant}`,
  'on another alias': ({ name, tenant }) => `"other"."${name}" = ${tenant}`,
  'on a column with its schema': ({ alias, name, tenant }) => `"vault"."${alias}"."${name}" = ${tenant}`,
  'on a column in another case': ({ alias, name, tenant }) =>
    `"${alias}"."${name.toUpperCase()}" = ${tenant}`,
  'on an element of the column': ({ column, tenant }) => `(${column})[1] = ${tenant}`,
  'on a field of the column': ({ column, tenant }) => `(${column}).id = ${tenant}`,
  'there twice': ({ whole }) => `${whole} and ${whole}`,
  'behind a comment': ({ column, tenant }) => `true /* ${column} = ${tenant} */`,
  'behind the rest of the line': ({ column, tenant }) => `true -- ${column} = ${tenant}\n`,
  'a parameter that does not exist': ({ column }) => `${column} = $9999`,
  'no parameter at all': ({ column }) => `${column} = $0`,
};

const textual = Object.entries(REWRITES).map(
  ([name, write]): MutantKind => ({
    name: `tenant predicate: ${name}`,
    reason: UNSCOPED,
    rewrite: (statement) =>
      replaceEach(statement, PREDICATE, ([whole = '', alias = '', column = '', number = '']) =>
        slotKind(statement, number) === 'tenant'
          ? write({
              whole,
              alias,
              name: column,
              column: `"${alias}"."${column}"`,
              tenant: `$${number}`,
            })
          : null,
      ),
  }),
);

/** Each predicate with the number of a parameter that is not the tenant. */
const renumbered: MutantKind = {
  name: 'tenant predicate: the number of a value of the request',
  reason: UNSCOPED,
  rewrite: (statement) => {
    const other = statement.slots.findIndex(({ kind }) => kind !== 'tenant') + 1;
    return replaceEach(statement, PREDICATE, ([, alias = '', column = '', number = '']) =>
      slotKind(statement, number) === 'tenant' ? `"${alias}"."${column}" = $${other}` : null,
    );
  },
};

/** The text as it was, with something else behind the tenant's parameter. */
function refilled(name: string, slot: ParameterSlot): MutantKind {
  return {
    name: `tenant predicate: its parameter is ${name}`,
    reason: UNSCOPED,
    rewrite: (statement): CompiledStatement[] =>
      statement.slots.flatMap((old, place) =>
        old.kind === 'tenant' ? [{ ...statement, slots: statement.slots.with(place, slot) }] : [],
      ),
  };
}

const shifted: MutantKind = {
  name: 'tenant predicate: all parameters are one off',
  reason: /./,
  rewrite: (statement) =>
    statement.slots.some(({ kind }) => kind === 'tenant')
      ? [{ ...statement, slots: [{ kind: 'constant', value: 'one' }, ...statement.slots] }]
      : [],
};

export const PREDICATE_MUTANTS: readonly MutantKind[] = [
  ...textual,
  renumbered,
  refilled('a constant', { kind: 'constant', value: 'one' }),
  refilled('a value of the request', { kind: 'parameter', index: 0 }),
  shifted,
];
