/**
 * Which names are time zones: those of the IANA list, links such as `Europe/Kyiv` included. Offsets and the
 * three-letter abbreviations that only some runtimes know are not, since databases read them otherwise.
 */
import { findSimilar } from './did-you-mean.ts';

/** The links of three letters that the IANA list itself has. */
const SHORT_LINKS = new Set([
  'CET',
  'EET',
  'EST',
  'GMT',
  'HST',
  'MET',
  'MST',
  'PRC',
  'ROC',
  'ROK',
  'UCT',
  'UTC',
  'WET',
]);

/**
 * Names that PostgreSQL reads as abbreviations of fixed offsets, and what the IANA list links them to: written
 * out, they have their summer time everywhere.
 */
const WRITTEN_OUT: ReadonlyMap<string, string> = new Map([
  ['CET', 'Europe/Brussels'],
  ['EET', 'Europe/Athens'],
  ['EST', 'America/Panama'],
  ['HST', 'Pacific/Honolulu'],
  ['MET', 'Europe/Brussels'],
  ['MST', 'America/Phoenix'],
  ['WET', 'Europe/Lisbon'],
]);

/** Each part begins with a capital: `America/North_Dakota/Center`, `Etc/GMT+3`, `Port-au-Prince`. */
const SHAPE = /^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/;

const listed = new Set(Intl.supportedValuesOf('timeZone'));
const listedByLowerCase = new Map([...listed].map((name) => [name.toLowerCase(), name]));
const verdicts = new Map<string, boolean>();

/** Whether `name` is a zone of the IANA list, in its usual spelling. */
export function isTimeZone(name: string): boolean {
  if (listed.has(name)) return true;
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const verdict = isLink(name);
  // Names come from requests too: remember no more of them than there are zones.
  if (verdict) verdicts.set(name, verdict);
  return verdict;
}

/** The name by which runtime and databases mean the same zone. */
export function unambiguousZone(zone: string): string {
  return WRITTEN_OUT.get(zone) ?? zone;
}

/** What to write in place of a name that is no time zone. */
export function suggestTimeZone(name: string): string | undefined {
  if (/^([A-Z]{1,3})?[+-]?\d/i.test(name)) {
    return 'An offset knows nothing of clock changes: name a place, such as "Europe/Moscow".';
  }
  const [nearest] = findSimilar(name.slice(0, 80), ['UTC', ...listed]);
  return nearest === undefined ? undefined : `Did you mean "${nearest}"?`;
}

function isLink(name: string): boolean {
  if (name.length > 64 || !SHAPE.test(name) || name.startsWith('SystemV/')) return false;
  if (listedByLowerCase.has(name.toLowerCase())) return false;
  if (/^[A-Za-z]{3}$/.test(name) && !SHORT_LINKS.has(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
