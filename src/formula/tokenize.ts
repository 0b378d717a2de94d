/** Formula text → tokens. Knows characters and keywords, no grammar. */
import { FormulaFault, type Span } from './formula-fault.ts';

export type TokenKind = 'name' | 'keyword' | 'number' | 'string' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Keywords in lower case, strings without their quotes, everything else as written. */
  readonly text: string;
  readonly span: Span;
}

const KEYWORDS = new Set([
  'and',
  'or',
  'not',
  'in',
  'is',
  'null',
  'between',
  'case',
  'when',
  'then',
  'else',
  'end',
  'true',
  'false',
  'filter',
  'where',
  'distinct',
  'like',
]);

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['number', /\d+(?:\.\d+)?(?![A-Za-z0-9_])/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['symbol', /<>|!=|<=|>=|[-+*/=<>(),.@]/y],
];

const SPACE = /\s*/y;
const STRING = /'((?:[^']|'')*)'/y;

/** @throws FormulaFault FORMULA_UNEXPECTED_CHARACTER, FORMULA_UNTERMINATED_STRING */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = text[at] === "'" ? readString(text, at) : readPattern(text, at);
    tokens.push(token);
    at = skipSpace(text, token.span.end);
  }
  tokens.push({ kind: 'end', text: '', span: { start: text.length, end: text.length } });
  return tokens;
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  return at + (SPACE.exec(text)?.[0].length ?? 0);
}

function readString(text: string, start: number): Token {
  STRING.lastIndex = start;
  const match = STRING.exec(text);
  if (!match)
    throw new FormulaFault('FORMULA_UNTERMINATED_STRING', {}, { span: { start, end: text.length } });
  const value = (match[1] ?? '').replaceAll("''", "'");
  return { kind: 'string', text: value, span: { start, end: start + match[0].length } };
}

function readPattern(text: string, start: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    const found = pattern.exec(text)?.[0];
    if (found === undefined) continue;
    const span = { start, end: start + found.length };
    const lower = found.toLowerCase();
    if (kind === 'name' && KEYWORDS.has(lower)) return { kind: 'keyword', text: lower, span };
    return { kind, text: found, span };
  }
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
  const hint = character === '"' ? "Strings stand in single quotes: 'paid'." : undefined;
  throw new FormulaFault(
    'FORMULA_UNEXPECTED_CHARACTER',
    { character: JSON.stringify(character) },
    { span: { start, end: start + character.length }, hint },
  );
}
