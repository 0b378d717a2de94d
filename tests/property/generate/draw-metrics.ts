/** Random metrics: aggregates with and without filters, arithmetic over them and over other metrics. */
import {
  type Aggregate,
  type AggregateFunction,
  forEachInput,
  type MetricFormula,
  typeOfFormula,
} from '../oracle/metric-formula.ts';
import { member, type RowFormula } from '../oracle/row-formula.ts';
import type { MemberPath, Metric, Model } from '../oracle/schema.ts';
import { isTemporalType, type Type } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import {
  drawCondition,
  drawNumber,
  type FormulaSource,
  type Reachable,
  reachableMembers,
} from './draw-row-formula.ts';
import type { Models } from './draw-schema.ts';
import type { Theatre } from './draw-values.ts';

interface MetricDraw {
  readonly draw: Draw;
  readonly theatre: Theatre;
  readonly models: Models;
}

const FUNCTIONS: readonly AggregateFunction[] = [
  'sum',
  'sum',
  'count',
  'count_distinct',
  'min',
  'max',
  'avg',
];

/** What a derived metric may take from each input: written out, a formula has a thousand parts at most. */
const MOST_AGGREGATES = 2;

export function drawMetrics(draw: Draw, theatre: Theatre, models: Models): ReadonlyMap<string, Metric> {
  const context: MetricDraw = { draw, theatre, models };
  const metrics = new Map<string, Metric>();
  for (let place = draw.integer(4, 7); place > 0; place -= 1) {
    const metric = drawBase(context, `base_${place}`);
    metrics.set(metric.name, metric);
  }
  for (let place = draw.integer(2, 4); place > 0; place -= 1) {
    const inputs = [...metrics.values()].filter(
      ({ formula }) =>
        isNumericType(typeOfFormula(formula)) && countAggregates(formula, metrics) <= MOST_AGGREGATES,
    );
    if (inputs.length === 0) break;
    const name = `derived_${place}`;
    const formula = drawArithmetic(draw, inputs, draw.integer(1, 3));
    metrics.set(name, { name, formula, filter: null, time: null, emptyIsNull: false });
  }
  return metrics;
}

/** Aggregates under a formula, those of the metrics it names included. */
function countAggregates(formula: MetricFormula, metrics: ReadonlyMap<string, Metric>): number {
  let count = 0;
  forEachInput(formula, (input) => {
    const named = input.kind === 'metric' ? metrics.get(input.name)?.formula : undefined;
    count += named ? countAggregates(named, metrics) : 1;
  });
  return count;
}

function isNumericType(type: Type): boolean {
  return type === 'integer' || type === 'decimal' || type === 'float';
}

function drawBase(context: MetricDraw, name: string): Metric {
  const { draw, models } = context;
  const root = draw.pick([...models.models.values()]);
  const first = drawAggregate(context, root);
  const formula = draw.chance(25) ? drawCompound(context, first, root) : first;
  const roots = new Set<string>();
  forEachInput(formula, (input) => input.kind === 'aggregate' && roots.add(input.root));
  const single = roots.size === 1;
  return {
    name,
    formula,
    filter: single && draw.chance(15) ? drawCondition(sourceOf(context, root)) : null,
    time: single && draw.chance(20) ? drawOtherTime(context, root) : null,
    emptyIsNull: draw.chance(12),
  };
}

function drawCompound(context: MetricDraw, first: Aggregate, root: Model): MetricFormula {
  const { draw, models } = context;
  const other = drawAggregate(context, draw.chance(60) ? root : draw.pick([...models.models.values()]));
  if (![first, other].every((side) => isNumericType(typeOfFormula(side)))) return first;
  return { kind: 'arithmetic', operator: draw.pick(['/', '/', '-', '*']), left: first, right: other };
}

function sourceOf({ draw, theatre, models }: MetricDraw, root: Model): FormulaSource {
  return { draw, theatre, members: reachableMembers(models.models, root, 2) };
}

function drawAggregate(context: MetricDraw, root: Model): Aggregate {
  const { draw } = context;
  const source = sourceOf(context, root);
  const filter = draw.chance(35) ? drawCondition(source) : null;
  const wanted = draw.pick(FUNCTIONS);
  const argument = drawArgument(source, wanted);
  if (argument === null)
    return { kind: 'aggregate', function: 'count', root: root.name, argument: null, filter };
  return { kind: 'aggregate', function: wanted, root: root.name, argument, filter };
}

/** What the function is applied to; `null` makes it the count of rows. */
function drawArgument(source: FormulaSource, wanted: AggregateFunction): RowFormula | null {
  const { draw, members } = source;
  switch (wanted) {
    case 'sum':
    case 'avg':
      return drawNumber(source, draw.pick(['exact', 'exact', 'binary']));
    case 'count':
      return draw.chance(60) ? null : pickMember(draw, members);
    case 'count_distinct':
      return pickMember(draw, members);
    case 'min':
    case 'max': {
      const ordered = members.filter(({ type }) => type === 'string' || isTemporalType(type));
      return draw.chance(30) && ordered.length > 0 ? pickMember(draw, ordered) : drawNumber(source, 'any');
    }
  }
}

function pickMember(draw: Draw, members: readonly Reachable[]): RowFormula {
  const { path, name, type } = draw.pick(members);
  return member(path, name, type);
}

function drawOtherTime({ draw, models }: MetricDraw, root: Model): MemberPath | null {
  const temporal = reachableMembers(models.models, root, 1).filter(({ type }) => isTemporalType(type));
  if (temporal.length === 0) return null;
  const { path, name } = draw.pick(temporal);
  return { path, member: name };
}

function drawArithmetic(draw: Draw, inputs: readonly Metric[], depth: number): MetricFormula {
  const leaf = (): MetricFormula => {
    if (draw.chance(12)) return { kind: 'number', digits: draw.pick(['2', '100', '0.5', '0']) };
    const metric = draw.pick(inputs);
    return { kind: 'metric', name: metric.name, type: typeOfFormula(metric.formula) };
  };
  if (depth === 0) return leaf();
  const metric = draw.pick(inputs);
  const left: MetricFormula =
    depth === 1
      ? { kind: 'metric', name: metric.name, type: typeOfFormula(metric.formula) }
      : drawArithmetic(draw, inputs, depth - 1);
  const right = draw.chance(50) ? leaf() : drawArithmetic(draw, inputs, depth - 1);
  if (draw.chance(10)) return { kind: 'call', name: 'abs', operands: [left] };
  if (draw.chance(8))
    return { kind: 'call', name: 'nullif', operands: [left, { kind: 'number', digits: '0' }] };
  if (draw.chance(8)) return { kind: 'call', name: 'coalesce', operands: [left, right] };
  return { kind: 'arithmetic', operator: draw.pick(['+', '-', '*', '/', '/']), left, right };
}
