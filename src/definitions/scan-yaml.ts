/**
 * First pass over a YAML text: its limits, and the features that definitions do without. Runs before
 * anything recursive sees the text, because the composer of the `yaml` package exhausts the stack, and with
 * it the process, on deeply nested input. Lexer and token parser of the same package keep a stack of their
 * own, so the depth that is measured here is the one that the composer would meet.
 */
import { CST, Lexer, Parser } from 'yaml';
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import type { SourceText } from './source-text.ts';

/** Characters of one file: a few hundred members with their descriptions. */
export const MAX_FILE_CHARACTERS = 128 * 1024;
/** Stray tokens that are handed on; composing each of a hundred thousand takes seconds. */
const MAX_STRAY_TOKENS = 20;
/** Levels of lists and mappings; a model needs five. */
export const MAX_DEPTH = 32;

/** What a forbidden token is called, and what to do instead. */
const FORBIDDEN_TOKENS: ReadonlyMap<string, readonly [feature: string, hint: string]> = new Map([
  ['anchor', ['an anchor', 'Write the value out; put text that begins with & in quotes.']],
  ['alias', ['an alias', 'Write the value out; put text that begins with * in quotes.']],
  ['tag', ['a tag', 'Leave it out; put text that begins with ! in quotes.']],
  ['directive-line', ['a directive', 'Leave it out; put text that begins with % in quotes.']],
]);

/** Tabs and line ends are the only control characters of plain text; surrogates come in pairs. */
const FORBIDDEN_CHARACTER = /[^\P{Cc}\t\n\r]|\r(?!\n)|\p{Surrogate}|\uFFFE|\uFFFF/u;

/** Tokens that are safe to compose, or why there are none. */
export type YamlScan =
  | { readonly kind: 'scanned'; readonly tokens: readonly CST.Token[] }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** Checks size, characters, depth and features of `source`. */
export function scanYaml(source: SourceText): YamlScan {
  const refused = checkSize(source) ?? checkCharacters(source);
  return refused === undefined ? scanTokens(source) : { kind: 'refused', diagnostics: [refused] };
}

function checkSize(source: SourceText): Diagnostic | undefined {
  const actual = source.text.length;
  if (actual <= MAX_FILE_CHARACTERS) return undefined;
  const params = { actual, unit: 'characters', limit: MAX_FILE_CHARACTERS };
  return diagnose('DEF_TOO_LARGE', params, { position: source.position({ start: 0, end: 1 }) });
}

function checkCharacters(source: SourceText): Diagnostic | undefined {
  const found = FORBIDDEN_CHARACTER.exec(source.text);
  if (found === null) return undefined;
  const code = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return diagnose(
    'DEF_YAML_FORBIDDEN',
    { feature: `the character U+${code}` },
    { position: source.position({ start: found.index, end: found.index + 1 }) },
  );
}

function scanTokens(source: SourceText): YamlScan {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const diagnostics: Diagnostic[] = [];
  let scalarFollows = false;
  for (const lexeme of new Lexer().lex(source.text)) {
    if (!scalarFollows) diagnostics.push(...checkLexeme(lexeme, parser.offset, source));
    scalarFollows = lexeme === CST.SCALAR;
    tokens.push(...parser.next(lexeme));
    if (findDepth(parser) > MAX_DEPTH) return tooDeep(source, parser.offset);
  }
  tokens.push(...parser.end());
  const second = tokens.filter((token) => token.type === 'document')[1];
  if (second !== undefined) {
    diagnostics.push(
      forbid(source, {
        start: second.offset,
        feature: 'a second document',
        hint: 'One file, one definition.',
      }),
    );
  }
  if (diagnostics.length > 0) return { kind: 'refused', diagnostics };
  let strays = 0;
  const kept = tokens.filter((token) => token.type !== 'error' || ++strays <= MAX_STRAY_TOKENS);
  return { kind: 'scanned', tokens: kept };
}

/** Lists and mappings that are open: the document below them and a scalar on top of them are not counted. */
function findDepth({ stack }: Parser): number {
  const top = stack.at(-1)?.type ?? '';
  return stack.length - (top.startsWith('block-') || top === 'flow-collection' ? 1 : 2);
}

function checkLexeme(lexeme: string, offset: number, source: SourceText): Diagnostic[] {
  const type = CST.tokenType(lexeme) ?? '';
  const end = offset + lexeme.length;
  const forbidden = FORBIDDEN_TOKENS.get(type);
  if (forbidden !== undefined) {
    const [feature, hint] = forbidden;
    return [forbid(source, { start: offset, end, feature: `${feature} (${lexeme.slice(0, 40)})`, hint })];
  }
  // Composed, an open quote is only noticed at the end of the file.
  if (type.endsWith('-quoted-scalar') && !isClosed(lexeme)) {
    const position = source.position({ start: offset, end: offset + 1 });
    return [diagnose('DEF_YAML_SYNTAX', { reason: 'this quote is never closed' }, { position })];
  }
  return [];
}

/** Whether a quoted scalar ends with its quote; its first character is the opening one. */
function isClosed(lexeme: string): boolean {
  const last = lexeme.length - 1;
  if (lexeme.startsWith("'")) return lexeme.split("'").length % 2 === 1;
  let backslashes = 0;
  while (lexeme[last - 1 - backslashes] === '\\') backslashes += 1;
  return last > 0 && lexeme.endsWith('"') && backslashes % 2 === 0;
}

function tooDeep(source: SourceText, offset: number): YamlScan {
  const params = { actual: `more than ${MAX_DEPTH}`, unit: 'levels of nesting', limit: MAX_DEPTH };
  const position = source.position({ start: offset - 1, end: offset });
  return { kind: 'refused', diagnostics: [diagnose('DEF_TOO_LARGE', params, { position })] };
}

interface Forbidden {
  readonly start: number;
  readonly end?: number;
  readonly feature: string;
  readonly hint: string;
}

function forbid(source: SourceText, { start, end, feature, hint }: Forbidden): Diagnostic {
  const position = source.position({ start, end: end ?? start + 1 });
  return diagnose('DEF_YAML_FORBIDDEN', { feature }, { position, hint });
}
