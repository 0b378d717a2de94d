/** Differences of decimal numbers by their digits, as exact as the digits are. */
import { invariant } from './invariant.ts';

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;
const EXPONENT = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;

/** A finite double as decimal digits without an exponent: `0.0000001`. */
export function digitsOf(number: number): string {
  const text = String(number);
  const [, sign = '', first = '', rest = '', exponent] = EXPONENT.exec(text) ?? [];
  if (exponent === undefined) return text;
  const shift = Number(exponent);
  const digits = `${first}${rest}`;
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${digits}`;
  // A double that is written with a positive exponent has no fraction left.
  return `${sign}${digits.padEnd(shift + 1, '0')}`;
}

/** `a - b`, with as many decimals as the longer has: `10.50 - 0.5` is `10.00`. */
export function subtractDigits(a: string, b: string): string {
  const scale = Math.max(decimalsOf(a), decimalsOf(b));
  const difference = scaled(a, scale) - scaled(b, scale);
  const digits = String(difference < 0n ? -difference : difference).padStart(scale + 1, '0');
  const sign = difference < 0n ? '-' : '';
  if (scale === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** -1, 0 or 1, as the first is less than, equal to or more than the second. */
export function compareDigits(a: string, b: string): -1 | 0 | 1 {
  const scale = Math.max(decimalsOf(a), decimalsOf(b));
  const [one, other] = [scaled(a, scale), scaled(b, scale)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function decimalsOf(digits: string): number {
  return digits.split('.')[1]?.length ?? 0;
}

function scaled(digits: string, scale: number): bigint {
  const [, sign = '', whole = '', fraction = ''] = DECIMAL.exec(digits) ?? [];
  invariant(whole !== '', 'digits are those of a decimal number');
  const value = BigInt(`${whole}${fraction.padEnd(scale, '0')}`);
  return sign === '-' ? -value : value;
}
