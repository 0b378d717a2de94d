/** Whether an answer that was kept is of rows that a principal may ask for, and was made for somebody who may see what it may. */
import Type, { type Static } from 'typebox';
import { CAPABILITIES } from '../base/capability.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isInClear } from '../catalog/find-dimension.ts';
import { satisfiesRule } from '../tenancy/access-rule.ts';
import type { Principal } from '../tenancy/principal.ts';
import type { Scope } from '../tenancy/scope.ts';
import { disguised } from './disguises-in-scope.ts';
import type { RuleOutcome } from './query-access.ts';
import { withOwnValues } from './rows-in-scope.ts';
import { hashScope } from './scope-hash.ts';

/** The scope of a kept answer and the rules on what it rests on, as they are written down with it. */
export const KeptScopeSchema = Type.Object({
  scope: Type.Object({
    tenants: Type.Array(Type.String()),
    rows: Type.Optional(Type.Record(Type.String(), Type.Array(Type.String()))),
    shown: Type.Optional(Type.String()),
    recipient: Type.Optional(Type.String()),
  }),
  access: Type.Array(
    Type.Object({
      rule: Type.Object({
        groups: Type.Union([Type.Array(Type.String()), Type.Null()]),
        capability: Type.Union([Type.Enum(CAPABILITIES), Type.Null()]),
      }),
      satisfied: Type.Boolean(),
    }),
  ),
});

export type KeptScope = Static<typeof KeptScopeSchema>;

/** Who reads, and what of the catalog it may see. */
export interface Reader {
  readonly principal: Principal;
  readonly catalog: Catalog;
}

/** What is kept of a scope, by which it is told again who may read. Which rules hold stands in its hash alone. */
export function keepScope({ tenants, rows, shown, recipient }: Scope): KeptScope['scope'] {
  return {
    tenants: [...tenants],
    ...(rows
      ? { rows: Object.fromEntries(Object.entries(rows).map(([name, values]) => [name, [...values]])) }
      : {}),
    ...(shown === undefined ? {} : { shown }),
    ...(recipient ? { recipient: recipient.name } : {}),
  };
}

/** A kept answer, as far as it decides who may read it. */
export interface KeptAccess extends KeptScope {
  readonly scopeHash: string;
  /** That it groups and filters by. */
  readonly dimensions: readonly string[];
}

/** `secret` as pseudonyms are made by. */
export function mayRead(
  { scope, access, scopeHash, dimensions }: KeptAccess,
  reader: Reader & { readonly secret: string },
): boolean {
  const { principal, catalog } = reader;
  // Made when none of them was sensitive, it has their values as they are.
  if (scope.shown === undefined && !dimensions.every((name) => isInClear(name, catalog))) return false;
  const tenants = principal.tenants.filter((tenant) => scope.tenants.includes(tenant)).sort();
  const outcomes: readonly RuleOutcome[] = access.map(({ rule }) => ({
    rule,
    satisfied: satisfiesRule(principal, rule),
  }));
  const own = withOwnValues({ tenants }, Object.keys(scope.rows ?? {}), reader);
  if (own === null || tenants.length !== scope.tenants.length) return false;
  const has = { shown: scope.shown !== undefined, recipient: scope.recipient !== undefined };
  return hashScope(disguised(own, has, reader), outcomes) === scopeHash;
}
