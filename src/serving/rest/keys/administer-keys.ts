/**
 * What an admin may do with keys: with those of its own tenants, groups and claims alone, so that none
 * exceeds its maker.
 */
import { SemanticError } from '../../../errors/semantic-error.ts';
import type { ServiceKey, Store } from '../../../store/store.ts';
import { type Claims, hasCapability, type Principal } from '../../../tenancy/principal.ts';

type Rights = Pick<ServiceKey, 'tenants' | 'groups' | 'claims'>;

/** @throws SemanticError TENANT_CAPABILITY */
export function requireAdmin(principal: Principal): void {
  if (!hasCapability(principal, 'admin'))
    throw new SemanticError('TENANT_CAPABILITY', { capability: 'admin' });
}

/** Whether `principal` has all rights of the key itself. */
export function isWithin({ tenants, groups, claims }: Rights, principal: Principal): boolean {
  return (
    tenants.every((tenant) => principal.tenants.includes(tenant)) &&
    groups.every((group) => principal.groups.includes(group)) &&
    exceedingClaim(claims, principal) === null
  );
}

/** The first claim of which `principal` has not all values itself; `null` where it has all. */
export function exceedingClaim(claims: Claims, { claims: own = {} }: Principal): string | null {
  const exceeds = ([name, values]: [string, readonly string[]]): boolean =>
    !Object.hasOwn(own, name) || !values.every((value) => own[name]?.includes(value));
  return Object.entries(claims).find(exceeds)?.[0] ?? null;
}

/** @throws SemanticError TENANT_CAPABILITY, and TENANT_KEY_UNKNOWN also for keys of others */
export async function requireOwnKey(
  id: string,
  principal: Principal,
  keys: Pick<Store, 'findKey'>,
): Promise<ServiceKey> {
  requireAdmin(principal);
  const key = await keys.findKey(id);
  if (!key || !isWithin(key, principal)) throw unknownKey(id);
  return key;
}

export function unknownKey(id: string): SemanticError {
  return new SemanticError('TENANT_KEY_UNKNOWN', { key: id.slice(0, 80) });
}
