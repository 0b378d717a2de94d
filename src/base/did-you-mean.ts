/** Suggestions for misspelt names. */
import { distance } from 'fastest-levenshtein';

/** Up to three of `known`, nearest first, within a third of the name's length. */
export function findSimilar(name: string, known: Iterable<string>): string[] {
  const limit = Math.max(1, Math.ceil(name.length / 3));
  return [...known]
    .map((candidate) => ({ candidate, away: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ away }) => away <= limit)
    .sort((a, b) => a.away - b.away || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `Did you mean "channel.name"?`, or `undefined` when nothing is near. */
export function suggest(name: string, known: Iterable<string>): string | undefined {
  const similar = findSimilar(name, known).map((candidate) => `"${candidate}"`);
  return similar.length === 0 ? undefined : `Did you mean ${similar.join(' or ')}?`;
}
