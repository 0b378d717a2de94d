/** What became of fixtures: a line for each that failed with its rows beside those of the answer, and a summary. */
import { sayCount } from '../base/say-count.ts';
import type { SourcePosition } from '../errors/diagnostic.ts';
import type { ComparedLine, Comparison, LineTexts } from '../fixtures/compare-rows.ts';
import type { Fixture } from '../fixtures/fixture.ts';
import type { Verdict } from '../fixtures/run-fixture.ts';
import { makeVisible, printTable } from './print-table.ts';

export interface FixtureResult {
  readonly fixture: Fixture;
  readonly verdict: Verdict;
}

/** `folder` is put before paths, so that terminals find the files. */
export function printFixtures(results: readonly FixtureResult[], folder: string): string {
  const failed = results.filter(({ verdict }) => verdict.kind !== 'passed');
  const blocks = failed.map(({ fixture, verdict }) => {
    const { metric, name, place } = fixture;
    return `${sayPlace(place.position, folder)} ${metric}: ${makeVisible(name)}\n${printVerdict(verdict)}\n`;
  });
  const counts = [
    `${results.length - failed.length} passed`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
  ];
  return `${blocks.join('')}${counts.join(', ')}\n`;
}

/** `metrics/sales/roas.test.yaml:12:11` */
export function sayPlace({ file, line, column }: SourcePosition, folder: string): string {
  return makeVisible(`${folder.replace(/\/+$/, '')}/${file}:${line}:${column}`);
}

function printVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'passed':
      return '';
    case 'answered':
      return `  expected the error ${verdict.expected}, got an answer\n`;
    case 'unloaded':
      return `  the rows cannot be loaded: ${makeVisible(verdict.message)}\n`;
    case 'refused':
      return indent(
        [
          `error ${verdict.code} ${makeVisible(verdict.message)}`,
          ...(verdict.hint === undefined ? [] : [`hint: ${makeVisible(verdict.hint)}`]),
        ].join('\n'),
      );
    case 'differs':
      return indent(printComparison(verdict.comparison));
  }
}

/** Rows as a table; of each that differs what was expected stands above what was got, and the cells are marked. */
function printComparison({ columns, lines }: Comparison): string {
  const headings = [
    { title: '', align: 'left' as const },
    ...columns.map((title) => ({ title, align: 'left' as const })),
  ];
  const shown = lines.length > MOST_LINES ? lines.filter(({ kind }) => kind !== 'same') : lines;
  const table = printTable(headings, shown.flatMap(printLine)).trimEnd();
  const counts = (['differs', 'missing', 'extra'] as const).flatMap((kind) => {
    const count = lines.filter((line) => line.kind === kind).length;
    return count === 0 ? [] : [`${sayCount(count, 'row')} ${COUNTED[kind]}`];
  });
  const left = lines.length - shown.length;
  return [counts.join(', '), table, ...(left > 0 ? [`${sayCount(left, 'row')} as expected`] : [])].join('\n');
}

/** Of longer answers only the rows that are at fault are shown. */
const MOST_LINES = 20;

const COUNTED = { differs: 'other than expected', missing: 'missing', extra: 'not expected' } as const;

function printLine(line: ComparedLine): readonly (readonly string[])[] {
  switch (line.kind) {
    case 'same':
      return [['', ...printCells(line.got)]];
    case 'missing':
      return [['missing', ...printCells(line.expected)]];
    case 'extra':
      return [['not expected', ...printCells(line.got)]];
    case 'differs':
      return [
        ['expected', ...printCells(line.expected)],
        ['got', ...printCells(line.got).map((cell, index) => (line.differing[index] ? `${cell} ≠` : cell))],
      ];
  }
}

function printCells(texts: LineTexts): readonly string[] {
  return texts.map((text) => text ?? '–');
}

function indent(text: string): string {
  return `${text.replaceAll(/^(?=.)/gm, '  ')}\n`;
}

/** The same for machines. */
export function fixturesJson(results: readonly FixtureResult[]): object {
  const failed = results.filter(({ verdict }) => verdict.kind !== 'passed').length;
  return {
    ok: failed === 0,
    passed: results.length - failed,
    failed,
    cases: results.map(({ fixture: { metric, name, place }, verdict: { kind, ...verdict } }) => {
      const { file, line, column } = place.position;
      return { metric, name, file, line, column, verdict: kind, ...verdict };
    }),
  };
}
