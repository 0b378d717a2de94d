/** Who asks. */
import type { Brand } from '../base/brand.ts';

/** The value of the tenant column, as text. */
export type TenantId = Brand<string, 'TenantId'>;

/** Whether `text` can name a tenant: anything but the empty text. */
export function isTenantId(text: string): text is TenantId {
  return text !== '';
}

/** Each capability includes those before it in this list. */
export const CAPABILITIES = ['viewer', 'partner', 'analyst', 'admin'] as const;

export type Capability = (typeof CAPABILITIES)[number];

export interface Principal {
  readonly kind: 'service_key';
  readonly id: string;
  /** The tenants it is bound to; never empty. */
  readonly tenants: readonly TenantId[];
  readonly capability: Capability;
}

/** Whether `principal` has `needed` or a capability that includes it. */
export function hasCapability(principal: Principal, needed: Capability): boolean {
  return CAPABILITIES.indexOf(principal.capability) >= CAPABILITIES.indexOf(needed);
}
