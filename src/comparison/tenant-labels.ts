/** What tenants are called where others read along: the same in every comparison under one secret, and told to nobody by their ids. */
import { sign } from '../base/sign.ts';
import type { TenantId } from '../tenancy/principal.ts';

/** Characters by which a hundred thousand tenants are told apart, but for a chance of one in two hundred. */
const LENGTH = 10;

/** A label as `tenant A7F3061B9C`, whoever else is compared. */
export function labelTenant(tenant: TenantId, secret: string): string {
  const signature = sign(tenant, { secret, purpose: 'tenants in comparisons' });
  const code = Buffer.from(signature, 'base64url').toString('hex').toUpperCase();
  return `tenant ${code.slice(0, LENGTH)}`;
}
