/** The seals of releases: a chain of hashes, in which no entry can be edited, dropped or put between others unseen. */
import { hashOf } from '../base/hash.ts';
import type { Release } from '../definitions/release-schema.ts';

/** `before` is the seal of the release before; `null` for the first. */
export function sealOf(metric: string, release: Omit<Release, 'seal'>, before: string | null): string {
  return hashOf({ metric, before, release });
}

/** The version of the first release whose seal does not hold; `null` where all do. */
export function findBrokenSeal(metric: string, releases: readonly Release[]): number | null {
  let before: string | null = null;
  for (const { seal, ...release } of releases) {
    if (sealOf(metric, release, before) !== seal) return release.version;
    before = seal;
  }
  return null;
}
