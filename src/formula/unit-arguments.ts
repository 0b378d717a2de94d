/**
 * Arguments that are words and name neither metrics nor members: the unit in `date_part(hour, t)`, the calendar
 * in `business_minutes(a, b, support)`. The grammar turns them into texts, so that nobody looks for such a name.
 */
import type { Syntax } from './syntax.ts';
import { KEYWORDS } from './tokenize.ts';

/** The place of the word among the arguments. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ['date_part', 0],
  ['date_diff', 0],
  ['business_minutes', 2],
]);

export function unitsAsTexts(name: string, operands: readonly Syntax[]): readonly Syntax[] {
  const place = PLACES.get(name.toLowerCase());
  return operands.map((operand, index) => (index === place ? asText(operand) : operand));
}

/** The word, where the argument at this place is one that can be written as a name. */
export function findUnit(name: string, operand: Syntax, place: number): string | undefined {
  if (PLACES.get(name) !== place || operand.kind !== 'literal' || operand.type !== 'string') return undefined;
  const word = String(operand.value);
  return /^[a-z][a-z_]*$/.test(word) && !KEYWORDS.has(word) ? word : undefined;
}

function asText(operand: Syntax): Syntax {
  if (operand.kind !== 'name' || operand.segments.length !== 1 || operand.version !== null) return operand;
  if (operand.filterSpan) return operand;
  return {
    kind: 'literal',
    type: 'string',
    value: (operand.segments[0] ?? '').toLowerCase(),
    span: operand.span,
  };
}
