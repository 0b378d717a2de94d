/** Answers and the rows of check SQL in one comparable form: exact numbers as their digits, floats as numbers. */
import { type Cell, ExactNumber } from '../../src/base/exact-number.ts';
import type { ValueType } from '../../src/base/value-type.ts';
import type { Answer, AnswerColumn } from '../../src/engine/answer.ts';
import type { TextRows } from '../../src/postgres/postgres-database.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';

export type PlainCell = null | boolean | string | number;

/** Digits that a float keeps in an answer. */
const FLOAT_DIGITS = 12;

/** What a reader of the answer sees; minus zero is written as zero. */
export function plainCell(cell: Cell): PlainCell {
  if (cell instanceof ExactNumber) return cell.digits;
  return cell === 0 ? 0 : cell;
}

/** The rows of an answer. */
export function plainRows(answer: Answer): PlainCell[][] {
  return answer.rows.map((row) => row.map(plainCell));
}

/** Rows that the database printed, as an answer with such columns would have them. */
export function expectedRows(rows: TextRows, columns: readonly AnswerColumn[]): PlainCell[][] {
  return rows.map((row) =>
    row.map((text, index) => {
      const column = columns[index];
      return column === undefined ? text : expectedCell(text, typeOfColumn(column));
    }),
  );
}

function typeOfColumn(column: AnswerColumn): ValueType {
  return column.kind === 'time' ? 'date' : column.type;
}

function expectedCell(text: string | null, type: ValueType): PlainCell {
  if (text === null) return null;
  if (type === 'boolean') return text === 't' || text === 'true';
  if (type === 'float') return Number(Number(text).toPrecision(FLOAT_DIGITS)) || 0;
  return text;
}

/** The names that the answer's columns must have: time, then the groups, whether they are the others, then the metrics. */
export function expectedColumns(query: MetricQuery): string[] {
  const time = query.time?.grain === undefined ? [] : ['time'];
  const metrics = (query.metrics ?? []).map((item) =>
    typeof item === 'string' ? item.replace(/@\d+$/, '') : (item.as ?? item.metric),
  );
  const others = query.top?.others ? ['others'] : [];
  const compared = metrics.flatMap((metric) => [
    metric,
    ...comparedNames(query.compare).map((name) => `${metric}.${name}`),
  ]);
  return [...time, ...(query.by ?? []), ...others, ...compared];
}

function comparedNames(compare: MetricQuery['compare']): string[] {
  if (compare === undefined) return [];
  if (!Array.isArray(compare)) return ['previous', 'change', 'change_ratio'];
  return compare.flatMap((item) => {
    const name = typeof item === 'string' ? item : (item.as ?? '');
    return ['value', 'change', 'change_ratio'].map((part) => `${name}.${part}`);
  });
}

/** The query whose only row the totals are (S9). */
export function totalsQuery(query: MetricQuery): MetricQuery {
  const {
    by: _by,
    order: _order,
    limit: _limit,
    totals: _totals,
    having: _having,
    top: _top,
    time,
    ...rest
  } = query;
  if (time === undefined) return rest;
  const { grain: _grain, fill: _fill, ...range } = time;
  return { ...rest, time: range };
}
