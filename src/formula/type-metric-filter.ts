/**
 * `revenue filter (where channel.is_paid)`: the condition names dimensions as queries do, and every leg under
 * the metric must reach each of them by one path (S4, S10).
 */
import { refuseUnclear } from './crossed-bridges.ts';
import type { DimensionReference, MetricCondition } from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import type { MetricNames } from './formula-names.ts';
import { crossedFrom, type ReadModels, refuseNoPath, resolveDimension } from './resolve-dimension.ts';
import type { CallSyntax, Syntax } from './syntax.ts';
import { isAggregateName, typeExpression } from './type-row.ts';

/** @throws FormulaFault */
export function typeMetricFilter(syntax: Syntax, read: ReadModels, names: MetricNames): MetricCondition {
  const condition = typeExpression<DimensionReference>(syntax, {
    names,
    typeName: (name) => {
      const dimension = resolveDimension(name, names);
      refuseNoPath(dimension, { name, read, names });
      return dimension;
    },
    typeCall: refuseAggregate,
  });
  refuseUnclear(condition, { span: syntax.span, crossed: (leaf) => crossedFrom(leaf, read, names) });
  if (condition.type === 'boolean') return condition;
  const params = { operation: 'A filter', expected: 'a condition', actual: condition.type };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: syntax.span });
}

function refuseAggregate({ name, span }: CallSyntax): null {
  if (!isAggregateName(name)) return null;
  const hint = 'The condition looks at each row by itself: name dimensions, such as channel.name.';
  throw new FormulaFault('FORMULA_NESTED_AGGREGATE', { place: 'in the filter of a metric' }, { span, hint });
}
