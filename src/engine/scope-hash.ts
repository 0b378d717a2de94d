/** The effective scope of an answer as a hash. */
import { hashOf } from '../base/hash.ts';
import type { Scope } from '../tenancy/scope.ts';
import type { RuleOutcome } from './query-access.ts';

/** The effective scope under which what was made of an answer may be read again. */
export function hashScope(scope: Scope, access: readonly RuleOutcome[]): string {
  return hashOf(access.length > 0 ? { ...scope, access } : scope);
}
