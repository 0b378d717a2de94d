/** The one form in which the key of pseudonyms is used: under two hashes. Knows no plans. */
import type { PseudonymPad } from '../tenancy/recipient.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { argumentsOf, bodyOf, isBare, isNumber, isText, operandsOf, type SyntaxNode } from './parse-tree.ts';

const DIGITS = 32;

type Slots = readonly ParameterSlot[];

/** What a pseudonym stands for, which is for the caller to judge; `undefined` for whatever is none. */
export function pseudonymised(value: unknown, slots: Slots): unknown {
  const [encoded, digits, ...others] = argumentsOf(value, 'left');
  if (encoded === undefined) return undefined;
  const [outer, hex, ...more] = argumentsOf(encoded, 'encode');
  if (others.length + more.length > 0 || !isNumber(digits, DIGITS) || !isText(hex, 'hex')) return undefined;
  const inner = hashedUnder('outer', outer, slots);
  const converted = hashedUnder('inner', inner, slots);
  const [text, encoding, ...further] = argumentsOf(converted, 'convert_to');
  return further.length === 0 && isText(encoding, 'UTF8') ? text : undefined;
}

/** `x` of `sha256(decode($n, 'hex') || x)`. */
function hashedUnder(pad: PseudonymPad, value: unknown, slots: Slots): unknown {
  const [hashed, ...others] = argumentsOf(value, 'sha256');
  const [key, rest] = operandsOf(hashed, '||');
  const [digits, hex, ...more] = argumentsOf(key, 'decode');
  const { number, ...extras }: SyntaxNode = bodyOf(digits, 'ParamRef') ?? {};
  const slot = typeof number === 'number' ? slots[number - 1] : undefined;
  const isKey = slot?.kind === 'pseudonym' && slot.pad === pad && isBare(extras) && isText(hex, 'hex');
  return isKey && others.length + more.length === 0 ? rest : undefined;
}
