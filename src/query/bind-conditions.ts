/**
 * `where` → two-valued conditions: a null equals nothing, and `not` is the exact complement. Negation is
 * pushed down to single conditions, where the complement is written out with its nulls.
 */
import { assertNever } from '../base/assert-never.ts';
import { isNumeric, isTemporal } from '../base/value-type.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MemberReference, Parameter, RowExpression } from '../formula/expression.ts';
import type { OperatorName } from '../formula/operators.ts';
import { bindInRange } from './bind-in-range.ts';
import { type NamedMember, nameMember } from './bind-member.ts';
import { limit } from './check-query.ts';
import type { Condition, ConditionOperator, DimensionCondition } from './metric-query.ts';
import type { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { valueText } from './value-text.ts';

/** Conditions with members named and values bound, before any leg is known. */
export type PreparedCondition =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly PreparedCondition[] }
  | {
      readonly kind: 'member';
      readonly named: NamedMember;
      readonly operator: OperatorName;
      readonly parameter: Parameter | null;
      readonly negated: boolean;
    };

interface ConditionContext {
  readonly catalog: Catalog;
  readonly zone: string;
  /** Days by which weeks start before Monday. */
  readonly weekShift: number;
  readonly now: Date | null;
  readonly parameters: ParameterList;
}

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
  context: ConditionContext,
): readonly PreparedCondition[] {
  let count = 0;
  const prepare = (condition: Condition, negated: boolean, pointer: string): PreparedCondition => {
    if ('not' in condition) return prepare(condition.not, !negated, `${pointer}/not`);
    if ('all' in condition) return group('all', condition.all, { negated, pointer: `${pointer}/all` });
    if ('any' in condition) return group('any', condition.any, { negated, pointer: `${pointer}/any` });
    count += 1;
    limit('conditions', count, QUERY_LIMITS.conditions, '/where');
    return prepareMember(condition, negated, { ...context, pointer });
  };
  const group = (
    kind: 'all' | 'any',
    parts: readonly Condition[],
    { negated, pointer }: { negated: boolean; pointer: string },
  ): PreparedCondition => ({
    kind: (kind === 'all') === negated ? 'any' : 'all',
    parts: parts.map((part, index) => prepare(part, negated, `${pointer}/${index}`)),
  });
  return where.map((condition, index) => prepare(condition, false, `/where/${index}`));
}

/** The condition on one leg, whose members `reach` finds. */
export function lowerCondition(
  condition: PreparedCondition,
  reach: (named: NamedMember) => MemberReference,
): RowExpression {
  if (condition.kind !== 'member') {
    const parts = condition.parts.map((part) => lowerCondition(part, reach));
    return operation(condition.kind === 'all' ? 'and' : 'or', parts);
  }
  const member = reach(condition.named);
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

function operation(operator: OperatorName, operands: readonly RowExpression[]): RowExpression {
  return { kind: 'operation', operator, operands, type: 'boolean' };
}

function prepareMember(
  condition: DimensionCondition,
  negated: boolean,
  context: ConditionContext & { readonly pointer: string },
): PreparedCondition {
  const named = nameMember(condition.dimension, context.catalog, `${context.pointer}/dimension`);
  checkOperator(condition, named, context.pointer);
  if (condition.op === 'in_range') return prepareRange(condition, negated, { ...context, named });
  const form = FORMS[condition.op];
  const parameter = bindValue(condition, named, context);
  return { kind: 'member', named, operator: form.operator, parameter, negated: form.negated !== negated };
}

/** At or after its start and before its end; outside is before the one or at or after the other. */
function prepareRange(
  condition: DimensionCondition,
  negated: boolean,
  { named, ...context }: ConditionContext & { readonly pointer: string; readonly named: NamedMember },
): PreparedCondition {
  const { from, to } = bindInRange(condition, { ...context, member: named.written, type: named.member.type });
  return {
    kind: negated ? 'any' : 'all',
    parts: [
      { kind: 'member', named, operator: 'greater_or_equal', parameter: from, negated },
      { kind: 'member', named, operator: 'less', parameter: to, negated },
    ],
  };
}

function checkOperator({ op }: DimensionCondition, { member, written }: NamedMember, pointer: string): void {
  const fits = operatorFits(op, member.type);
  if (fits) return;
  throw new SemanticError(
    'QUERY_OPERATOR_MISMATCH',
    { operator: op, member: written, type: member.type },
    { path: `${pointer}/op` },
  );
}

function operatorFits(op: ConditionOperator, type: NamedMember['member']['type']): boolean {
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
  condition: DimensionCondition,
  { member, written }: NamedMember,
  { zone, parameters, pointer }: ConditionContext & { readonly pointer: string },
): Parameter | null {
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
  if (condition.value !== undefined) {
    return parameters.add(
      valueText(condition.value, { ...context, pointer: `${pointer}/value` }),
      member.type,
    );
  }
  if (condition.values === undefined) return null;
  limit('list values', condition.values.length, QUERY_LIMITS.listValues, `${pointer}/values`);
  const texts = condition.values.map((value, index) =>
    valueText(value, { ...context, pointer: `${pointer}/values/${index}` }),
  );
  return parameters.add(texts.map(String), member.type);
}
