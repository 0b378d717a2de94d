/** Changes of good statements into bad ones, by what is looked for in the text and what comes in its place. */
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';

export interface MutantKind {
  readonly name: string;
  /** What the verifier must say of every mutant. */
  readonly reason: RegExp;
  /** One mutant for each place where the change can be made. */
  rewrite(statement: CompiledStatement): readonly CompiledStatement[];
}

/** A stretch of the text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The statement with other text at a place. */
export function replaceAt(
  statement: CompiledStatement,
  { start, end }: Place,
  text: string,
): CompiledStatement {
  return { ...statement, text: statement.text.slice(0, start) + text + statement.text.slice(end) };
}

/** One mutant for each match of `pattern` for which `write` has an answer. */
export function replaceEach(
  statement: CompiledStatement,
  pattern: RegExp,
  write: (parts: readonly string[]) => string | null,
): readonly CompiledStatement[] {
  return [...statement.text.matchAll(pattern)].flatMap((match) => {
    const text = write([...match]);
    const place = { start: match.index, end: match.index + match[0].length };
    return text === null ? [] : [replaceAt(statement, place, text)];
  });
}

/** What the parameter `$n` stands for. */
export function slotKind({ slots }: CompiledStatement, number: string): string | undefined {
  return slots[Number(number) - 1]?.kind;
}

/** The end of the parenthesis that opens at `open`; our texts have no parentheses in names. */
export function closingParenthesis(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    if (depth === 0) return index;
  }
  throw new Error('a parenthesis stays open');
}
