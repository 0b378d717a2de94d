/**
 * Formula text → syntax, by precedence climbing over a subset of SQL's expressions.
 * Knows no model, metric or type.
 */
import { MAXIMUM_PARTS } from './count-parts.ts';
import { wordHint } from './foreign-words.ts';
import { FormulaFault, type Span } from './formula-fault.ts';
import type { OperatorName } from './operators.ts';
import { parsePrimary } from './parse-primary.ts';
import { type OperationSyntax, partsOf, type Syntax } from './syntax.ts';
import { TokenReader } from './token-reader.ts';

const MAXIMUM_LENGTH = 4_000;
const MAXIMUM_DEPTH = 64;

const COMPARISONS: Readonly<Record<string, OperatorName>> = {
  '=': 'equal',
  '<>': 'not_equal',
  '!=': 'not_equal',
  '<': 'less',
  '<=': 'less_or_equal',
  '>': 'greater',
  '>=': 'greater_or_equal',
};
const SUMS: Readonly<Record<string, OperatorName>> = { '+': 'add', '-': 'subtract' };
const PRODUCTS: Readonly<Record<string, OperatorName>> = { '*': 'multiply', '/': 'divide' };

/** @throws FormulaFault FORMULA_UNEXPECTED_TOKEN and the other faults of form */
export function parseFormula(text: string): Syntax {
  if (text.length > MAXIMUM_LENGTH) {
    const span = { start: MAXIMUM_LENGTH, end: text.length };
    throw new FormulaFault('FORMULA_TOO_LONG', { limit: MAXIMUM_LENGTH }, { span });
  }
  const parser = new FormulaParser(new TokenReader(text));
  const syntax = parser.parseExpression();
  const { kind, text: found } = parser.reader.current;
  if (kind !== 'end') parser.reader.fail('an operator or the end', wordHint(kind === 'string' ? '' : found));
  return syntax;
}

/** The grammar's levels, loosest first; each method parses one level and those below it. */
export class FormulaParser {
  readonly reader: TokenReader;
  private depth = 0;
  /** Parts of what is parsed so far: `between` stands for two comparisons, so text alone is no measure. */
  private readonly parts = new WeakMap<Syntax, number>();

  constructor(reader: TokenReader) {
    this.reader = reader;
  }

  parseExpression(): Syntax {
    return this.nested(() =>
      this.parseBooleans('or', () => this.parseBooleans('and', () => this.parseNot())),
    );
  }

  private parseBooleans(operator: 'or' | 'and', parseOperand: () => Syntax): Syntax {
    let left = parseOperand();
    while (this.reader.accept('keyword', operator))
      left = this.operation(operator, [left, parseOperand()], left.span);
    return left;
  }

  private parseNot(): Syntax {
    const word = this.reader.accept('keyword', 'not');
    if (!word) return this.parseComparison();
    return this.nested(() => this.operation('not', [this.parseNot()], word.span));
  }

  private parseComparison(): Syntax {
    const left = this.parseBinary(SUMS, () => this.parseBinary(PRODUCTS, () => this.parseSigned()));
    const comparison =
      this.reader.current.kind === 'symbol' ? COMPARISONS[this.reader.current.text] : undefined;
    if (comparison) {
      this.reader.take();
      const right = this.parseBinary(SUMS, () => this.parseBinary(PRODUCTS, () => this.parseSigned()));
      return this.operation(comparison, [left, right], left.span);
    }
    if (this.reader.accept('keyword', 'is')) return this.parseIsNull(left);
    const negated = this.reader.is('keyword', 'not') && this.reader.take() !== undefined;
    if (this.reader.accept('keyword', 'in')) return this.negate(negated, this.parseIn(left));
    if (this.reader.accept('keyword', 'between')) return this.negate(negated, this.parseBetween(left));
    if (this.reader.accept('keyword', 'like')) return this.negate(negated, this.parseLike(left));
    if (negated) this.reader.fail('"in", "like" or "between"');
    return left;
  }

  private parseIsNull(operand: Syntax): Syntax {
    const negated = this.reader.accept('keyword', 'not') !== undefined;
    this.reader.expect('keyword', 'null');
    return this.operation(negated ? 'is_not_null' : 'is_null', [operand], operand.span);
  }

  private parseIn(operand: Syntax): Syntax {
    this.reader.expect('symbol', '(');
    const values = [this.parseExpression()];
    while (this.reader.accept('symbol', ',')) values.push(this.parseExpression());
    this.reader.expect('symbol', ')');
    return this.operation('in', [operand, ...values], operand.span);
  }

  private parseLike(operand: Syntax): Syntax {
    const pattern = this.parseBinary(SUMS, () => this.parseBinary(PRODUCTS, () => this.parseSigned()));
    return this.operation('like', [operand, pattern], operand.span);
  }

  private parseBetween(operand: Syntax): Syntax {
    const parseBound = (): Syntax =>
      this.parseBinary(SUMS, () => this.parseBinary(PRODUCTS, () => this.parseSigned()));
    const low = parseBound();
    this.reader.expect('keyword', 'and');
    const high = parseBound();
    const atLeast = this.operation('greater_or_equal', [operand, low], operand.span);
    const atMost = this.operation('less_or_equal', [operand, high], operand.span);
    return this.operation('and', [atLeast, atMost], operand.span);
  }

  private negate(negated: boolean, syntax: Syntax): Syntax {
    return negated ? this.operation('not', [syntax], syntax.span) : syntax;
  }

  private parseBinary(operators: Readonly<Record<string, OperatorName>>, parseOperand: () => Syntax): Syntax {
    let left = parseOperand();
    for (;;) {
      const { kind, text } = this.reader.current;
      const operator = kind === 'symbol' ? operators[text] : undefined;
      if (!operator) return left;
      this.reader.take();
      left = this.operation(operator, [left, parseOperand()], left.span);
    }
  }

  private parseSigned(): Syntax {
    const minus = this.reader.accept('symbol', '-');
    if (!minus) return parsePrimary(this);
    return this.nested(() => this.operation('negate', [this.parseSigned()], minus.span));
  }

  private operation(operator: OperatorName, operands: readonly Syntax[], start: Span): OperationSyntax {
    const span = this.reader.spanFrom(start);
    const syntax: OperationSyntax = { kind: 'operation', operator, operands, span };
    // A long chain nests as deeply as parentheses would: `1 + 1 + …` leans to the left.
    if (this.countParts(syntax) > MAXIMUM_PARTS)
      throw new FormulaFault('FORMULA_TOO_LARGE', { limit: MAXIMUM_PARTS }, { span });
    return syntax;
  }

  private countParts(syntax: Syntax): number {
    const known = this.parts.get(syntax);
    if (known !== undefined) return known;
    const parts = partsOf(syntax).reduce((sum, part) => sum + this.countParts(part), 1);
    this.parts.set(syntax, parts);
    return parts;
  }

  /** Counts nesting, so that no input can exhaust the stack. */
  private nested<T>(parse: () => T): T {
    this.depth += 1;
    if (this.depth > MAXIMUM_DEPTH) {
      throw new FormulaFault(
        'FORMULA_TOO_DEEP',
        { limit: MAXIMUM_DEPTH },
        { span: this.reader.current.span },
      );
    }
    const result = parse();
    this.depth -= 1;
    return result;
  }
}
