/** Exact numbers on their way from the warehouse to JSON: digits are carried, never computed with. */

const DIGITS = /^-?\d+(\.\d+)?$/;

/** An integer or decimal whose digits reach the wire as the warehouse printed them. */
export class ExactNumber {
  readonly digits: string;

  constructor(digits: string) {
    if (!DIGITS.test(digits)) throw new RangeError(`not an exact number: ${digits}`);
    this.digits = digits;
  }

  /** The form in which layers that cannot print raw digits (GraphQL, `"numbers": "strings"`) show it. */
  toJSON(): string {
    return this.digits;
  }
}

/** One cell of an answer. */
export type Cell = null | boolean | string | number | ExactNumber;
