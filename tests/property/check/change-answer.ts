/** Answers as a faulty product would give them. */
import { ExactNumber } from '../../../src/base/exact-number.ts';
import type { Answer, AnswerColumn } from '../../../src/engine/answer.ts';
import { instantOf, readMoment, wallClock } from '../oracle/clock.ts';
import type { Query } from '../oracle/query.ts';
import { sumOf } from './additive.ts';

type Row = Answer['rows'][number];
type Cell = Row[number];

export function keepRows(answer: Answer, keep: (row: Row) => boolean): Answer {
  return { ...answer, rows: answer.rows.filter((row) => keep(row)) };
}

export function changeCells(answer: Answer, change: (cell: Cell, column: AnswerColumn) => Cell): Answer {
  const changeRow = (row: Row) =>
    answer.columns.map((column, place): Cell => change(row[place] ?? null, column));
  return { ...answer, rows: answer.rows.map(changeRow) };
}

/** Whether all dimensions of a row have a value. */
export function isNamed({ columns }: Answer): (row: Row) => boolean {
  return (row) => columns.every(({ kind }, place) => kind !== 'dimension' || row[place] !== null);
}

export function isNothing(cell: Cell | undefined): boolean {
  return cell === null || cell === 0 || (cell instanceof ExactNumber && Number(cell.digits) === 0);
}

/** Rows that hold nothing hold nulls. */
export function emptyZeros(answer: Answer): Answer {
  return changeCells(answer, (cell, { kind }) => (kind === 'metric' && isNothing(cell) ? null : cell));
}

/** Hours that clocks show twice have the label of the first. */
export function mergeHours(answer: Answer, { time }: Query): Answer {
  const zone =
    time?.zone ?? answer.columns.flatMap((column) => (column.kind === 'time' ? [column.zone] : []))[0];
  if (zone === undefined) return answer;
  return changeCells(answer, (cell, { kind }) => {
    if (kind === 'metric' || typeof cell !== 'string' || !/T.*(Z|[+-]\d\d:\d\d)$/.test(cell)) return cell;
    return instantOf(wallClock(readMoment(cell, zone).instant, zone), zone);
  });
}

/** Totals that are the sums of their columns, where all cells are exact. */
export function addUpTotals(answer: Answer): Answer {
  const { columns, rows, totals } = answer;
  const first = columns.length - (totals?.length ?? 0);
  const sums = totals?.map((total, place) => {
    const cells = rows.map((row) => row[first + place] ?? null);
    if (!cells.every((cell) => cell instanceof ExactNumber)) return total;
    return new ExactNumber(sumOf(cells.map((cell) => [cell])).toString());
  });
  return { ...answer, totals: sums ?? null };
}

/** Rows in the order of their first column as people look words up. */
export function orderByDictionary(answer: Answer, { order = [] }: Query): Answer {
  const [first] = order;
  const place = answer.columns.findIndex(({ name }) => name === first?.by);
  const text = (row: Row) => (typeof row[place] === 'string' ? row[place] : '\u{10FFFF}');
  const turn = first?.direction === 'desc' ? -1 : 1;
  const rows = answer.rows.toSorted((left, right) => turn * text(left).localeCompare(text(right)));
  return { ...answer, rows };
}
