/** What a hint says beyond the one that its code gives to every fault. */
import { catalogue } from '../../src/errors/catalogue.ts';
import type { Diagnostic } from '../../src/errors/diagnostic.ts';
import type { ErrorEntry } from '../../src/errors/error-code.ts';

/** The hint of this fault's own; `undefined` where only that of its code stands. */
export function closerHint({ code, hint }: Pick<Diagnostic, 'code' | 'hint'>): string | undefined {
  const { hint: general = '' }: ErrorEntry = catalogue[code];
  const words = general.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${words.join('.+')}$`).test(hint ?? '') ? undefined : hint;
}
