/**
 * Arguments that a formula must write out: what rows have in their place could be more than the warehouse
 * takes (places beyond an int, patterns that end in an escape), and fail there.
 */
import { FormulaFault } from './formula-fault.ts';
import type { OperatorName } from './operators.ts';
import type { Syntax } from './syntax.ts';

interface ArgumentRule {
  /** From which argument on it holds. */
  readonly from: number;
  readonly expected: string;
  readonly accepts: (literal: Digits | string) => boolean;
  readonly hint?: string;
}

/** A whole number, perhaps negated. */
interface Digits {
  readonly digits: string;
  readonly negated: boolean;
}

/** `%`, `_` and escapes of these two and of the escape itself; nothing else follows a backslash. */
const PATTERN = /^(?:[^\\]|\\[%_\\])*$/su;

const RULES: Partial<Record<OperatorName, ArgumentRule>> = {
  round: {
    from: 1,
    expected: 'a whole number of decimals, written out, from -19 to 19',
    accepts: (literal) => typeof literal !== 'string' && /^1?\d$/.test(literal.digits),
    hint: 'round(x, 2) keeps two decimals, round(x, -3) whole thousands, round(x) none.',
  },
  substring: {
    from: 1,
    expected: 'a whole number from 1 to 999999, written out',
    accepts: (literal) =>
      typeof literal !== 'string' && !literal.negated && /^[1-9]\d{0,5}$/.test(literal.digits),
    hint: 'The first character is 1: substring(sku, 1, 3).',
  },
  like: {
    from: 1,
    expected: 'a pattern, written out',
    accepts: (literal) => typeof literal === 'string' && PATTERN.test(literal),
    hint: "For example 'A-%': % is any text, _ one character; \\%, \\_ and \\\\ are these characters themselves.",
  },
};

/** @throws FormulaFault FORMULA_TYPE_MISMATCH */
export function checkLiteralArguments(
  operator: OperatorName,
  name: string,
  operands: readonly Syntax[],
): void {
  const rule = RULES[operator];
  if (!rule) return;
  for (const argument of operands.slice(rule.from)) {
    const literal = readLiteral(argument);
    if (literal !== null && rule.accepts(literal)) continue;
    const actual = typeof literal === 'string' ? `'${literal}'` : printDigits(literal);
    const params = { operation: name, expected: rule.expected, actual };
    throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: argument.span, hint: rule.hint });
  }
}

function printDigits(literal: Digits | null): string {
  return literal ? `${literal.negated ? '-' : ''}${literal.digits}` : 'another expression';
}

function readLiteral(syntax: Syntax): Digits | string | null {
  const negated = syntax.kind === 'operation' && syntax.operator === 'negate';
  const literal = negated ? syntax.operands[0] : syntax;
  if (literal?.kind !== 'literal') return null;
  if (literal.type === 'string') return String(literal.value);
  return literal.type === 'integer' ? { digits: String(literal.value), negated } : null;
}
