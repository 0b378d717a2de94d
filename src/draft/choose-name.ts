/** Names for definitions, from whatever tables and columns are called. */
import { KEYWORDS } from '../formula/tokenize.ts';

const LONGEST = 63;

/** `Order Date`, `orderDate` → `order_date`; what leaves no letter becomes `fallback`. */
export function toName(text: string, fallback: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const name = words === '' ? fallback : /^[a-z]/.test(words) ? words : `${fallback}_${words}`;
  return KEYWORDS.has(name) ? `${name}_${fallback}` : name.slice(0, LONGEST);
}

/** The first of `wishes` that nobody has, or the last of them with a number. */
export function chooseFree(wishes: readonly string[], isTaken: (name: string) => boolean): string {
  const free = wishes.find((name) => !isTaken(name));
  if (free !== undefined) return free;
  const last = wishes.at(-1) ?? 'name';
  for (let number = 2; ; number += 1) {
    const suffix = `_${number}`;
    const name = `${last.slice(0, LONGEST - suffix.length)}${suffix}`;
    if (!isTaken(name)) return name;
  }
}
