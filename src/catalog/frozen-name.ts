/**
 * Names of members and joins that only old versions of metrics have: as they were when those were released; and of
 * metrics as they were when an answer was published. Queries and definitions cannot write them.
 */
import { hashOf } from '../base/hash.ts';

const MARK = ' @';
/** Hexadecimal digits, so many that nobody can make two contents of one name. */
const LENGTH = 32;
const FROZEN = new RegExp(`${MARK}[0-9a-f]{${LENGTH}}`, 'g');

/** Equal for equal contents, so that versions share what is the same. */
export function frozenName(name: string, content: unknown): string {
  return `${name}${MARK}${hashOf(content).slice(0, LENGTH)}`;
}

export function isFrozenName(name: string): boolean {
  return name.includes(MARK);
}

/** A text with all such names as they were. */
export function withoutFrozenNames(text: string): string {
  return text.replace(FROZEN, '');
}
