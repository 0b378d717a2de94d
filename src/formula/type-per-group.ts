/** `avg(balance per day)`: a metric computed by further groups, and those values aggregated. */
import type { ValueType } from '../base/value-type.ts';
import { AGGREGATES } from './aggregates.ts';
import { EDGE_FUNCTIONS } from './beyond-group.ts';
import { refuseBridge } from './crossed-bridges.ts';
import type { DimensionReference } from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import type { MetricNames } from './formula-names.ts';
import type { EdgeFunction, GroupFunction, MetricTree, PerGroup } from './metric-tree.ts';
import { modelsUnder } from './models-under.ts';
import { findGrain, unknownGrain } from './read-duration.ts';
import { crossedFrom, type ReadModels } from './resolve-dimension.ts';
import { groupBy } from './resolve-group.ts';
import type { CallSyntax, NameSyntax, Syntax } from './syntax.ts';
import type { TreeTyping } from './type-metric-function.ts';
import { FISCAL_UNITS } from './units-of-time.ts';

interface PerGroupTyping extends TreeTyping {
  readonly name: GroupFunction;
  readonly fraction: string | null;
  /** The type of the aggregate over values of this type. */
  aggregateType(type: ValueType | 'null', operand: Syntax): ValueType;
}

/** @throws FormulaFault */
export function typePerGroup(call: CallSyntax, operand: Syntax, typing: PerGroupTyping): PerGroup {
  const { names, name } = typing;
  const input = typing.typeTree(operand);
  const models = modelsUnder(input, names);
  if (models.length === 0) {
    const params = { operation: `${name} over groups`, expected: 'a metric', actual: 'a constant' };
    throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: operand.span });
  }
  const read = { metric: 'the metric', models };
  const groups = (call.clause?.names ?? []).map((group) => typeGroup(group, read, names));
  refuseGrains(call, groups);
  return {
    kind: 'per_group',
    function: name,
    fraction: typing.fraction,
    input,
    groups,
    filter: call.filter && typeFilter(call.filter, typing),
    empty: name === 'first' || name === 'last' ? 'null' : AGGREGATES[name].empty,
    type: typing.aggregateType(input.type, operand),
  };
}

/**
 * Which bucket is the first or the last, only a grain says.
 * @throws FormulaFault unless the call is over the buckets of one grain and nothing else
 */
export function refuseEdge(name: EdgeFunction, call: CallSyntax, names: MetricNames): void {
  const groups = call.clause?.kind === 'per' ? call.clause.names : [];
  const hint = `${EDGE_FUNCTIONS[name].description} For example ${EDGE_FUNCTIONS[name].example}.`;
  const [group, ...others] = groups;
  if (!group || others.length > 0 || !findGrain(group, names)) {
    const actual = groups.length === 0 ? 'none' : 'other groups';
    const params = { operation: name, expected: 'one grain after "per"', actual };
    throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: call.clause?.span ?? call.span, hint });
  }
  if (!call.filterSpan) return;
  const filterHint = 'Filter the metric inside, or take max(…) of the groups that pass.';
  throw new FormulaFault('FORMULA_FILTER_PLACE', {}, { span: call.filterSpan, hint: filterHint });
}

/** A bucket of one grain is in one bucket of another: there is nothing to group by twice. */
function refuseGrains(call: CallSyntax, groups: PerGroup['groups']): void {
  if (groups.filter(({ kind }) => kind === 'bucket').length < 2) return;
  const params = { operation: 'per', expected: 'one grain at most', actual: 'several' };
  const hint = 'Aggregate twice: max(sum(orders_count per day) per month).';
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: call.clause?.span ?? call.span, hint });
}

/** A grain, which has one segment or names a calendar; else a dimension. */
function typeGroup(name: NameSyntax, read: ReadModels, names: MetricNames): PerGroup['groups'][number] {
  const grain = name.version === null ? findGrain(name, names) : null;
  if (grain) return { kind: 'bucket', grain };
  if (name.segments.length > 1 || name.version !== null) return groupOnce(name, read, names);
  const [written = ''] = name.segments;
  const grains = ['hour', 'day', 'week', 'month', 'quarter', 'year', ...FISCAL_UNITS];
  const hint = `A group is a grain or a dimension such as channel.name. ${unknownGrain(written, grains, names)}`;
  throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: written }, { span: name.span, hint });
}

/** In groups that share rows, a metric would be aggregated again more often than its rows are there. */
function groupOnce(name: NameSyntax, read: ReadModels, names: MetricNames): DimensionReference {
  const dimension = groupBy(name, read, names);
  const crossed = crossedFrom(dimension, read, names);
  if (crossed) refuseBridge(crossed, 'groups there share rows', { span: name.span });
  return dimension;
}

function typeFilter(syntax: Syntax, typing: TreeTyping): MetricTree {
  refuseDimensions(syntax, typing.names);
  const condition = typing.typeTree(syntax);
  if (condition.type === 'boolean') return condition;
  const params = { operation: 'A filter', expected: 'a condition', actual: condition.type };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: syntax.span });
}

/** `avg(balance per day) filter (where channel.is_paid)` reads as if it filtered rows. */
function refuseDimensions(syntax: Syntax, names: MetricNames): void {
  if (syntax.kind === 'operation') for (const operand of syntax.operands) refuseDimensions(operand, names);
  if (syntax.kind !== 'name' || syntax.segments.length < 2) return;
  const [first = ''] = syntax.segments;
  if (!names.roles?.has(first) && !names.models.has(first)) return;
  const hint =
    'The filter compares the values of metrics in each group; a condition on rows stands behind the metric itself: avg(balance filter (where …) per day).';
  throw new FormulaFault(
    'FORMULA_UNKNOWN_NAME',
    { name: syntax.segments.join('.') },
    { span: syntax.span, hint },
  );
}
