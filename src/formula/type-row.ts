/** Row-level syntax → typed tree over the members of one model and those its joins reach. */
import { suggest } from '../base/did-you-mean.ts';
import type { ValueType } from '../base/value-type.ts';
import {
  ATTRIBUTE_FUNCTIONS,
  EDGE_FUNCTIONS,
  isAttributeFunction,
  isEdgeFunction,
  isMetricFunction,
  METRIC_FUNCTIONS,
} from './beyond-group.ts';
import { checkCalendarArgument } from './calendar-argument.ts';
import { type Crossed, crossedBy, refuseBridge, refuseCrossing, refuseUnclear } from './crossed-bridges.ts';
import {
  AGGREGATE_FUNCTIONS,
  type Expression,
  type MemberReference,
  type RowExpression,
  type TypedLeaf,
} from './expression.ts';
import { findTarget } from './find-joined.ts';
import { FormulaFault, FormulaUnjudged } from './formula-fault.ts';
import type { FormulaModel, FormulaNames } from './formula-names.ts';
import { FUNCTIONS, findOperation } from './functions.ts';
import { checkLiteralArguments } from './literal-arguments.ts';
import { operandsOf, readMove } from './move-by-duration.ts';
import { typeOperator } from './operator-types.ts';
import type { OperatorName } from './operators.ts';
import { sayCall } from './say-call.ts';
import type { CallSyntax, ClauseSyntax, NameSyntax, Syntax } from './syntax.ts';
import { withZone } from './zoned-operators.ts';

/** Where the names of a row-level formula are looked up. */
export interface RowContext {
  readonly names: FormulaNames;
  readonly root: FormulaModel;
  /** Whether names begin with the model's own (`orders.amount`, metric formulas) or not (model formulas). */
  readonly qualified: boolean;
  /** Whether names may lie across a bridge, where a row has any number of values: in filters they may. */
  readonly bridges?: boolean;
}

/** What names and calls mean under one kind of leaf; everything else is the same under all of them. */
export interface LeafTyping<Leaf extends TypedLeaf> {
  readonly names: FormulaNames;
  typeName(name: NameSyntax): Expression<Leaf>;
  /** A call that is more than a listed function, or `null`. */
  typeCall(call: CallSyntax): Expression<Leaf> | null;
}

/** @throws FormulaFault */
export function typeExpression<Leaf extends TypedLeaf>(
  syntax: Syntax,
  leaves: LeafTyping<Leaf>,
): Expression<Leaf> {
  const typeOperand = (operand: Syntax): Expression<Leaf> => typeExpression(operand, leaves);
  switch (syntax.kind) {
    case 'literal':
      return { kind: 'literal', type: syntax.type, value: syntax.value };
    case 'name':
      return leaves.typeName(syntax);
    case 'duration':
      throw new FormulaFault('FORMULA_DURATION_PLACE', {}, { span: syntax.span });
    case 'operation': {
      const move = readMove(syntax);
      const at = { name: operatorWord(syntax.operator), syntax };
      if (move) return typeOperation(move.operator, operandsOf(move, typeOperand), { ...at, operands: 1 });
      checkLiteralArguments(syntax.operator, at.name, syntax.operands);
      return typeOperation(syntax.operator, syntax.operands.map(typeOperand), at);
    }
    case 'call':
      return leaves.typeCall(syntax) ?? typeCall(syntax, typeOperand, leaves.names);
  }
}

/** @throws FormulaFault */
export function typeRow(syntax: Syntax, context: RowContext): RowExpression {
  return typeExpression<MemberReference>(syntax, {
    names: context.names,
    typeName: (name) => resolveMember(name, context),
    typeCall: refuseAggregate,
  });
}

function refuseAggregate({ name, span }: CallSyntax): null {
  if (!isAggregateName(name)) return null;
  const hint = 'Aggregates belong to metrics; here a formula computes one value for each row.';
  const params = { place: 'in a row-level formula' };
  throw new FormulaFault('FORMULA_NESTED_AGGREGATE', params, { span, hint });
}

/** A boolean condition, which may ask for partners across bridges. @throws FormulaFault */
export function typeCondition(syntax: Syntax, context: RowContext): RowExpression {
  const condition = typeRow(syntax, { ...context, bridges: true });
  const { root, names } = context;
  const crossed = ({ path, member }: MemberReference): Crossed | null =>
    crossedBy(root, path, { models: names.models, member });
  refuseUnclear(condition, { span: syntax.span, crossed });
  if (condition.type === 'boolean') return condition;
  const params = { operation: 'A filter', expected: 'a condition', actual: condition.type };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: syntax.span });
}

/** A call of a listed function over operands of any leaf; its name is looked at first. @throws FormulaFault */
export function typeCall<Leaf extends TypedLeaf>(
  syntax: CallSyntax,
  typeOperand: (operand: Syntax) => Expression<Leaf>,
  names: FormulaNames,
): Expression<Leaf> {
  const name = syntax.name.toLowerCase();
  const known = FUNCTIONS.get(name);
  if (!known) {
    const hint = functionHint(name);
    throw new FormulaFault('FORMULA_UNKNOWN_FUNCTION', { name: syntax.name }, { span: syntax.span, hint });
  }
  refuseClause(syntax);
  if (syntax.filterSpan) throw new FormulaFault('FORMULA_FILTER_PLACE', {}, { span: syntax.filterSpan });
  if (syntax.operands.length < known.least || syntax.operands.length > known.most) {
    throw argumentCount(syntax, name, known.least, known.most);
  }
  const { operator, operands } = findOperation(syntax, known);
  checkLiteralArguments(operator, name, operands);
  checkCalendarArgument(operator, operands, names);
  const moments = operator === 'business_minutes' ? { operands: 2 } : {};
  return typeOperation(operator, operands.map(typeOperand), { name, syntax, ...moments });
}

function functionHint(name: string): string | undefined {
  if (isEdgeFunction(name))
    return `It works on buckets of metrics, in their formulas: ${EDGE_FUNCTIONS[name].example}.`;
  if (isMetricFunction(name))
    return `It works on metrics, in their formulas: ${METRIC_FUNCTIONS[name].example}.`;
  if (isAttributeFunction(name))
    return `It looks along the rows of a model, in its own formulas: ${ATTRIBUTE_FUNCTIONS[name].example}.`;
  const beyond = [...Object.keys(METRIC_FUNCTIONS), ...Object.keys(ATTRIBUTE_FUNCTIONS)];
  return suggest(name, [...FUNCTIONS.keys(), ...AGGREGATE_FUNCTIONS, ...beyond]);
}

/** @throws FormulaFault FORMULA_CLAUSE_PLACE where the call has a clause, or one of another kind */
export function refuseClause({ name, clause }: CallSyntax, allowed?: ClauseSyntax['kind']): void {
  if (!clause || clause.kind === allowed) return;
  const word = clause.kind === 'rows' ? clause.choice : clause.kind;
  throw new FormulaFault(
    'FORMULA_CLAUSE_PLACE',
    { clause: word, name: name.toLowerCase() },
    { span: clause.span, hint: CLAUSE_HINTS[clause.kind] },
  );
}

const CLAUSE_HINTS: Readonly<Record<ClauseSyntax['kind'], string>> = {
  rows: 'It chooses the rows of an aggregate: sum(balances.amount last by balances.account_id).',
  per: 'It groups a metric to aggregate it again: avg(balance per day).',
  within: 'It belongs into total, share and rank: share(revenue, within channel.name).',
  by: 'It belongs into unfiltered, and into previous and ordinal in formulas of models: unfiltered(revenue by channel), previous(opened_at by customer_id).',
  to: 'It belongs into shift: shift(balance, to year).',
};

/** The fault of a call with too few or too many arguments. */
export function argumentCount(syntax: CallSyntax, name: string, least: number, most: number): FormulaFault {
  const expected =
    most === Infinity ? `${least} or more` : least === most ? `${least}` : `${least} to ${most}`;
  const params = {
    name,
    expected: `${expected} ${expected === '1' ? 'argument' : 'arguments'}`,
    actual: syntax.operands.length,
  };
  return new FormulaFault('FORMULA_ARGUMENT_COUNT', params, { span: syntax.span, hint: sayCall(name) });
}

/** What a fault of types is said of: the word for the operation, and how many of its operands are written. */
interface TypedPlace {
  readonly name: string;
  readonly syntax: Syntax;
  readonly operands?: number;
}

/** An operation whose type follows from its operands'. @throws FormulaFault FORMULA_TYPE_MISMATCH */
export function typeOperation<Leaf extends TypedLeaf>(
  operator: OperatorName,
  operands: readonly Expression<Leaf>[],
  at: TypedPlace,
): Expression<Leaf> {
  const types = operands.map((operand): ValueType | 'null' => operand.type);
  const typing = typeOperator(operator, types);
  if (typing.kind === 'typed')
    return { kind: 'operation', operator, operands: withZone(operator, operands), type: typing.type };
  const params = {
    operation: at.name,
    expected: typing.expected,
    actual: types.slice(0, at.operands).join(' and '),
  };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: at.syntax.span, hint: typing.hint });
}

export function isAggregateName(name: string): boolean {
  return AGGREGATE_FUNCTIONS.some((aggregate) => aggregate === name.toLowerCase());
}

/** A name as a member of the root or of what its joins reach. @throws FormulaFault FORMULA_UNKNOWN_NAME */
export function resolveMember(
  name: NameSyntax,
  { names, root, qualified, bridges = false }: RowContext,
): MemberReference {
  refuseExtras(name);
  const segments = [...name.segments];
  const written = segments.join('.');
  if (qualified && segments.shift() !== root.name) {
    const hint = `Names begin with the model here: ${root.name}.….`;
    throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: written }, { span: name.span, hint });
  }
  const member = segments.pop();
  let model = root;
  for (const join of segments) {
    if (!bridges && model.bridges?.has(join)) {
      const hint = 'Filters may ask for it, filter (where …), and queries group by it.';
      const problem = 'a row has any number of such values, where a formula needs one';
      refuseBridge({ member: written, way: [join] }, problem, { span: name.span, hint });
    }
    const target = names.models.get(findTarget(model, join) ?? '');
    // The check of joins tells of a join that leads nowhere, once for all formulas that go along it.
    if (!target && model.joins.has(join)) throw new FormulaUnjudged();
    if (!target) {
      const hint =
        suggest(join, model.joins.keys()) ?? listHint(`Joins of ${model.name}`, model.joins.keys());
      throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: written }, { span: name.span, hint });
    }
    model = target;
  }
  const found = member === undefined ? undefined : model.members.get(member);
  if (member !== undefined && found) {
    const problem = refuseCrossing(root, segments, names.models);
    const crossed = problem === null ? null : crossedBy(root, segments, { models: names.models, member });
    if (crossed && problem !== null) refuseBridge(crossed, problem, { span: name.span });
    return { kind: 'member', path: segments, member, type: found.type };
  }
  const hint =
    suggest(member ?? written, model.members.keys()) ??
    listHint(`Members of ${model.name}`, model.members.keys());
  throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: written }, { span: name.span, hint });
}

/** Members and models have neither versions nor filters. @throws FormulaFault */
export function refuseExtras({ segments, version, filterSpan, span }: NameSyntax): void {
  if (version !== null) {
    const name = `${segments.join('.')}@${version}`;
    throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name }, { span, hint: 'Only metrics have versions.' });
  }
  if (filterSpan) throw new FormulaFault('FORMULA_FILTER_PLACE', {}, { span: filterSpan });
}

function listHint(what: string, known: Iterable<string>): string | undefined {
  const list = [...known].sort();
  if (list.length === 0) return undefined;
  return `${what}: ${list.slice(0, 12).join(', ')}${list.length > 12 ? ', …' : ''}.`;
}

function operatorWord(operator: OperatorName): string {
  return operator.replaceAll('_', ' ');
}
