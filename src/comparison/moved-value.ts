/** One value as it was and as it is to be: whether it moved, and by how much. */
import { compareDigits, digitsOf, subtractDigits } from '../base/decimal-digits.ts';
import { type Cell, ExactNumber } from '../base/exact-number.ts';
import type { Side } from './paired-snapshot.ts';

/** What the numbers of each side are counted in; `null` for those of no unit. */
export type Units = Readonly<Record<Side, string | null>>;

export interface MovedValue {
  /** Digits as they are answered, or the text of what is no number; `null` where there is no value. */
  readonly before: string | null;
  readonly after: string | null;
  readonly units: Units;
  /** Digits; `null` where one of them is no number, or both are of different units. */
  readonly change: string | null;
  /** Part of the value before, to six digits: -0.125; `null` where there is none, or it is 0. */
  readonly ratio: number | null;
}

/** Digits that a part of a value is told with. */
const RATIO_DIGITS = 6;

/** `null` where it stayed: `1.0` is `1.00`, and no row is no value. The same digits of another unit are another value. */
export function findMove(before: Cell, after: Cell, units: Units): MovedValue | null {
  const [was, is] = [textOf(before), textOf(after)];
  const isOfOneUnit = units.before === units.after;
  if (was === is && (was === null || isOfOneUnit)) return null;
  if (was === null || is === null || !isNumber(before) || !isNumber(after) || !isOfOneUnit)
    return { before: was, after: is, units, change: null, ratio: null };
  if (compareDigits(was, is) === 0) return null;
  const change = subtractDigits(is, was);
  return { before: was, after: is, units, change, ratio: ratioOf(change, was) };
}

function ratioOf(change: string, before: string): number | null {
  const base = Math.abs(Number(before));
  const ratio = Number(change) / base;
  return base > 0 && Number.isFinite(ratio) ? Number(ratio.toPrecision(RATIO_DIGITS)) : null;
}

function isNumber(cell: Cell): cell is number | ExactNumber {
  return typeof cell === 'number' || cell instanceof ExactNumber;
}

/** As it is told; `null` for none. */
export function textOf(cell: Cell): string | null {
  if (cell === null) return null;
  if (cell instanceof ExactNumber) return cell.digits;
  return typeof cell === 'number' ? digitsOf(cell) : String(cell);
}
