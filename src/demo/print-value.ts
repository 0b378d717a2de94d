/** Values as PostgreSQL reads them, where there may be none. */
import { printInstant } from './demo-calendar.ts';
import { type Kopecks, printMoney } from './money.ts';

/** A number or truth value, or `null`. */
export function printNullable(value: number | boolean | null): string | null {
  return value === null ? null : String(value);
}

/** An amount, or `null`. */
export function printNullableMoney(value: Kopecks | null): string | null {
  return value === null ? null : printMoney(value);
}

/** An instant, or `null`. */
export function printNullableInstant(seconds: number | null): string | null {
  return seconds === null ? null : printInstant(seconds);
}
