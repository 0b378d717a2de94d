/** What the typing of an operator says: a type, or what it would have needed. */
import type { ValueType } from '../base/value-type.ts';

/** `null` is the type of the literal null, which fits everywhere. */
export type OperandType = ValueType | 'null';

export type OperatorTyping =
  | { readonly kind: 'typed'; readonly type: ValueType }
  | { readonly kind: 'mismatch'; readonly expected: string; readonly hint?: string };

export function typed(type: ValueType): OperatorTyping {
  return { kind: 'typed', type };
}

export function mismatch(expected: string, hint?: string): OperatorTyping {
  return hint === undefined ? { kind: 'mismatch', expected } : { kind: 'mismatch', expected, hint };
}
