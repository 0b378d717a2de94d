/**
 * Which character of the source each character of a scalar's value comes from. YAML only takes white space
 * away from plain, single-quoted and block scalars (and doubles quotes in single-quoted ones), so that walking
 * value and source side by side finds every other character exactly; double quotes add escapes.
 */
import type { Span } from './source-text.ts';
import type { ScalarNode } from './yaml-node.ts';

/** The spans in `text` of each UTF-16 code unit of the scalar's value; `null` for what is not text. */
export function alignScalar(scalar: ScalarNode, text: string): readonly Span[] | null {
  if (typeof scalar.value !== 'string') return null;
  const source = text.slice(0, scalar.span.end);
  const spans: Span[] = [];
  let at = findContent(scalar, source);
  while (spans.length < scalar.value.length) {
    const character = scalar.value.charAt(spans.length);
    at = isSpace(character) ? skipContinuations(scalar, source, at) : skipSpace(scalar, source, at);
    const fold = isSpace(character) && scalar.style !== 'block' ? findFold(source, at) : null;
    if (fold !== null) {
      for (let count = 0; count < fold.characters; count += 1) spans.push({ start: at, end: at });
      at = fold.end;
      continue;
    }
    const written = readUnit(scalar, source, at);
    // Of a block, white space that was folded or taken for indentation uses up nothing.
    const taken = isSpace(character) && written.text !== character && !written.escaped ? 0 : written.length;
    if (taken === 0 && !isSpace(character)) return null;
    const span = { start: at, end: at + taken };
    spans.push(span);
    if (written.pair) spans.push(span);
    at = span.end;
  }
  return spans;
}

interface Fold {
  /** Characters of the value that the line breaks have become: one space, or one break less. */
  readonly characters: number;
  readonly end: number;
}

/** The white space at `at`, if lines are broken in it: outside of blocks all of it is folded. */
function findFold(source: string, at: number): Fold | null {
  let breaks = 0;
  let end = at;
  for (; end < source.length && isSpace(source.charAt(end)); end += 1) if (source[end] === '\n') breaks += 1;
  return breaks === 0 ? null : { characters: Math.max(1, breaks - 1), end };
}

/** Offset of the first character after the opening quote or the block header. */
function findContent(scalar: ScalarNode, source: string): number {
  switch (scalar.style) {
    case 'plain':
      return scalar.span.start;
    case 'single_quoted':
    case 'double_quoted':
      return scalar.span.start + 1;
    case 'block': {
      const headerEnd = source.indexOf('\n', scalar.span.start);
      return headerEnd < 0 ? source.length : headerEnd + 1;
    }
  }
}

interface SourceUnit {
  readonly text: string;
  readonly length: number;
  readonly escaped: boolean;
  /** Whether one escape stands for a surrogate pair of the value. */
  readonly pair: boolean;
}

/** Digits after `\x`, `\u` and `\U`. */
const ESCAPE_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What stands for one character of the value at `at`. */
function readUnit(scalar: ScalarNode, source: string, at: number): SourceUnit {
  const text = source.charAt(at);
  const escaped = scalar.style === 'double_quoted' && text === '\\';
  if (escaped) {
    const digits = ESCAPE_DIGITS[source.charAt(at + 1)] ?? 0;
    const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16);
    return { text, length: 2 + digits, escaped, pair: digits > 0 && code > 0xffff };
  }
  const doubled = scalar.style === 'single_quoted' && text === "'";
  return { text, length: doubled ? 2 : text.length, escaped, pair: false };
}

function skipSpace(scalar: ScalarNode, source: string, from: number): number {
  let at = from;
  for (;;) {
    if (at < source.length && isSpace(source.charAt(at))) at += 1;
    else if (isContinuation(scalar, source, at)) at += 2;
    else return at;
  }
}

/** Passes `\` at the end of a line, which joins it to the next one, and that line's indentation. */
function skipContinuations(scalar: ScalarNode, source: string, from: number): number {
  let at = from;
  while (isContinuation(scalar, source, at)) {
    at += 2;
    while (at < source.length && isSpace(source.charAt(at))) at += 1;
  }
  return at;
}

function isContinuation(scalar: ScalarNode, source: string, at: number): boolean {
  return scalar.style === 'double_quoted' && source[at] === '\\' && /[\r\n]/.test(source.charAt(at + 1));
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}
