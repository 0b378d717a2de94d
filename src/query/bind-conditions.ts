/**
 * `where` → two-valued conditions: a null equals nothing, and `not` is the exact complement. Negation is
 * pushed down to single conditions, where the complement is written out with its nulls.
 */
import { assertNever } from '../base/assert-never.ts';
import { isNumeric, isTemporal, type ValueType } from '../base/value-type.ts';
import type { Catalog, Period } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { Expression, Parameter, TypedLeaf } from '../formula/expression.ts';
import type { OperatorName } from '../formula/operators.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { bindInRange } from './bind-in-range.ts';
import { type NamedMember, nameMember, nameTenant } from './bind-member.ts';
import { limit } from './check-query.ts';
import {
  CONDITION_OPERATORS,
  type Condition,
  type ConditionOperator,
  type DimensionCondition,
} from './metric-query.ts';
import type { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import type { ReportingCalendar } from './reporting-calendar.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';
import { valueText } from './value-text.ts';
import { type PeriodDate, refuseCutBound } from './whole-periods.ts';

/** What a condition is about: a member that legs reach by a path, or a column of the answer. */
interface Subject {
  readonly written: string;
  readonly member: { readonly type: ValueType; readonly period?: Period | null };
}

/** Conditions with subjects named and values bound, before any leg is known. */
export type PreparedCondition<About extends Subject = NamedMember> =
  | {
      readonly kind: 'all' | 'any';
      readonly parts: readonly PreparedCondition<About>[];
      /** Whether it is the complement of what was written. */
      readonly negated: boolean;
    }
  | {
      readonly kind: 'member';
      readonly named: About;
      readonly operator: OperatorName;
      readonly parameter: Parameter | null;
      readonly negated: boolean;
    };

interface ConditionContext {
  readonly zone: string;
  readonly calendar: ReportingCalendar;
  readonly now: Date | null;
  readonly parameters: ParameterList;
}

/** A condition that is no group, whatever it is about. */
type LeafCondition = Omit<DimensionCondition, 'dimension'>;
type AnyCondition<Leaf extends LeafCondition> =
  | Leaf
  | { readonly all: readonly AnyCondition<Leaf>[] }
  | { readonly any: readonly AnyCondition<Leaf>[] }
  | { readonly not: AnyCondition<Leaf> };

/** Operators as a positive form and whether it is negated. */
const FORMS: Readonly<
  Record<Exclude<ConditionOperator, 'in_range'>, { operator: OperatorName; negated: boolean }>
> = {
  eq: { operator: 'equal', negated: false },
  ne: { operator: 'equal', negated: true },
  in: { operator: 'in_list', negated: false },
  not_in: { operator: 'in_list', negated: true },
  gt: { operator: 'greater', negated: false },
  gte: { operator: 'greater_or_equal', negated: false },
  lt: { operator: 'less', negated: false },
  lte: { operator: 'less_or_equal', negated: false },
  contains: { operator: 'contains', negated: false },
  starts_with: { operator: 'starts_with', negated: false },
  ends_with: { operator: 'ends_with', negated: false },
  is_null: { operator: 'is_null', negated: false },
  not_null: { operator: 'is_null', negated: true },
};

/** @throws SemanticError QUERY_UNKNOWN_MEMBER, QUERY_OPERATOR_MISMATCH, QUERY_TYPE_MISMATCH, QUERY_LIMIT_EXCEEDED … */
export function prepareConditions(
  where: readonly Condition[],
  {
    catalog,
    tenants,
    ...context
  }: ConditionContext & { readonly catalog: Catalog; readonly tenants: TenantMode },
): readonly PreparedCondition[] {
  const name = ({ dimension }: DimensionCondition, pointer: string): NamedMember =>
    dimension === TENANT_COLUMN && tenants === 'several'
      ? nameTenant(`${pointer}/dimension`)
      : nameMember(dimension, catalog, `${pointer}/dimension`);
  return prepareList(where, { ...context, pointer: '/where', name });
}

/** The same for any list of conditions; `name` finds what one of them is about. */
export function prepareList<Leaf extends LeafCondition, About extends Subject>(
  conditions: readonly AnyCondition<Leaf>[],
  {
    pointer: list,
    name,
    ...context
  }: ConditionContext & {
    readonly pointer: string;
    readonly name: (condition: Leaf, pointer: string) => About;
  },
): readonly PreparedCondition<About>[] {
  let count = 0;
  const prepare = (
    condition: AnyCondition<Leaf>,
    negated: boolean,
    pointer: string,
  ): PreparedCondition<About> => {
    if ('not' in condition) return prepare(condition.not, !negated, `${pointer}/not`);
    if ('all' in condition) return group('all', condition.all, { negated, pointer: `${pointer}/all` });
    if ('any' in condition) return group('any', condition.any, { negated, pointer: `${pointer}/any` });
    count += 1;
    limit('conditions', count, QUERY_LIMITS.conditions, list);
    return prepareLeaf(condition, name(condition, pointer), { ...context, negated, pointer });
  };
  const group = (
    kind: 'all' | 'any',
    parts: readonly AnyCondition<Leaf>[],
    { negated, pointer }: { negated: boolean; pointer: string },
  ): PreparedCondition<About> => ({
    kind: (kind === 'all') === negated ? 'any' : 'all',
    parts: parts.map((part, index) => prepare(part, negated, `${pointer}/${index}`)),
    negated,
  });
  return conditions.map((condition, index) => prepare(condition, false, `${list}/${index}`));
}

/** What a condition is about, once for each comparison. */
export function membersOf(condition: PreparedCondition): readonly NamedMember[] {
  return condition.kind === 'member' ? [condition.named] : condition.parts.flatMap(membersOf);
}

/** The condition where `reach` finds what it is about: on a leg's rows, or on rows of the answer. */
export function lowerCondition<About extends Subject, Leaf extends TypedLeaf>(
  condition: PreparedCondition<About>,
  reach: (named: About) => Expression<Leaf>,
): Expression<Leaf> {
  if (condition.kind !== 'member') {
    const parts = condition.parts.map((part) => lowerCondition(part, reach));
    return operation(condition.kind === 'all' ? 'and' : 'or', parts);
  }
  const { period } = condition.named.member;
  const reached = reach(condition.named);
  const member: Expression<Leaf> = period
    ? { kind: 'operation', operator: `bucket_${period}`, operands: [reached], type: 'date' }
    : reached;
  if (condition.operator === 'is_null')
    return operation(condition.negated ? 'is_not_null' : 'is_null', [member]);
  const positive = operation(
    condition.operator,
    condition.parameter ? [member, condition.parameter] : [member],
  );
  return condition.negated
    ? operation('or', [operation('is_null', [member]), operation('not', [positive])])
    : positive;
}

function operation<Leaf>(operator: OperatorName, operands: readonly Expression<Leaf>[]): Expression<Leaf> {
  return { kind: 'operation', operator, operands, type: 'boolean' };
}

/** A date that stands for a period is asked about by whole periods. */
function periodDate(
  { written, member: { period } }: Subject,
  { calendar }: Pick<ConditionContext, 'calendar'>,
): PeriodDate | null {
  return period ? { member: written, period, calendar } : null;
}

function prepareLeaf<About extends Subject>(
  condition: LeafCondition,
  named: About,
  { negated, ...context }: ConditionContext & { readonly pointer: string; readonly negated: boolean },
): PreparedCondition<About> {
  checkOperator(condition, named, context.pointer);
  if (condition.op === 'in_range') return prepareRange(condition, named, { ...context, negated });
  const form = FORMS[condition.op];
  const parameter = bindValue(condition, named, context);
  return { kind: 'member', named, operator: form.operator, parameter, negated: form.negated !== negated };
}

/** At or after its start and before its end; outside is before the one or at or after the other. */
function prepareRange<About extends Subject>(
  condition: LeafCondition,
  named: About,
  { negated, ...context }: ConditionContext & { readonly pointer: string; readonly negated: boolean },
): PreparedCondition<About> {
  const { from, to } = bindInRange(condition, {
    ...context,
    member: named.written,
    type: named.member.type,
    date: periodDate(named, context),
  });
  return {
    kind: negated ? 'any' : 'all',
    parts: [
      { kind: 'member', named, operator: 'greater_or_equal', parameter: from, negated },
      { kind: 'member', named, operator: 'less', parameter: to, negated },
    ],
    negated,
  };
}

function checkOperator({ op }: LeafCondition, { member, written }: Subject, pointer: string): void {
  const fits = operatorFits(op, member.type);
  if (fits) return;
  const known = CONDITION_OPERATORS.filter((operator) => operatorFits(operator, member.type));
  throw new SemanticError(
    'QUERY_OPERATOR_MISMATCH',
    { operator: op, member: written, type: member.type },
    { path: `${pointer}/op`, hint: `Possible: ${known.join(', ')}.` },
  );
}

function operatorFits(op: ConditionOperator, type: ValueType): boolean {
  switch (op) {
    case 'eq':
    case 'ne':
    case 'in':
    case 'not_in':
    case 'is_null':
    case 'not_null':
      return true;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return isNumeric(type) || isTemporal(type) || type === 'string';
    case 'in_range':
      return isNumeric(type) || isTemporal(type);
    case 'contains':
    case 'starts_with':
    case 'ends_with':
      return type === 'string';
    default:
      return assertNever(op);
  }
}

function bindValue(
  condition: LeafCondition,
  subject: Subject,
  { zone, calendar, parameters, pointer }: ConditionContext & { readonly pointer: string },
): Parameter | null {
  const { member, written } = subject;
  const date = periodDate(subject, { calendar });
  const takes =
    condition.op === 'in' || condition.op === 'not_in'
      ? 'values'
      : condition.op === 'is_null' || condition.op === 'not_null'
        ? null
        : 'value';
  const wrong = (['value', 'values'] as const).find(
    (key) => (condition[key] !== undefined) !== (key === takes),
  );
  if (wrong) {
    const problem =
      takes === wrong
        ? `The operator ${condition.op} needs "${wrong}"`
        : `The operator ${condition.op} does not take "${wrong}"`;
    throw new SemanticError(
      'QUERY_INVALID',
      { problem },
      { path: takes === wrong ? pointer : `${pointer}/${wrong}` },
    );
  }
  const context = { member: written, type: member.type, zone };
  const textOf = (value: Parameters<typeof valueText>[0], path: string): ReturnType<typeof valueText> => {
    const text = valueText(value, { ...context, pointer: path });
    if (date) refuseCutBound(date, String(text), { what: `the value ${String(text)}`, path });
    return text;
  };
  if (condition.value !== undefined)
    return parameters.add(textOf(condition.value, `${pointer}/value`), member.type);
  if (condition.values === undefined) return null;
  limit('list values', condition.values.length, QUERY_LIMITS.listValues, `${pointer}/values`);
  const texts = condition.values.map((value, index) => textOf(value, `${pointer}/values/${index}`));
  return parameters.add(texts.map(String), member.type);
}
