/** What a principal may do, whatever rows and members it may see. */

/** Each capability includes those before it in this list. */
export const CAPABILITIES = ['viewer', 'partner', 'analyst', 'admin'] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** Whether `owned` is `needed`, or includes it. */
export function includesCapability(owned: Capability, needed: Capability): boolean {
  return CAPABILITIES.indexOf(owned) >= CAPABILITIES.indexOf(needed);
}
