/**
 * Fills `plan` and `sql` of golden cases where they stand empty, leaving every other character of the file
 * alone. Answers and check SQL are never written: they are what a person vouches for.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';

export type FilledKey = 'plan' | 'sql';

/** A text for an empty key of the case at `index`. */
export interface GoldenFill {
  readonly index: number;
  readonly key: FilledKey;
  readonly text: string;
}

/** Whether empty keys are to be filled. @throws Error in CI, where nothing may vouch for itself */
export function isUpdating(environment: Readonly<Record<string, string | undefined>>): boolean {
  if (environment['UPDATE_GOLDEN'] !== '1') return false;
  if (environment['CI']) throw new Error('UPDATE_GOLDEN is refused in CI: golden files are filled by hand.');
  return true;
}

/** Fills keys in a file. */
export function updateGoldenFile(path: string, fills: readonly GoldenFill[]): void {
  if (fills.length > 0) writeFileSync(path, fillGolden(readFileSync(path, 'utf8'), fills));
}

/** The text with the empty keys filled. @throws Error where a key is not there or not empty */
export function fillGolden(text: string, fills: readonly GoldenFill[]): string {
  const places = fills.map((fill) => ({ ...findEmpty(text, fill), text: fill.text }));
  // From the end, so that earlier places stay where they are.
  return places
    .sort((one, other) => other.start - one.start)
    .reduce((filled, { start, end, text: block }) => {
      const before = filled.slice(0, start).replace(/[ \t]+$/, '');
      const rest = filled.slice(end);
      // What is left of the line can only be a comment, which a block's first line may carry.
      const lineEnd = rest.includes('\n') ? rest.indexOf('\n') : rest.length;
      return `${before} |${rest.slice(0, lineEnd)}\n${indent(block)}${rest.slice(lineEnd)}`;
    }, text);
}

function findEmpty(text: string, { index, key }: GoldenFill): { start: number; end: number } {
  const cases = parseDocument(text).contents;
  const item = isSeq(cases) ? cases.items[index] : undefined;
  const pair = isMap(item)
    ? item.items.find((candidate) => isScalar(candidate.key) && candidate.key.value === key)
    : undefined;
  if (!pair || !isScalar(pair.key)) throw new Error(`case ${index} has no key ${key}`);
  if (!isScalar(pair.value) || pair.value.value) throw new Error(`${key} of case ${index} is not empty`);
  // A value that is not written at all stands behind the colon.
  const colon = text.indexOf(':', pair.key.range?.[1]) + 1;
  const [start, end] = pair.value.value === null ? [colon, colon] : (pair.value.range ?? [colon, colon]);
  return { start, end };
}

/** The lines of a block below a case's key. */
function indent(text: string): string {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n');
}
