/** Who may see a metric or a member of a model. Several rules on one thing must all hold. */
import type { Capability } from '../base/capability.ts';
import { hasCapability, type Principal } from './principal.ts';

/** Those in one of `groups`, where there are any, who have `capability`, where one is named. */
export interface AccessRule {
  readonly groups: readonly string[] | null;
  readonly capability: Capability | null;
}

/** The operator of the machine reads the definitions themselves, and so may see whatever they say. */
export function satisfiesRule(principal: Principal, { groups, capability }: AccessRule): boolean {
  if (principal.kind === 'operator') return true;
  const isMember = groups === null || groups.some((group) => principal.groups.includes(group));
  return isMember && (capability === null || hasCapability(principal, capability));
}
