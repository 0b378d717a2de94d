/** That versions of an answer are on their way out, in headers: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), `Link`. */
import type { OutdatedVersion } from '../engine/outdated-versions.ts';

const SECOND = 1_000;

/** Of several the earliest days hold; none where nothing is outdated. */
export function outdatedHeaders(outdated: readonly OutdatedVersion[]): Readonly<Record<string, string>> {
  const since = earliest(outdated.map((each) => each.since));
  if (since === null) return {};
  const sunset = earliest(outdated.flatMap((each) => each.sunset ?? []));
  const successors = [...new Set(outdated.flatMap(({ use }) => use ?? []))];
  const links = successors.map((use) => `</v1/metrics/${encodeURI(use)}>; rel="successor-version"`);
  return {
    deprecation: `@${Date.parse(`${since}T00:00:00Z`) / SECOND}`,
    ...(sunset === null ? {} : { sunset: new Date(`${sunset}T00:00:00Z`).toUTCString() }),
    ...(links.length === 0 ? {} : { link: links.join(', ') }),
  };
}

/** Days as ISO 8601 are in the order of their texts. */
function earliest(days: readonly string[]): string | null {
  return days.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? null;
}
