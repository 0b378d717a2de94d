/** Formula text → tokens. Knows characters and keywords, no grammar. */
import { characterHint } from './foreign-words.ts';
import { FormulaFault, type Span } from './formula-fault.ts';

export type TokenKind = 'name' | 'keyword' | 'number' | 'string' | 'symbol' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Keywords in lower case, strings without their quotes, everything else as written. */
  readonly text: string;
  readonly span: Span;
}

/** Words of the grammar: in a formula they are never names, unless a dot stands before them. */
export const KEYWORDS: ReadonlySet<string> = new Set([
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
/** A quote that another follows does not close: `'a''` is unterminated as a whole. */
const STRING = /'((?:[^']|'')*)'(?!')/y;
const COMMENT = /--|\/\*|\*\//y;

/** @throws FormulaFault FORMULA_UNEXPECTED_CHARACTER, FORMULA_UNTERMINATED_STRING */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    refuseComment(text, at);
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

/** What SQL takes for a comment would here be two operators: nobody could tell which is meant. */
function refuseComment(text: string, start: number): void {
  COMMENT.lastIndex = start;
  const found = COMMENT.exec(text)?.[0];
  if (found === undefined) return;
  const hint =
    found === '--'
      ? 'Formulas have no comments; a number that is negated twice is written -(-x).'
      : 'Formulas have no comments; write them in the YAML, after "#".';
  const span = { start, end: start + found.length };
  throw new FormulaFault(
    'FORMULA_UNEXPECTED_CHARACTER',
    { character: JSON.stringify(found) },
    { span, hint },
  );
}

function readString(text: string, start: number): Token {
  STRING.lastIndex = start;
  const match = STRING.exec(text);
  if (!match)
    throw new FormulaFault('FORMULA_UNTERMINATED_STRING', {}, { span: { start, end: text.length } });
  const value = (match[1] ?? '').replaceAll("''", "'");
  const span = { start, end: start + match[0].length };
  if (value.includes('\u0000') || !value.isWellFormed()) {
    const hint = 'No text of a database contains it.';
    const character = value.includes('\u0000') ? 'U+0000' : 'half of a surrogate pair';
    throw new FormulaFault('FORMULA_UNEXPECTED_CHARACTER', { character }, { span, hint });
  }
  return { kind: 'string', text: value, span };
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
  throw new FormulaFault(
    'FORMULA_UNEXPECTED_CHARACTER',
    { character: JSON.stringify(character) },
    { span: { start, end: start + character.length }, hint: characterHint(character) },
  );
}
