/** The seals of releases: a chain of hashes, in which no entry can be edited, dropped or put between others unseen. */
import { hashOf } from '../base/hash.ts';

/** `name` is that of the metric or model; `before` is the seal of the release before, `null` for the first. */
export function sealOf(name: string, release: object, before: string | null): string {
  return hashOf({ metric: name, before, release });
}

/** The first release whose seal does not hold; `null` where all do. */
export function findBrokenSeal<Release extends { readonly seal: string }>(
  name: string,
  releases: readonly Release[],
): Release | null {
  let before: string | null = null;
  for (const release of releases) {
    const { seal, ...sealed } = release;
    if (sealOf(name, sealed, before) !== seal) return release;
    before = seal;
  }
  return null;
}
