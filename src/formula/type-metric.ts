/** Metric syntax → typed tree over aggregates and other metrics. */
import type { ValueType } from '../base/value-type.ts';
import { AGGREGATES, readFraction } from './aggregates.ts';
import { isEdgeFunction, isMetricFunction } from './beyond-group.ts';
import { refuseHolidays } from './calendar-argument.ts';
import {
  AGGREGATE_FUNCTIONS,
  type Aggregate,
  type AggregateFunction,
  type RowExpression,
} from './expression.ts';
import { FormulaFault, FormulaUnjudged } from './formula-fault.ts';
import type { FormulaModel, FormulaNames, MetricNames } from './formula-names.ts';
import type {
  ChosenRows,
  EdgeFunction,
  GroupFunction,
  MetricTree,
  MetricTreeLeaf,
  PerGroup,
} from './metric-tree.ts';
import { refuseFanOut } from './refuse-fan-out.ts';
import { resolveMetric, unknownName } from './resolve-metric.ts';
import { type CallSyntax, forEachName, type NameSyntax, type Syntax } from './syntax.ts';
import { type TreeTyping, typeMetricFunction } from './type-metric-function.ts';
import { refuseEdge, typePerGroup } from './type-per-group.ts';
import {
  argumentCount,
  isAggregateName,
  refuseClause,
  refuseExtras,
  resolveMember,
  typeCondition,
  typeExpression,
  typeRow,
} from './type-row.ts';

/** @throws FormulaFault */
export function typeMetric(syntax: Syntax, names: MetricNames): MetricTree {
  const typing: TreeTyping = { names, typeTree: (part) => typeMetric(part, names) };
  return typeExpression<MetricTreeLeaf>(syntax, {
    names,
    typeName: (name) => resolveMetric(name, names),
    typeCall: (call) => {
      const name = call.name.toLowerCase();
      refuseHolidays(call, names);
      if (isMetricFunction(name)) return typeMetricFunction(name, call, typing);
      if (isEdgeFunction(name)) return typeEdge(name, call, typing);
      return isAggregateName(name) ? typeAnyAggregate(call, typing) : null;
    },
  });
}

/** A metric as a formula names it: the current version where it names none. */
export interface NamedMetric {
  readonly metric: string;
  readonly version: number | null;
}

/** The metrics that a formula names, as far as they can be told from models, dimensions and grains. */
export function metricNames(syntax: Syntax): readonly NamedMetric[] {
  if (syntax.kind === 'name') {
    const { segments, version } = syntax;
    return segments.length === 1 ? segments.map((metric) => ({ metric, version })) : [];
  }
  if (syntax.kind === 'literal' || syntax.kind === 'duration') return [];
  if (syntax.kind === 'operation') return syntax.operands.flatMap(metricNames);
  const { name, operands, clause, filter } = syntax;
  if (isMetricFunction(name.toLowerCase())) return operands.slice(0, 1).flatMap(metricNames);
  if (!isAggregateName(name)) return operands.flatMap(metricNames);
  return clause?.kind === 'per' ? [...operands, ...(filter ? [filter] : [])].flatMap(metricNames) : [];
}

/** An aggregate over rows, over some of them, or over the values of a metric in groups. */
function typeAnyAggregate(call: CallSyntax, typing: TreeTyping): Aggregate | ChosenRows | PerGroup {
  const { clause } = call;
  if (clause?.kind === 'per') return typePerAggregate(call, typing);
  if (clause?.kind !== 'rows') return typeAggregate(call, typing.names);
  const aggregate = typeAggregate({ ...call, clause: null }, typing.names);
  const root = typing.names.models.get(aggregate.root);
  if (!root) throw new FormulaUnjudged();
  const by = clause.names.map((name) => resolveMember(name, { names: typing.names, root, qualified: true }));
  return { kind: 'chosen_rows', aggregate, choice: clause.choice, by, type: aggregate.type };
}

function typePerAggregate(call: CallSyntax, typing: TreeTyping): PerGroup {
  const name = AGGREGATE_FUNCTIONS.find((known) => known === call.name.toLowerCase()) ?? 'sum';
  const [operand] = call.operands;
  const count = AGGREGATES[name].fraction ? 2 : 1;
  if (!operand || call.operands.length !== count) throw argumentCount(call, name, count, count);
  return typePerGroup(call, operand, {
    ...typing,
    name,
    fraction: readFraction(name, call),
    aggregateType: (type, at) => aggregateType(name, { kind: 'literal', type, value: null }, at),
  });
}

/** `last(balance per day)`: of values with an order, so that one of them can be told. */
function typeEdge(name: EdgeFunction, call: CallSyntax, typing: TreeTyping): PerGroup {
  refuseEdge(name, call, typing.names);
  const [operand] = call.operands;
  if (!operand || call.operands.length !== 1) throw argumentCount(call, name, 1, 1);
  const aggregateType = (type: ValueType | 'null', at: Syntax): ValueType =>
    typeOver('max', { type }, { name, at });
  return typePerGroup(call, operand, { ...typing, name, fraction: null, aggregateType });
}

/** An aggregate over the rows of one model. @throws FormulaFault */
export function typeAggregate(syntax: CallSyntax, names: FormulaNames): Aggregate {
  const name = AGGREGATE_FUNCTIONS.find((known) => known === syntax.name.toLowerCase()) ?? 'sum';
  const { fansOut, fraction, empty } = AGGREGATES[name];
  const [operand] = syntax.operands;
  const count = fraction ? 2 : 1;
  if (!operand || syntax.operands.length !== count) throw argumentCount(syntax, name, count, count);
  refuseClause(syntax);
  refuseNested(operand);
  if (syntax.filter) refuseNested(syntax.filter);
  const root = findRoot(syntax, operand, names);
  const context = { names, root, qualified: true };
  const isModel = operand.kind === 'name' && operand.segments.length === 1;
  const argument = isModel ? null : typeRow(operand, context);
  if (argument === null && name !== 'count') {
    const hint = `Name a member: ${name}(${root.name}.…).`;
    throw new FormulaFault(
      'FORMULA_TYPE_MISMATCH',
      { operation: name, expected: 'a member', actual: 'a model' },
      { span: operand.span, hint },
    );
  }
  if (argument && fansOut) refuseFanOut({ function: name, argument, root, names, span: operand.span });
  return {
    kind: 'aggregate',
    function: name,
    root: root.name,
    argument,
    fraction: readFraction(name, syntax),
    filter: syntax.filter ? typeCondition(syntax.filter, context) : null,
    time: root.time,
    empty,
    type: aggregateType(name, argument, operand),
  };
}

/** The one model that every name inside the aggregate begins with. */
function findRoot(syntax: CallSyntax, operand: Syntax, names: FormulaNames): FormulaModel {
  const roots = new Map<string, FormulaModel>();
  const visit = (name: NameSyntax): void => {
    const [first = ''] = name.segments;
    const model = names.models.get(first);
    if (model && (name.segments.length > 1 || name === operand)) {
      refuseExtras(name);
      roots.set(first, model);
    } else if (name.segments.length === 1 && names.metrics.has(first)) {
      const hint =
        'Aggregates read rows of a model; arithmetic over metrics stands outside of them. Over groups, say which: avg(balance per day).';
      throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: first }, { span: name.span, hint });
    } else if (model && name.segments.length === 1) {
      const hint = `Name a member: ${first}.….`;
      throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: first }, { span: name.span, hint });
    } else throw unknownName(name, names, names.models.keys());
  };
  forEachName(syntax, visit);
  const [root, ...others] = roots.values();
  if (!root) {
    const hint = 'An aggregate names at least one member of a model.';
    throw new FormulaFault('FORMULA_SEVERAL_ROOTS', { models: 'none' }, { span: syntax.span, hint });
  }
  if (others.length === 0) return root;
  const hint = `Reach the other model through a join: ${root.name}.….`;
  throw new FormulaFault(
    'FORMULA_SEVERAL_ROOTS',
    { models: [...roots.keys()].join(' and ') },
    { span: syntax.span, hint },
  );
}

function refuseNested(syntax: Syntax): void {
  if (syntax.kind === 'call' && isAggregateName(syntax.name)) {
    throw new FormulaFault(
      'FORMULA_NESTED_AGGREGATE',
      { place: 'inside another or in its filter' },
      { span: syntax.span },
    );
  }
  if (syntax.kind === 'operation' || syntax.kind === 'call') syntax.operands.forEach(refuseNested);
}

function aggregateType(name: AggregateFunction, argument: RowExpression | null, at: Syntax): ValueType {
  return argument === null ? 'integer' : typeOver(name, argument, { name, at });
}

/** The type of the aggregate over an argument, called as the formula calls it. */
function typeOver(
  as: AggregateFunction,
  { type }: Pick<RowExpression, 'type'>,
  { name, at }: { readonly name: GroupFunction; readonly at: Syntax },
): ValueType {
  const typing = type === 'null' ? { expected: 'a value' } : AGGREGATES[as].typing(type);
  if (typeof typing === 'string') return typing;
  const params = { operation: name, expected: typing.expected, actual: type };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: at.span, hint: typing.hint });
}
