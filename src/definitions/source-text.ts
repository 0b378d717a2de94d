/** The text of one file with its lines indexed. Knows offsets and lines, not what the text means. */
import type { SourcePosition } from '../errors/diagnostic.ts';

/** Offsets into the text, half-open, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface SourceText {
  /** Path inside the project folder, with `/`. */
  readonly file: string;
  readonly text: string;
  /** The span's place, kept inside the file and cut off at the end of its first line. */
  position(span: Span): SourcePosition;
}

/** Indexes the lines of `text`; a byte order mark takes no column. */
export function indexSource(file: string, text: string): SourceText {
  const first = text.startsWith('\uFEFF') ? 1 : 0;
  const lineStarts = [first];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  const contentEnd = Math.max(first, text.trimEnd().length);

  return {
    file,
    text,
    position({ start, end }) {
      const from = Math.min(Math.max(start, first), contentEnd);
      const line = findLine(lineStarts, from);
      const lineStart = lineStarts[line] ?? first;
      const lineEnd = (lineStarts[line + 1] ?? text.length + 1) - 1;
      const visibleEnd = lineStart + text.slice(lineStart, lineEnd).trimEnd().length;
      const length = Math.max(1, Math.min(end, visibleEnd) - from);
      return { file, line: line + 1, column: from - lineStart + 1, length };
    },
  };
}

/** Index of the last line that starts at or before `offset`. */
function findLine(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
