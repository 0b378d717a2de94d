/**
 * Answers as JSON text. Exact numbers are printed digit by digit and never become JavaScript numbers, which is
 * why this is not `JSON.stringify`; everything else is.
 */
import { type Cell, ExactNumber } from '../base/exact-number.ts';
import { invariant } from '../base/invariant.ts';
import { type Answer, hasTotal } from '../engine/answer.ts';
import type { DimensionValues } from '../engine/read-values.ts';

/** The answer of a query as it goes over the wire. */
export function writeAnswer(answer: Answer): string {
  const names = answer.columns.map((column) => `${JSON.stringify(column.name)}:`);
  const totalled = answer.columns.map(hasTotal);
  const metricNames = names.filter((_, index) => totalled[index]);
  const data =
    answer.layout === 'columns'
      ? `{${names.map((name, index) => `${name}${writeColumn(answer, index)}`).join(',')}}`
      : `[${answer.rows.map((row) => writeRecord(names, row, answer.numbers)).join(',')}]`;
  const totals = answer.totals === null ? 'null' : writeRecord(metricNames, answer.totals, answer.numbers);
  return [
    `{"data":${data}`,
    `"columns":${JSON.stringify(answer.columns)}`,
    `"totals":${totals}`,
    `"range":${JSON.stringify(answer.range)}`,
    `"page":${JSON.stringify(answer.page)}`,
    `"partial":${JSON.stringify(answer.partial)}`,
    `"warnings":${JSON.stringify(answer.warnings)}`,
    `"receipt":${JSON.stringify(answer.receipt)}}`,
  ].join(',');
}

/** One page of the values of a dimension. */
export function writeValues({ items, next }: DimensionValues): string {
  return `{"items":[${items.map((item) => writeCell(item, 'json')).join(',')}],"next":${JSON.stringify(next)}}`;
}

function writeColumn({ rows, numbers }: Answer, index: number): string {
  return `[${rows.map((row) => writeCell(row[index] ?? null, numbers)).join(',')}]`;
}

function writeRecord(names: readonly string[], cells: readonly Cell[], numbers: Answer['numbers']): string {
  invariant(names.length === cells.length, 'a row has as many cells as the answer has columns');
  return `{${cells.map((cell, index) => `${names[index]}${writeCell(cell, numbers)}`).join(',')}}`;
}

/** One cell: exact digits verbatim, or as a string where `numbers` is `strings`. */
export function writeCell(cell: Cell, numbers: Answer['numbers']): string {
  if (cell instanceof ExactNumber) return numbers === 'json' ? cell.digits : `"${cell.digits}"`;
  invariant(typeof cell !== 'number' || Number.isFinite(cell), 'a number of an answer is finite');
  return JSON.stringify(cell);
}
