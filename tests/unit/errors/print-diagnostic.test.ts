import { describe, expect, it } from 'vitest';
import { type Diagnostic, diagnose } from '../../../src/errors/diagnostic.ts';
import { printDiagnostic, printDiagnostics } from '../../../src/errors/print-diagnostic.ts';

interface Place {
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly length?: number;
  readonly hint?: string;
}

function unknownKey({ file = 'a.yaml', line, column, length = 1, hint }: Place): Diagnostic {
  const position = { file, line, column, length };
  return { ...diagnose('DEF_UNKNOWN_KEY', { key: 'x' }, { position }), hint };
}

function print(text: string, place: Place): string[] {
  return printDiagnostic(unknownKey(place), { files: new Map([['a.yaml', text]]) }).split('\n');
}

const HEAD = 'error DEF_UNKNOWN_KEY There is no key "x" here.';

describe('printDiagnostic', () => {
  it('shows place, message, line, carets and hint', () => {
    expect(
      print('a: 1\nb: colum\n', { line: 2, column: 4, length: 5, hint: 'Did you mean "column"?' }),
    ).toEqual([`a.yaml:2:4 ${HEAD}`, '   2 | b: colum', '     |    ^^^^^', '  hint: Did you mean "column"?']);
  });

  it('keeps tabs before the caret', () => {
    expect(print('a:\t\tb\n', { line: 1, column: 5 }).slice(1)).toEqual(['   1 | a:\t\tb', '     |   \t\t^']);
  });

  it('counts a pair of surrogates as one character', () => {
    expect(print('a: 😀 b\n', { line: 1, column: 7 }).slice(1)).toEqual(['   1 | a: 😀 b', '     |      ^']);
  });

  it('cuts the carets off at the end of the line', () => {
    expect(print('a: bc\n', { line: 1, column: 4, length: 900 })[2]).toBe('     |    ^^');
  });

  it('points right after the line where something is missing', () => {
    expect(print('a: b /\r\n', { line: 1, column: 7 }).slice(1)).toEqual(['   1 | a: b /', '     |       ^']);
  });

  it('shows a window of a long line', () => {
    const text = `${'a'.repeat(300)}X${'b'.repeat(300)}`;
    const [, line = '', carets = ''] = print(text, { line: 1, column: 301 });
    expect(line).toMatch(/^ {3}1 \| …a{40}Xb{79}…$/);
    expect(line.charAt(carets.indexOf('^'))).toBe('X');
  });

  it('does without the line of an empty or unknown file', () => {
    expect(print('', { line: 1, column: 1 })).toEqual([`a.yaml:1:1 ${HEAD}`]);
    expect(printDiagnostic(unknownKey({ file: 'b.yaml', line: 9, column: 1 }), { files: new Map() })).toBe(
      `b.yaml:9:1 ${HEAD}`,
    );
  });

  it('names the folder', () => {
    const options = { files: new Map<string, string>(), folder: './metrics/' };
    expect(printDiagnostic(unknownKey({ line: 1, column: 1 }), options)).toBe(`./metrics/a.yaml:1:1 ${HEAD}`);
  });

  it('lets no control character through to the terminal', () => {
    const printed = print('a: \u001b[31mred\u009b', { line: 1, column: 4, hint: 'x\u0007y' }).join('\n');
    expect(printed).not.toMatch(/[^\P{Cc}\n]/u);
    expect(printed).toContain('a: \uFFFD[31mred');
  });
});

describe('printDiagnostics', () => {
  const options = { files: new Map<string, string>() };
  const error = unknownKey({ line: 1, column: 1 });
  const other = unknownKey({ file: 'b.yaml', line: 1, column: 1 });
  const warning: Diagnostic = { ...error, severity: 'warning' };
  it.each([
    [[], 'no errors'],
    [[error], '1 error in 1 file'],
    [[error, error, other], '3 errors in 2 files'],
    [[error, warning, warning], '1 error, 2 warnings in 1 file'],
    [[warning], '1 warning in 1 file'],
  ])('sums %# up', (diagnostics, summary) => {
    expect(printDiagnostics(diagnostics, options).split('\n\n').at(-1)).toBe(summary);
  });

  it('sets diagnostics apart', () => {
    expect(printDiagnostics([error, other], options)).toBe(
      `a.yaml:1:1 ${HEAD}\n\nb.yaml:1:1 ${HEAD}\n\n2 errors in 2 files`,
    );
  });
});
