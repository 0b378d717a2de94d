/**
 * Dates that stand for a period and are divided evenly over its days: which questions cut such a period, and what of
 * a metric can then be divided. Each day counts in whole parts of its period, so that the days of a whole period are
 * exactly what it holds, and there is one division, at the end.
 */
import { assertNever } from '../base/assert-never.ts';
import { invariant } from '../base/invariant.ts';
import { isNumeric } from '../base/value-type.ts';
import type { Catalog, Period } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import {
  type Aggregate,
  type Expression,
  isConstant,
  isOperation,
  type MemberReference,
  type TypedLeaf,
} from '../formula/expression.ts';
import { grainOf } from '../formula/metric-tree.ts';
import { typeOperator } from '../formula/operator-types.ts';
import type { BoundTime } from './bind-time.ts';
import type { AggregateReference, OutputExpression } from './bound-query.ts';
import { placeOf } from './member-place.ts';
import { findPeriodMember, fitsPeriod, startsPeriod } from './whole-periods.ts';
import type { Window, WindowStep } from './window.ts';

/** As if a join led from each row to the days of its period. With a space, which no join's name has. */
export const EACH_DAY = 'each day';

/** A day of the period that a row's time stands for. */
export const SPREAD_DAY: MemberReference = { kind: 'member', path: [EACH_DAY], member: 'day', type: 'date' };

/** How many parts of its period that day is. */
export const DAY_PARTS: MemberReference = {
  kind: 'member',
  path: [EACH_DAY],
  member: 'parts',
  type: 'integer',
};

/** In how many parts a period is divided: by any number of days that it may have without a rest. */
export const PARTS_OF_PERIOD: Readonly<Record<Period, string>> = {
  week: '7',
  // 28, 29, 30 and 31 days.
  month: '377580',
  // 90, 91 and 92 days.
  quarter: '376740',
  // 365 and 366 days.
  year: '133590',
};

/** A leg's rows, as far as they are known before they are bound. */
interface TimedRows {
  readonly root: string;
  readonly time: MemberReference | null;
  readonly window: Window;
}

type AskedTime = Pick<BoundTime, 'grain' | 'range' | 'unit' | 'calendar'>;

/** The period to be divided over its days; `null` where none is cut, or its date is none that is divided. */
export function findSpread(
  { root, time, window }: TimedRows,
  { catalog, asked }: { readonly catalog: Catalog; readonly asked: AskedTime },
): Period | null {
  const member = findPeriodMember({ root, time }, catalog);
  if (!member?.spread || member.period === null) return null;
  const { period } = member;
  const { grain, range, calendar } = asked;
  const isCut =
    (grain !== null && !fitsPeriod(grain, period)) ||
    [range.from, range.to].some(
      (bound) => bound !== null && !startsPeriod(bound.local, { period, calendar }),
    ) ||
    window.some((step) => mayCut(step, period, asked));
  return isCut ? period : null;
}

/** Whether the step may lead from whole periods to a part of one. */
function mayCut(step: WindowStep, period: Period, { unit }: AskedTime): boolean {
  switch (step.kind) {
    case 'shift':
      return !fitsPeriod(grainOf(step.by.unit), period);
    case 'trailing':
      return step.length.kind === 'duration' && !fitsPeriod(grainOf(step.length.unit), period);
    case 'to_date':
    case 'shift_to_start':
      return !fitsPeriod(grainOf(step.period), period);
    case 'each_bucket':
      return !fitsPeriod(step.grain, period);
    case 'compared_range':
      // The range's own length is so many months, or so many periods of a calendar, or else so many days.
      return step.by ? !fitsPeriod(grainOf(step.by.unit), period) : period === 'week' || unit !== null;
    case 'running':
      return false;
    case 'last_day':
      return true;
    default:
      return assertNever(step);
  }
}

/** The sum over days in parts of their period: a part of what the period holds, times the parts there are. */
export function inParts(aggregate: Aggregate): Aggregate {
  const { argument } = aggregate;
  invariant(argument, 'a sum is of something');
  const operands = [argument, DAY_PARTS];
  const typing = typeOperator(
    'multiply',
    operands.map(({ type }) => type),
  );
  invariant(typing.kind === 'typed', 'a number is divided');
  const { type } = typing;
  return { ...aggregate, argument: { kind: 'operation', operator: 'multiply', operands, type }, type };
}

/** What a sum in parts comes to. */
export function outOfParts(sum: AggregateReference, period: Period): OutputExpression {
  return divideBy(sum, PARTS_OF_PERIOD[period]);
}

/** An aggregate over values of groups, which rests on a division where those do. */
export function overDivided(
  aggregate: AggregateReference,
  values: readonly OutputExpression[],
): OutputExpression {
  return isNumeric(aggregate.type) && values.some(isDivided) ? divideBy(aggregate, '1') : aggregate;
}

function divideBy(sum: AggregateReference, value: string): OutputExpression {
  const parts = { kind: 'literal', type: 'integer', value } as const;
  const type = sum.type === 'float' ? 'float' : 'decimal';
  return { kind: 'operation', operator: 'out_of_parts', operands: [sum, parts], type };
}

/** Whether a value rests on sums that were divided. */
export function isDivided<Leaf extends TypedLeaf>(expression: Expression<Leaf>): boolean {
  if (isConstant(expression) || !isOperation(expression)) return false;
  return expression.operator === 'out_of_parts' || expression.operands.some(isDivided);
}

/** Whether parts of what a period holds add up to it. */
export function isDivisible({ function: name, argument }: Aggregate): boolean {
  return name === 'sum' && argument !== null && argument.type !== 'boolean';
}

/**
 * Nobody can tell on which of its days a period's rows are to be counted, or which of them is the greatest.
 * @throws SemanticError QUERY_PERIOD_CUT unless what the period holds can be divided
 */
export function refuseUndivided(
  aggregate: Aggregate,
  {
    metric,
    isChosen,
    period,
  }: { readonly metric: string; readonly isChosen: boolean; readonly period: Period },
): void {
  if (isDivisible(aggregate) && !isChosen) return;
  const { root, time, function: name } = aggregate;
  invariant(time, 'a period is cut along a time');
  const member = placeOf(root, time);
  const what = isChosen ? `"${metric}", which chooses rows,` : `the ${name} in "${metric}"`;
  const hint = `Only sums of numbers are divided over days: ask for whole ${period}s.`;
  throw new SemanticError('QUERY_PERIOD_CUT', { member, period, what }, { path: '/metrics', hint });
}
