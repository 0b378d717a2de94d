/** The sizes in which the demo can be seeded. */
import { CLIENT_PROFILES, type ClientProfile } from './demo-clients.ts';
import { DEMO_FINGERPRINT } from './generate-demo.ts';
import { createClients, LARGE_ROWS } from './large-clients.ts';

/** All sizes, the default one first. */
export const DEMO_SIZES = ['small', 'large'] as const;

/** A size of the demo. */
export type DemoSize = (typeof DEMO_SIZES)[number];

/** Whose rows the demo has in that size. */
export function clientsOfSize(size: DemoSize): readonly ClientProfile[] {
  return size === 'small' ? CLIENT_PROFILES : createClients(LARGE_ROWS);
}

/** What tells complete rows of that size: they are made by the same generator, so that both change together. */
export function fingerprintOfSize(size: DemoSize): string {
  return size === 'small' ? DEMO_FINGERPRINT : `${DEMO_FINGERPRINT} ${size}`;
}
