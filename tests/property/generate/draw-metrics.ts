/** Random metrics: aggregates with and without filters, arithmetic over them and over other metrics. */
import { type MetricFormula, type MetricReference, typeOfFormula } from '../oracle/metric-formula.ts';
import { rootsOf } from '../oracle/request.ts';
import type { MemberPath, Metric, Model } from '../oracle/schema.ts';
import { isTemporalType } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import { drawAggregate, sourceOf } from './draw-aggregate.ts';
import { drawLevels } from './draw-levels.ts';
import { drawCondition, reachableMembers } from './draw-row-formula.ts';
import type { Models } from './draw-schema.ts';
import type { Theatre } from './draw-values.ts';
import { drawWindowed } from './draw-windows.ts';
import { countAggregates, isNumericFormula, namesKnownTo, PLAIN } from './metric-inputs.ts';
import { serves } from './served.ts';

export interface MetricDraw {
  readonly draw: Draw;
  readonly theatre: Theatre;
  readonly models: Models;
}

interface FormulaDraw extends MetricDraw {
  readonly metrics: ReadonlyMap<string, Metric>;
  /** What a formula may name. */
  readonly inputs: readonly Metric[];
}

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
      ({ formula }) => isNumericFormula(formula) && countAggregates(formula, metrics) <= MOST_AGGREGATES,
    );
    if (inputs.length === 0) break;
    const name = `derived_${place}`;
    const formula = drawFormula({ ...context, metrics, inputs }, draw.integer(1, 3));
    metrics.set(name, { ...PLAIN, name, formula });
  }
  for (let place = serves('windows') ? draw.integer(1, 3) : 0; place > 0; place -= 1) {
    const inputs = [...metrics.values()].filter(
      ({ formula }) => countAggregates(formula, metrics) <= MOST_AGGREGATES,
    );
    if (inputs.length === 0) break;
    const name = `window_${place}`;
    metrics.set(name, { ...PLAIN, name, formula: drawOverTime({ ...context, metrics, inputs }) });
  }
  const restricted = new Map(
    [...metrics].map(([name, metric]) => [name, restrict(context, metrics, metric)] as const),
  );
  return new Map([...restricted, ...drawLevels({ draw, schema: { ...models, metrics } })]);
}

/** Now and then a metric is for formulas only, or says which dimensions it takes. */
function restrict(
  { draw, models }: MetricDraw,
  metrics: ReadonlyMap<string, Metric>,
  metric: Metric,
): Metric {
  if (serves('private') && metric.name !== 'base_1' && draw.chance(4)) return { ...metric, isPrivate: true };
  if (!serves('allow_list') || !draw.chance(8)) return metric;
  const known = namesKnownTo({ ...models, metrics }, metric).map(({ text }) => text);
  return known.length === 0 ? metric : { ...metric, allowed: draw.some(known, draw.integer(1, 6)) };
}

function drawBase(context: MetricDraw, name: string): Metric {
  const { draw, models } = context;
  const root = draw.pick([...models.models.values()]);
  const first = drawAggregate(context, root);
  const formula = draw.chance(25) ? drawCompound(context, first, root) : first;
  const single = rootsOf({ metrics: new Map() }, { ...PLAIN, name, formula }).size === 1;
  return {
    ...PLAIN,
    name,
    formula,
    filter: single && draw.chance(15) ? drawCondition(sourceOf(context, root)) : null,
    time: single && draw.chance(20) ? drawOtherTime(context, root) : null,
    emptyIsNull: draw.chance(12),
  };
}

function drawCompound(context: MetricDraw, first: MetricFormula, root: Model): MetricFormula {
  const { draw, models } = context;
  const other = drawAggregate(context, draw.chance(60) ? root : draw.pick([...models.models.values()]));
  if (![first, other].every(isNumericFormula)) return first;
  return { kind: 'arithmetic', operator: draw.pick(['/', '/', '-', '*']), left: first, right: other };
}

function drawOtherTime({ draw, models }: MetricDraw, root: Model): MemberPath | null {
  const temporal = reachableMembers(models.models, root, 1).filter(({ type }) => isTemporalType(type));
  if (temporal.length === 0) return null;
  const { path, name } = draw.pick(temporal);
  return { path, member: name };
}

function drawFormula(context: FormulaDraw, depth: number): MetricFormula {
  const { draw } = context;
  if (depth === 0) return drawLeaf(context);
  const left = depth === 1 ? drawReference(context) : drawFormula(context, depth - 1);
  const right = draw.chance(50) ? drawLeaf(context) : drawFormula(context, depth - 1);
  const choice = draw.integer(1, 100);
  if (choice <= 8) return { kind: 'call', name: 'abs', operands: [left] };
  if (choice <= 16)
    return { kind: 'call', name: 'nullif', operands: [left, { kind: 'number', digits: '0' }] };
  if (choice <= 24) return { kind: 'call', name: 'coalesce', operands: [left, right] };
  if (choice <= 30) return { kind: 'call', name: draw.pick(['greatest', 'least']), operands: [left, right] };
  if (choice <= 36 && isExact(left))
    return { kind: 'call', name: draw.pick(['round', 'floor', 'ceil']), operands: [left] };
  if (choice <= 42 && isExact(left) && isExact(right))
    return { kind: 'case', operator: draw.pick(['<', '>=', '=']), operands: [left, right, right, left] };
  return { kind: 'arithmetic', operator: draw.pick(['+', '-', '*', '/', '/']), left, right };
}

/** Doubles that are equal on paper may differ in their last digit, and so on which side of a bound they lie. */
function isExact(formula: MetricFormula): boolean {
  return typeOfFormula(formula) !== 'float';
}

/** A metric over other times, beside itself now and then, and formulas of metrics over other times. */
function drawOverTime(context: FormulaDraw): MetricFormula {
  const { draw, models } = context;
  const reference = drawReference(context);
  if (draw.chance(15))
    return drawWindowed(draw, drawAggregate(context, draw.pick([...models.models.values()])));
  if (!isNumericFormula(reference)) return drawWindowed(draw, reference);
  const numbers = context.inputs.filter(({ formula }) => isNumericFormula(formula));
  if (draw.chance(20)) return drawWindowed(draw, drawFormula({ ...context, inputs: numbers }, 1));
  const windowed = drawWindowed(draw, reference);
  if (draw.chance(70)) return windowed;
  return { kind: 'arithmetic', operator: draw.pick(['-', '/']), left: reference, right: windowed };
}

function drawLeaf(context: FormulaDraw): MetricFormula {
  const { draw } = context;
  if (draw.chance(12)) return { kind: 'number', digits: draw.pick(['2', '100', '0.5', '0']) };
  return drawReference(context);
}

/** Another metric, sometimes with a condition that all of its models know. */
function drawReference(context: FormulaDraw): MetricReference {
  const { draw, theatre, models, metrics, inputs } = context;
  const metric = draw.pick(inputs);
  const reference = {
    kind: 'metric',
    name: metric.name,
    type: typeOfFormula(metric.formula),
    filter: null,
  } as const;
  if (!serves('filtered_metric') || !draw.chance(25)) return reference;
  const members = namesKnownTo({ ...models, metrics }, metric).map(({ text, type, kind }) => {
    const path = text.split('.');
    return { path: path.slice(0, -1), name: path.at(-1) ?? '', type, kind };
  });
  return {
    ...reference,
    filter: drawCondition({ draw, theatre, members, calendars: [...models.calendars.keys()] }),
  };
}
