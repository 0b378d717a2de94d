/** Who asks. */
import type { Brand } from '../base/brand.ts';
import { type Capability, includesCapability } from '../base/capability.ts';

/** The value of the tenant column, as text. */
export type TenantId = Brand<string, 'TenantId'>;

/** Whether `text` can name a tenant: anything but the empty text. */
export function isTenantId(text: string): text is TenantId {
  return text !== '';
}

export interface Principal {
  /** The bearer of a service key, or of a user's token, or whoever works at the command line of this machine. */
  readonly kind: 'service_key' | 'user' | 'operator';
  /** Of the key; issuer and subject of the token. */
  readonly id: string;
  /** Of a service key: the first key of its line, which it was made in the place of; its own id unless given. */
  readonly line?: string;
  /** The tenants it is bound to; never empty. */
  readonly tenants: readonly TenantId[];
  readonly capability: Capability;
  /** Groups of people that it speaks for: `finance`; often none. */
  readonly groups: readonly string[];
  /** What policies ask of it beside: `region` → the regions that it is for. None unless given. */
  readonly claims?: Claims;
}

/** Lists of values by name. */
export type Claims = Readonly<Record<string, readonly string[]>>;

/** Whether `principal` has `needed` or a capability that includes it. */
export function hasCapability(principal: Principal, needed: Capability): boolean {
  return includesCapability(principal.capability, needed);
}
