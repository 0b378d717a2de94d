/** Texts that show where faults are expected: each `«` stands right before one. */
import type { Diagnostic } from '../../../src/errors/diagnostic.ts';
import { closerHint } from '../../support/closer-hint.ts';

export interface MarkedText {
  readonly text: string;
  /** `line:column` of each mark, in order. */
  readonly places: readonly string[];
}

export function readMarks(marked: string): MarkedText {
  const places: string[] = [];
  const lines = marked.split('\n').map((line, index) => {
    const parts = line.split('«');
    let column = 1;
    for (const part of parts.slice(0, -1)) {
      column += part.length;
      places.push(`${index + 1}:${column}`);
    }
    return parts.join('');
  });
  return { text: lines.join('\n'), places };
}

/** A diagnostic as one line: `3:5 DEF_UNKNOWN_KEY There is … | hint`. */
export function summarizeFault(fault: Diagnostic): string {
  const { code, position, message } = fault;
  const hint = closerHint(fault);
  const line = `${position.line}:${position.column} ${code} ${message}`;
  return hint === undefined ? line : `${line} | ${hint}`;
}

/** A fault as tests expect it: code, and parts of its message and hint; where no hint is named, there is none beyond that of the code. */
export type ExpectedFault = readonly [code: string, message?: string, hint?: string];

/** Both sides of a comparison, from the faults found and the marks and faults expected. */
export function compareFaults(
  found: readonly Diagnostic[],
  places: readonly string[],
  expected: readonly ExpectedFault[],
): { readonly found: unknown; readonly expected: unknown } {
  return {
    found: found.map((fault, index) => {
      const { code, position, message } = fault;
      const hint = closerHint(fault);
      const [, words, tip] = expected[index] ?? [];
      return {
        place: `${position.line}:${position.column}`,
        code,
        message: words !== undefined && message.includes(words) ? words : message,
        hint: tip !== undefined && hint?.includes(tip) ? tip : hint,
      };
    }),
    expected: expected.map(([code, words, tip], index) => ({
      place: places[index],
      code,
      message: words ?? found[index]?.message,
      hint: tip,
    })),
  };
}
