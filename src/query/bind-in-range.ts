/** `in_range` → its two bounds: a range in words, or the first value and the one after the last. */
import { Temporal } from 'temporal-polyfill';
import { isNumeric, isTemporal, type ValueType } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { Parameter } from '../formula/expression.ts';
import type { DimensionCondition } from './metric-query.ts';
import type { ParameterList } from './parameter-list.ts';
import type { ReportingCalendar } from './reporting-calendar.ts';
import { type BoundRange, resolveRange } from './resolve-range.ts';
import { valueText } from './value-text.ts';
import { type PeriodDate, refuseCutBound } from './whole-periods.ts';

type Asked = Pick<DimensionCondition, 'value' | 'values'>;

export interface InRangeContext {
  /** The member as it is written, for messages. */
  readonly member: string;
  readonly type: ValueType;
  readonly zone: string;
  readonly calendar: ReportingCalendar;
  readonly now: Date | null;
  readonly parameters: ParameterList;
  readonly pointer: string;
  /** What the member stands for, where that is a period. */
  readonly date: PeriodDate | null;
}

export interface InRangeBounds {
  readonly from: Parameter;
  readonly to: Parameter;
}

/** @throws SemanticError QUERY_INVALID, QUERY_BAD_TIME, QUERY_TYPE_MISMATCH, QUERY_EMPTY_RANGE */
export function bindInRange(condition: Asked, context: InRangeContext): InRangeBounds {
  const { type, parameters, pointer, date } = context;
  const [from = '', to = ''] = boundTexts(condition, context);
  if (!isAscending(from, to, type))
    throw new SemanticError(
      'QUERY_EMPTY_RANGE',
      { from, to },
      {
        path: `${pointer}/values/1`,
        hint: 'The lower value stands first; the range ends before the second.',
      },
    );
  if (date)
    for (const bound of [from, to])
      refuseCutBound(date, bound, { what: `the bound ${bound}`, path: pointer });
  return { from: parameters.add(from, type), to: parameters.add(to, type) };
}

function boundTexts({ value, values }: Asked, context: InRangeContext): readonly string[] {
  const { type, pointer } = context;
  if (values !== undefined && value === undefined && values.length === 2) {
    return values.map((bound, index) =>
      String(valueText(bound, { ...context, pointer: `${pointer}/values/${index}` })),
    );
  }
  const problem = isTemporal(type)
    ? 'The operator in_range needs "values": [from, to], or a range as its "value"'
    : 'The operator in_range needs "values": [from, to]';
  if (values !== undefined || typeof value !== 'string' || !isTemporal(type)) {
    const hint = 'The range ends before its second value; both are needed.';
    throw new SemanticError('QUERY_INVALID', { problem }, { path: pointer, hint });
  }
  return textsOf(resolveRange(value, { ...context, pointer: `${pointer}/value` }), context, value);
}

/** The bounds as values of the member's type. */
function textsOf(
  { from, to }: BoundRange,
  { member, type, pointer }: InRangeContext,
  written: string,
): readonly string[] {
  if (type === 'time') return [from.parameter, to.parameter];
  if (type === 'local_time') return [from.local, to.local];
  return [from, to].map(({ local }) => {
    const [day = '', clock] = local.split('T');
    if (clock === '00:00:00') return day;
    const problem = `"${written}" ends within a day`;
    throw new SemanticError('QUERY_TYPE_MISMATCH', { member, type, problem }, { path: `${pointer}/value` });
  });
}

/** Numbers that differ beyond what a double holds pass: their range is merely empty. */
function isAscending(from: string, to: string, type: ValueType): boolean {
  if (isNumeric(type)) return Number(from) <= Number(to) && from !== to;
  if (type === 'time')
    return Temporal.Instant.compare(Temporal.Instant.from(from), Temporal.Instant.from(to)) < 0;
  return from < to;
}
