/** Claims of principals: lists of texts by name, of which policies make conditions on rows. */

export const CLAIM_PATTERN = '^[a-z][a-z0-9_]{0,62}$';
/** Of one principal. */
export const MOST_CLAIMS = 50;
/** Of one claim. */
export const MOST_CLAIM_VALUES = 1_000;
export const LONGEST_CLAIM_VALUE = 200;

const NAME = new RegExp(CLAIM_PATTERN, 'u');

export function isClaimName(text: string): boolean {
  return NAME.test(text);
}

/** Text that can be stored and shown: no control characters, no half of a character; the empty text is one. */
export function isClaimValue(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_CLAIM_VALUE && !/[\p{Cc}\p{Cs}]/u.test(value);
}
