/**
 * Arguments that are words of the language and no names: the unit in `date_part(hour, t)`. The grammar turns
 * them into texts, so that nobody looks for a metric or member of that name.
 */
import type { Syntax } from './syntax.ts';

/** The place of the word among the arguments. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ['date_part', 0],
  ['date_diff', 0],
]);

export function unitsAsTexts(name: string, operands: readonly Syntax[]): readonly Syntax[] {
  const place = PLACES.get(name.toLowerCase());
  if (place === undefined) return operands;
  return operands.map((operand, index) => (index === place ? asText(operand) : operand));
}

function asText(operand: Syntax): Syntax {
  if (operand.kind !== 'name' || operand.segments.length !== 1 || operand.version !== null) return operand;
  if (operand.filterSpan) return operand;
  return { kind: 'literal', type: 'string', value: operand.segments[0] ?? '', span: operand.span };
}
