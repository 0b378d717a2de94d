/** The rules of access of a catalog, with all that definitions inherit. */
import type { Restriction } from '../definitions/access-schema.ts';
import type { AccessRule } from '../tenancy/access-rule.ts';

/** By name, members as `model.member`; what everybody with a key may see is absent. */
export interface AccessBook {
  readonly metrics: ReadonlyMap<string, readonly AccessRule[]>;
  readonly models: ReadonlyMap<string, readonly AccessRule[]>;
  readonly members: ReadonlyMap<string, readonly AccessRule[]>;
  /** By metric: the rules on itself and on all that it rests on, met by whoever may see it or not. */
  readonly under: ReadonlyMap<string, readonly AccessRule[]>;
  /** What is for the public too, as far as no rule hides it. */
  readonly published: { readonly metrics: readonly string[]; readonly members: readonly string[] };
}

/** The rule that definitions write: what they leave out asks for nothing. */
export function ruleOf({ groups, capability }: Restriction): AccessRule {
  return { groups: groups ?? null, capability: capability ?? null };
}

/** Of what the project does not have any more: nobody wrote down whose it is. */
export const ADMINS: AccessRule = { groups: null, capability: 'admin' };
