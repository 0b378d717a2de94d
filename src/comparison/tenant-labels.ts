/** What tenants are called where others read along: the same in every comparison under one secret, and told to nobody by their ids. */
import { sign } from '../base/sign.ts';
import type { TenantId } from '../tenancy/principal.ts';

/** Characters of a label that is not longer than it must be to tell tenants apart. */
const SHORTEST = 4;

/** Labels as `tenant A7F3`. */
export function labelTenants(tenants: readonly TenantId[], secret: string): ReadonlyMap<TenantId, string> {
  const codes = tenants.map((tenant) => codeOf(tenant, secret));
  const distinct = new Set(codes).size;
  let length = SHORTEST;
  while (new Set(codes.map((code) => code.slice(0, length))).size < distinct) length += 1;
  return new Map(tenants.map((tenant, index) => [tenant, `tenant ${codes[index]?.slice(0, length)}`]));
}

function codeOf(tenant: TenantId, secret: string): string {
  const signature = sign(tenant, { secret, purpose: 'tenants in comparisons' });
  return Buffer.from(signature, 'base64url').toString('hex').toUpperCase();
}
