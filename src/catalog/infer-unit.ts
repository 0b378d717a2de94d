/**
 * The units of formulas: inferred from their facts upwards, and refused where numbers of different units meet.
 * Written numbers take the unit of what they stand beside, except when they are added to money.
 */

import { assertNever } from '../base/assert-never.ts';
import { isCounting } from '../formula/aggregates.ts';
import type { AttributeLeaf, AttributeTree } from '../formula/attribute-tree.ts';
import {
  type Aggregate,
  type Expression,
  forEachLeaf,
  isConstant,
  isOperation,
  type TypedLeaf,
} from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';
import { FormulaFault, type Span } from '../formula/formula-fault.ts';
import { type MetricTree, type MetricTreeLeaf, type PerGroup, treesUnder } from '../formula/metric-tree.ts';
import type { OperatorName } from '../formula/operators.ts';
import type { Syntax } from '../formula/syntax.ts';
import {
  commonUnit,
  countOf,
  describeUnit,
  divideUnits,
  isMoney,
  isSameUnit,
  multiplyUnits,
  PLAIN,
  type Unit,
} from './unit.ts';
import { argumentOf, operandSyntax } from './walk-syntax.ts';

/** A model as units see it. */
export interface UnitModel {
  readonly name: string;
  readonly joins: ReadonlyMap<string, { readonly target: string }>;
  readonly members: ReadonlyMap<string, { readonly unit: Unit }>;
}

interface UnitContext {
  readonly models: ReadonlyMap<string, UnitModel>;
  readonly metrics: ReadonlyMap<string, { readonly unit: Unit }>;
}

/** @throws FormulaFault FORMULA_UNIT_MISMATCH */
export function inferMetricUnit(tree: MetricTree, syntax: Syntax, context: UnitContext): Unit {
  return infer<MetricTreeLeaf>(tree, syntax, (leaf, at) => {
    const input = at.kind === 'call' ? (at.operands[0] ?? at) : at;
    switch (leaf.kind) {
      case 'aggregate':
        return aggregateUnit(leaf, at, context);
      case 'metric':
        return context.metrics.get(leaf.metric)?.unit ?? PLAIN;
      case 'chosen_rows':
        return aggregateUnit(leaf.aggregate, at, context);
      case 'shift':
      case 'shift_to_start':
      case 'trailing':
      case 'to_date':
      case 'running':
      case 'total':
      case 'unfiltered':
        return inferMetricUnit(leaf.input, input, context);
      case 'share':
      case 'rank':
        inferMetricUnit(leaf.input, input, context);
        return PLAIN;
      case 'per_group': {
        const filter = at.kind === 'call' ? at.filter : null;
        if (leaf.filter && filter) inferMetricUnit(leaf.filter, filter, context);
        return groupsUnit(leaf, inferMetricUnit(leaf.input, input, context));
      }
      default:
        return assertNever(leaf);
    }
  });
}

/** What aggregates over groups are of: the values' own unit, its square, or a plain number. */
function groupsUnit({ function: name }: PerGroup, unit: Unit): Unit {
  if (name === 'first' || name === 'last') return unit;
  if (isCounting(name)) return PLAIN;
  return name === 'variance' ? multiplyUnits(unit, unit) : unit;
}

/** The unit of a row-level formula over `root`. @throws FormulaFault FORMULA_UNIT_MISMATCH */
export function inferRowUnit(expression: AttributeTree, syntax: Syntax, context: RowUnits): Unit {
  return infer<AttributeLeaf>(expression, syntax, (leaf, at) => attributeUnit(leaf, at, context));
}

interface RowUnits {
  readonly root: UnitModel;
  readonly models: UnitContext['models'];
}

/** The unit of a member, or of what other rows say. @throws FormulaFault FORMULA_UNIT_MISMATCH */
export function attributeUnit(leaf: AttributeLeaf, syntax: Syntax, context: RowUnits): Unit {
  switch (leaf.kind) {
    case 'member': {
      const model = findJoined(context.root, leaf.path, context.models);
      return model?.members.get(leaf.member)?.unit ?? PLAIN;
    }
    case 'child_aggregate':
      return aggregateUnit(leaf.aggregate, syntax, context);
    case 'previous':
      return inferRowUnit(leaf.value, argumentOf(syntax), context);
    case 'ordinal':
      return PLAIN;
    default:
      return assertNever(leaf);
  }
}

/** Units were checked when the formula was loaded: none of its faults has to be placed any more. */
const LOADED: Syntax = { kind: 'literal', type: 'null', value: null, span: { start: 0, end: 0 } };

/** The unit of a loaded row-level formula by those of its members, as `leafUnit` tells them. @throws FormulaFault FORMULA_UNIT_MISMATCH */
export function inferUnitBy(tree: AttributeTree, leafUnit: (leaf: AttributeLeaf, at: Syntax) => Unit): Unit {
  return infer<AttributeLeaf>(tree, LOADED, leafUnit);
}

/** Whether a loaded metric has an amount written out beside money, whose currency it is then in: `revenue > 1000`. */
export function writesMoney(tree: MetricTree, context: UnitContext): boolean {
  if (isConstant(tree)) return false;
  if (!isOperation(tree)) return treesUnder(tree).some((inner) => writesMoney(inner, context));
  const { operator, operands } = tree;
  const met = MEETINGS.has(operator) ? operands : operator === 'case' ? resultsOf(operands) : [];
  const written = met.some((operand) => bareKind(operand) === 'number');
  const isWritten = written && met.some((operand) => isMoney(inferMetricUnit(operand, LOADED, context)));
  return isWritten || operands.some((operand) => writesMoney(operand, context));
}

/** Operators whose operands are of one unit, beside those that add: nothing but zero may be added to money. */
const MEETINGS: ReadonlySet<OperatorName> = new Set([
  'coalesce',
  'greatest',
  'least',
  'nullif',
  'equal',
  'not_equal',
  'less',
  'less_or_equal',
  'greater',
  'greater_or_equal',
  'in',
]);

/** What a `case` chooses from. */
function resultsOf<Part>(operands: readonly Part[]): readonly Part[] {
  return operands.filter((_, index) => index % 2 === 1 || index === operands.length - 1);
}

function aggregateUnit(aggregate: Aggregate, syntax: Syntax, { models }: Pick<UnitContext, 'models'>): Unit {
  const root = models.get(aggregate.root);
  if (!root) return PLAIN;
  const call = syntax.kind === 'call' ? syntax : null;
  if (aggregate.filter) inferRowUnit(aggregate.filter, call?.filter ?? syntax, { root, models });
  if (!aggregate.argument) return countOf(root.name);
  const unit = inferRowUnit(aggregate.argument, call?.operands[0] ?? syntax, { root, models });
  // Of any text: the list of functions is the formula's to extend.
  const name: string = aggregate.function;
  switch (name) {
    case 'count':
      return countOf(root.name);
    case 'count_distinct':
    case 'approx_count_distinct':
      return 'member' in aggregate.argument ? countOf(aggregate.argument.member) : PLAIN;
    case 'variance':
      return multiplyUnits(unit, unit);
    default:
      return unit;
  }
}

type LeafUnit<Leaf> = (leaf: Leaf, syntax: Syntax) => Unit;

function infer<Leaf extends TypedLeaf>(
  expression: Expression<Leaf>,
  syntax: Syntax,
  leafUnit: LeafUnit<Leaf>,
): Unit {
  if (isConstant(expression)) return PLAIN;
  if (!isOperation(expression)) return leafUnit(expression, syntax);
  const parts = expression.operands.map((operand, index): Part => {
    const at = operandSyntax(syntax, index, expression.operands.length);
    return { unit: infer(operand, at, leafUnit), bare: bareKind(operand), span: at.span };
  });
  const [first = NOTHING, second = NOTHING] = parts;
  switch (expression.operator) {
    case 'add':
    case 'subtract':
      return unify(parts, expression.operator === 'add' ? 'added to' : 'subtracted from');
    case 'multiply':
      return multiplyUnits(first.unit, second.unit);
    case 'divide':
      return divideUnits(first.unit, second.unit);
    case 'negate':
    case 'abs':
    case 'round':
    case 'floor':
    case 'ceil':
      return first.unit;
    case 'coalesce':
    case 'greatest':
    case 'least':
      return unify(parts, 'chosen in place of');
    case 'nullif':
      unify(parts, 'compared with');
      return first.unit;
    case 'case':
      return unify(resultsOf(parts), 'chosen in place of');
    case 'equal':
    case 'not_equal':
    case 'less':
    case 'less_or_equal':
    case 'greater':
    case 'greater_or_equal':
    case 'in':
      unify(parts, 'compared with');
      return PLAIN;
    default:
      return PLAIN;
  }
}

/** An operand with its unit; `bare` where it is written out, without anything that could have a unit. */
interface Part {
  readonly unit: Unit;
  readonly bare: 'number' | 'nothing' | null;
  readonly span: Span;
}

const NOTHING: Part = { unit: PLAIN, bare: 'nothing', span: { start: 0, end: 0 } };

/** The one unit of operands that meet; `verb` says how. @throws FormulaFault FORMULA_UNIT_MISMATCH */
function unify(parts: readonly Part[], verb: string): Unit {
  const measured = parts.filter(({ bare }) => bare === null);
  const [first] = measured;
  if (!first) return PLAIN;
  const odd = measured.find(({ unit }) => !isSameUnit(unit, first.unit));
  if (odd) throw mismatch(odd.span, { actual: odd.unit, verb, expected: first.unit });
  const added = verb === 'added to' || verb === 'subtracted from';
  const bare = parts.find((part) => part.bare === 'number');
  if (added && bare && isMoney(first.unit))
    throw mismatch(bare.span, { actual: PLAIN, verb, expected: first.unit });
  return commonUnit(measured.map(({ unit }) => unit));
}

function mismatch(span: Span, at: { actual: Unit; verb: string; expected: Unit }): FormulaFault {
  const { verb } = at;
  const params = { actual: describeUnit(at.actual), verb, expected: describeUnit(at.expected) };
  return new FormulaFault('FORMULA_UNIT_MISMATCH', params, { span, hint: hintFor(at) });
}

function hintFor({ actual, expected }: { actual: Unit; expected: Unit }): string {
  if (isMoney(actual) && isMoney(expected)) return 'Convert one of them first: multiply it by a rate.';
  const plain = [actual, expected].some((unit) => isSameUnit(unit, PLAIN));
  return plain
    ? 'Declare the unit of the fact that has none, or multiply and divide instead.'
    : 'Units are declared on facts (`unit: …`): are these the right ones?';
}

/** What a part is beside those that have units: zero is nothing of any unit, and null no number. */
function bareKind<Leaf extends TypedLeaf>(expression: Expression<Leaf>): Part['bare'] {
  let leaves = 0;
  forEachLeaf(expression, () => {
    leaves += 1;
  });
  if (leaves > 0) return null;
  const value = isConstant(expression) && expression.kind === 'literal' ? expression.value : '1';
  return typeof value === 'string' && Number(value) !== 0 ? 'number' : 'nothing';
}
