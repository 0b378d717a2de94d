/** A cursor over tokens: what the grammar asks of them. */
import { FormulaFault, type Span } from './formula-fault.ts';
import { type Token, tokenize } from './tokenize.ts';

const END: Token = { kind: 'end', text: '', span: { start: 0, end: 0 } };

export class TokenReader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  get current(): Token {
    return this.tokens[this.at] ?? END;
  }

  /** The token after the current one. */
  get next(): Token {
    return this.tokens[this.at + 1] ?? END;
  }

  /** Moves past the current token and returns it. */
  take(): Token {
    const token = this.current;
    if (token.kind !== 'end') this.at += 1;
    return token;
  }

  is(kind: 'symbol' | 'keyword', ...texts: readonly string[]): boolean {
    return this.current.kind === kind && texts.includes(this.current.text);
  }

  /** Takes the current token if it is one of these. */
  accept(kind: 'symbol' | 'keyword', ...texts: readonly string[]): Token | undefined {
    return this.is(kind, ...texts) ? this.take() : undefined;
  }

  /** @throws FormulaFault FORMULA_UNEXPECTED_TOKEN unless the current token is this one. */
  expect(kind: 'symbol' | 'keyword', text: string): Token {
    return this.accept(kind, text) ?? this.fail(`"${text}"`);
  }

  fail(expected: string, hint?: string): never {
    const { kind, text, span } = this.current;
    const found = kind === 'end' ? 'the end' : kind === 'string' ? `'${text}'` : `"${text}"`;
    throw new FormulaFault('FORMULA_UNEXPECTED_TOKEN', { expected, found }, { span, hint });
  }

  /** From `start` to the end of the token taken last. */
  spanFrom(start: Span): Span {
    return { start: start.start, end: this.tokens[this.at - 1]?.span.end ?? start.end };
  }
}
