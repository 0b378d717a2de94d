/** The product's outcome beside the oracle's: the same reason to refuse, or the same cells in the same order. */
import { ExactNumber } from '../../../src/base/exact-number.ts';
import type { ValueType } from '../../../src/base/value-type.ts';
import type { Answer, AnswerColumn } from '../../../src/engine/answer.ts';
import type { ErrorCode } from '../../../src/errors/catalogue.ts';
import type { OracleAnswer, Outcome } from '../oracle/answer-query.ts';
import { completeWall, readMoment, wallClock } from '../oracle/clock.ts';
import { Decimal } from '../oracle/decimal.ts';
import type { Refusal } from '../oracle/refusals.ts';
import { identity, roundFloat, type Value } from '../oracle/value.ts';

export type ProductOutcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refusal'; readonly code: ErrorCode; readonly message: string };

const REFUSALS: Readonly<Partial<Record<ErrorCode, Refusal>>> = {
  QUERY_UNKNOWN_MEMBER: 'unknown_member',
  QUERY_UNKNOWN_METRIC: 'unknown_metric',
  QUERY_DIMENSION_NOT_ALLOWED: 'not_allowed',
  QUERY_NO_PATH: 'no_path',
  QUERY_AMBIGUOUS_PATH: 'ambiguous_path',
  QUERY_NO_TIME: 'no_time',
  QUERY_INTRADAY_BOUND: 'intraday_bound',
  QUERY_GRAIN_TOO_FINE: 'intraday_grain',
  QUERY_MIXED_CLOCKS: 'mixed_clocks',
  QUERY_INVALID: 'fill_needs_range',
  QUERY_LIMIT_EXCEEDED: 'too_many_buckets',
  QUERY_EMPTY_RANGE: 'empty_range',
  QUERY_GRAIN_REQUIRED: 'grain_required',
  QUERY_WINDOW_GRAIN: 'window_grain',
  QUERY_WINDOW_GROUP: 'window_group',
  QUERY_GRAIN_NOT_APPLICABLE: 'grain_not_applicable',
  QUERY_UNKNOWN_COLUMN: 'unknown_column',
  QUERY_OPERATOR_MISMATCH: 'operator_mismatch',
  QUERY_TYPE_MISMATCH: 'type_mismatch',
  QUERY_NO_MONEY: 'no_money',
  QUERY_COMPARE_RANGE: 'compare_range',
  QUERY_CONDITION_MIXED: 'mixed_conditions',
};

/** What differs, in words, or `null` where nothing does. */
export function findDifference(expected: Outcome, actual: ProductOutcome): string | null {
  if (actual.kind === 'refusal') {
    if (isTooLarge(actual)) return null;
    if (expected.kind === 'answer') return `refused with ${actual.code} (${actual.message})`;
    const reason = REFUSALS[actual.code];
    if (reason !== undefined && expected.reasons.has(reason)) return null;
    return `refused with ${actual.code} (${actual.message}), not for ${[...expected.reasons].join(' or ')}`;
  }
  if (expected.kind === 'refusal')
    return `answered, where it should refuse for ${[...expected.reasons].join(', ')}`;
  return compareAnswers(expected, actual.answer);
}

/** The oracle has all the time there is; nobody else waits for so many slots of windows. */
function isTooLarge({ code, message }: Extract<ProductOutcome, { kind: 'refusal' }>): boolean {
  return code === 'QUERY_LIMIT_EXCEEDED' && message.includes('slots of windows');
}

function compareAnswers(
  expected: OracleAnswer,
  { columns, rows, totals, page, range, warnings }: Answer,
): string | null {
  const names = columns.map(({ name }) => name);
  if (names.join() !== expected.columns.join())
    return `columns are ${names.join()}, not ${expected.columns.join()}`;
  if (rows.length !== expected.rows.length) return `${rows.length} rows, not ${expected.rows.length}`;
  for (const [place, row] of rows.entries()) {
    const difference = compareCells({ columns, zone: expected.zone }, expected.rows[place] ?? [], row);
    if (difference !== null) return `row ${place + 1}: ${difference}`;
  }
  const metrics = columns.filter(({ kind }) => kind === 'metric');
  if ((totals === null) !== (expected.totals === null)) return 'totals are there or not';
  const difference = compareCells(
    { columns: metrics, zone: expected.zone },
    expected.totals ?? [],
    totals ?? [],
  );
  if (difference !== null) return `totals: ${difference}`;
  const warned = warnings.flatMap((warning) => /^"(.*)" is null where it rests on/.exec(warning)?.[1] ?? []);
  if (warned.join() !== expected.withoutRate.join())
    return `warned of ${warned.join() || 'nothing'}, not of ${expected.withoutRate.join()}`;
  if (page.more !== expected.more) return `more is ${page.more}`;
  for (const side of ['from', 'to'] as const)
    if (instantText(range[side]) !== expected.range[side])
      return `range ${side} is ${range[side]}, not ${expected.range[side]}`;
  return null;
}

function compareCells(
  { columns, zone }: { readonly columns: readonly AnswerColumn[]; readonly zone: string },
  expected: readonly Value[],
  actual: Answer['rows'][number],
): string | null {
  for (const [place, column] of columns.entries()) {
    const [wanted = null, cell = null] = [expected[place], actual[place]];
    const read = readCell(column, cell, zone);
    if (!isSame(wanted, read)) return `${column.name} is ${identity(read)}, not ${identity(wanted)}`;
  }
  return null;
}

/** Doubles may differ in the last of their 12 digits, where the order of two operations does. */
function isSame(expected: Value, actual: Value): boolean {
  if (typeof expected !== 'number' || typeof actual !== 'number')
    return identity(expected) === identity(actual);
  if (actual !== roundFloat(actual)) return false;
  return Math.abs(expected - actual) <= 1e-11 * Math.max(Math.abs(expected), Math.abs(actual));
}

/** A cell in the oracle's terms. */
export function readCell(column: AnswerColumn, cell: Answer['rows'][number][number], zone: string): Value {
  if (cell instanceof ExactNumber) return Decimal.parse(cell.digits);
  if (typeof cell !== 'string') return cell;
  if (column.kind === 'time' || (column.kind === 'dimension' && column.grain !== undefined))
    return readBucket(cell, zone);
  const type: ValueType = column.type;
  if (type === 'time') return readBucket(cell, zone);
  return type === 'local_time' ? completeWall(cell) : cell;
}

/** A day, a wall clock, or an instant, which is printed as clocks of the zone show it. */
function readBucket(cell: string, zone: string): string {
  if (!cell.includes('T')) return cell;
  const [wall = '', ...offset] = cell.split(/(?=Z$|[+-]\d\d:\d\d$)/);
  if (offset.length === 0) return completeWall(cell);
  const { instant } = readMoment(cell, zone);
  return wallClock(instant, zone) === completeWall(wall) ? instant : `${cell}, not as in ${zone}`;
}

function instantText(moment: string | null): string | null {
  return moment === null ? null : readMoment(moment, 'UTC').instant;
}
