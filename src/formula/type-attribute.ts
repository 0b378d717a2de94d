/** Formulas of models that look at other rows: aggregates of models that lead here, `previous`, `ordinal`. */
import type { AttributeLeaf, AttributeTree, ChildAggregate, Ordinal, Previous } from './attribute-tree.ts';
import { isAttributeFunction } from './beyond-group.ts';
import type { Aggregate, MemberReference } from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import type { FormulaModel, MetricNames } from './formula-names.ts';
import { type CallSyntax, forEachName, type NameSyntax, type Syntax } from './syntax.ts';
import { typeAggregate } from './type-metric.ts';
import {
  argumentCount,
  isAggregateName,
  type RowContext,
  refuseClause,
  resolveMember,
  typeExpression,
  typeRow,
} from './type-row.ts';

/** Where an attribute is looked up; `findPath` leads from the models that it aggregates to its own. */
export interface AttributeContext extends RowContext {
  readonly names: MetricNames;
}

/** @throws FormulaFault */
export function typeAttribute(syntax: Syntax, context: AttributeContext): AttributeTree {
  return typeExpression<AttributeLeaf>(syntax, {
    names: context.names,
    typeName: (name) => resolveMember(name, context),
    typeCall: (call) => {
      if (isAggregateName(call.name)) return typeChildAggregate(call, context);
      const name = call.name.toLowerCase();
      if (!isAttributeFunction(name)) return null;
      return name === 'previous' ? typePrevious(call, context) : typeOrdinal(call, context);
    },
  });
}

function typeChildAggregate(call: CallSyntax, { names, root }: AttributeContext): ChildAggregate {
  if (!namesOtherModel(call, names, root)) {
    const hint =
      'Aggregates belong to metrics; here a formula computes one value for each row, or aggregates a model that leads here.';
    const params = { place: 'over the rows of its own model' };
    throw new FormulaFault('FORMULA_NESTED_AGGREGATE', params, { span: call.span, hint });
  }
  refuseClause(call);
  const aggregate: Aggregate = { ...typeAggregate(call, names), time: null };
  const found = names.findPath({ kind: 'model', name: root.name }, aggregate.root);
  if (found.kind === 'path')
    return { kind: 'child_aggregate', aggregate, path: found.path, choice: null, type: aggregate.type };
  const params = { member: root.name, root: aggregate.root, metric: 'the formula' };
  if (found.kind === 'none') {
    const hint = `Only models whose joins lead to ${root.name} can be aggregated here.`;
    throw new FormulaFault('FORMULA_NO_PATH', params, { span: call.span, hint });
  }
  const paths = found.paths.map((path) => [aggregate.root, ...path].join('.')).join(', ');
  const hint = `One path must lead from ${aggregate.root} to ${root.name}: nothing says which of these is meant.`;
  throw new FormulaFault('FORMULA_AMBIGUOUS_PATH', { ...params, paths }, { span: call.span, hint });
}

/** Whether what is aggregated is at least meant to be of another model. */
function namesOtherModel(call: CallSyntax, names: MetricNames, root: FormulaModel): boolean {
  let other = false;
  forEachName(call, ({ segments: [first = ''] }) => {
    if (first !== root.name && !root.joins.has(first) && (names.models.has(first) || names.faulty.has(first)))
      other = true;
  });
  return other;
}

function typePrevious(call: CallSyntax, context: AttributeContext): Previous {
  const [operand] = call.operands;
  if (!operand || call.operands.length !== 1) throw argumentCount(call, 'previous', 1, 1);
  const by = typeKeys(call, context, 'previous(opened_at by customer_id)');
  const value = typeRow(operand, context);
  if (value.type !== 'null') return { kind: 'previous', value, by, type: value.type };
  const params = { operation: 'previous', expected: 'a value', actual: 'null' };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: operand.span });
}

function typeOrdinal(call: CallSyntax, context: AttributeContext): Ordinal {
  if (call.operands.length > 0) throw argumentCount(call, 'ordinal', 0, 0);
  return { kind: 'ordinal', by: typeKeys(call, context, 'ordinal(by customer_id)'), type: 'integer' };
}

/** The keys that rows have in common. */
function typeKeys(call: CallSyntax, context: AttributeContext, example: string): readonly MemberReference[] {
  refuseClause(call, 'by');
  if (call.filterSpan) throw new FormulaFault('FORMULA_FILTER_PLACE', {}, { span: call.filterSpan });
  const keys: readonly NameSyntax[] = call.clause?.names ?? [];
  if (keys.length > 0) return keys.map((key) => resolveMember(key, context));
  const params = { name: call.name.toLowerCase(), expected: 'keys after "by"', actual: 0 };
  throw new FormulaFault('FORMULA_ARGUMENT_COUNT', params, {
    span: call.span,
    hint: `For example ${example}.`,
  });
}
