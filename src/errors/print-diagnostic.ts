/**
 * Diagnostics as a compiler prints them: place, message, the source line, a caret run, the hint. Knows texts
 * by path, not disks; shows nothing of a text that a terminal would obey.
 */
import { sayCount } from '../base/say-count.ts';
import type { Diagnostic } from './diagnostic.ts';

export interface PrintOptions {
  /** Texts by the paths that diagnostics name; a file that is not there is printed without its line. */
  readonly files: ReadonlyMap<string, string>;
  /** Put before each path, so that terminals and editors find the file from where the command runs. */
  readonly folder?: string;
}

/** Characters of a source line that are shown. */
const WINDOW = 120;

/** One diagnostic, in two to four lines without a line end after the last. */
export function printDiagnostic(diagnostic: Diagnostic, options: PrintOptions): string {
  const { code, severity, message, hint, position } = diagnostic;
  const { file, line, column } = position;
  const path = options.folder === undefined ? file : `${options.folder.replace(/\/+$/, '')}/${file}`;
  const lines = [makeVisible(`${path}:${line}:${column} ${severity} ${code} ${message}`)];
  const text = options.files.get(file);
  const sourceLine = text === undefined ? undefined : findLine(text, line);
  if (sourceLine !== undefined && sourceLine.trim() !== '') lines.push(...printLine(sourceLine, diagnostic));
  if (hint !== undefined) lines.push(makeVisible(`  hint: ${hint}`));
  return lines.join('\n');
}

/** All diagnostics in the order given, apart by empty lines, and a summary: `3 errors in 2 files`. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], options: PrintOptions): string {
  const printed = diagnostics.map((diagnostic) => printDiagnostic(diagnostic, options));
  return [...printed, summarize(diagnostics)].join('\n\n');
}

function summarize(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return 'no errors';
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const notes = diagnostics.length - errors - warnings;
  const files = new Set(diagnostics.map(({ position }) => position.file)).size;
  const counts = [
    ...(errors > 0 ? [sayCount(errors, 'error')] : []),
    ...(warnings > 0 ? [sayCount(warnings, 'warning')] : []),
    ...(notes > 0 ? [sayCount(notes, 'note')] : []),
  ];
  return `${counts.join(', ')} in ${sayCount(files, 'file')}`;
}

function findLine(text: string, line: number): string | undefined {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return source.split('\n', line)[line - 1]?.trimEnd();
}

function printLine(sourceLine: string, { position }: Diagnostic): string[] {
  const column = Math.min(position.column - 1, sourceLine.length);
  const start = column > WINDOW - 40 ? column - 40 : 0;
  const end = Math.min(sourceLine.length, start + WINDOW);
  const before = (start > 0 ? '…' : '') + sourceLine.slice(start, column);
  const marked = sourceLine.slice(column, Math.min(end, column + position.length));
  const after = sourceLine.slice(column + marked.length, end) + (end < sourceLine.length ? '…' : '');
  const number = String(position.line).padStart(4);
  // A tab before the caret stays one: it is as wide there as in the line above.
  const indent = Array.from(before, (character) => (character === '\t' ? '\t' : ' ')).join('');
  const carets = '^'.repeat(Math.max(1, Array.from(marked).length));
  return [`${number} | ${makeVisible(before + marked + after)}`, `${' '.repeat(4)} | ${indent}${carets}`];
}

/** Replaces control characters other than tabs, one for one, so that columns stay. */
function makeVisible(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, '\u{FFFD}');
}
