/** The values of metrics in one group, from the rows that each leg has there. */
import { aggregate } from './aggregates.ts';
import { type Around, inTotal } from './around.ts';
import { Decimal } from './decimal.ts';
import { calculateEstimate, type Estimate, estimate, isUnsure } from './estimate.ts';
import type { Evaluation, Grouping } from './groups.ts';
import {
  type Aggregate,
  aggregationOf,
  evaluateFormula,
  type Inputs,
  type MetricFormula,
  typeOfFormula,
} from './metric-formula.ts';
import { convertMoney, type OwnMoney } from './rates.ts';
import { aroundOutput, isKept, type Leg, legKey, type Output, timeOf } from './request.ts';
import type { RowFormula } from './row-formula.ts';
import { type Metric, need, type Row, type Schema } from './schema.ts';
import { compareValues, identity, isNumber, roundFloat, type Type, toDouble, type Value } from './value.ts';
import { viewFrom } from './world.ts';

/** A group. */
export interface Key {
  readonly time: Value;
  readonly groups: readonly Value[];
  /** Whether it stands for all groups that were not chosen. */
  readonly others: boolean;
}

export interface GroupedLeg {
  readonly leg: Leg;
  /** Those of the group, or of the larger one that the leg tells apart. */
  readonly rowsOf: (key: Key) => readonly Row[];
}

interface Groups {
  readonly evaluation: Evaluation;
  readonly grouping: Grouping;
  readonly legs: readonly GroupedLeg[];
  readonly keys: readonly Key[];
}

/** Null where some money has no rate, whatever the formula makes of nulls. */
type RatedEstimate = Estimate & { readonly missing: boolean };

interface Place {
  readonly metric: Metric;
  readonly key: Key;
  /** Of the metrics that this one is an input of, in the names of queries. */
  readonly filters: readonly RowFormula[];
  readonly around: Around;
  /** Money without a rate, as found. */
  readonly unrated: OwnMoney[];
}

/** Of each column of numbers. */
export function estimateOutputs(groups: Groups, key: Key): readonly RatedEstimate[] {
  const { request, world } = groups.evaluation;
  return request.outputs.map((output) => {
    const metric = need(world.schema.metrics, output.metric);
    const unrated: OwnMoney[] = [];
    const [first = estimate(null), earlier = estimate(null)] = aroundOutput(output).map((around) =>
      estimateMetric(groups, { metric, key, filters: [], around, unrated }),
    );
    if (unrated.length > 0) return { value: null, noise: 0, missing: true };
    const { value, noise } = comparedBy(output, first, earlier);
    return { value: finish(value, typeOfOutput(world.schema, output)), noise, missing: false };
  });
}

function comparedBy({ comparison }: Output, now: Estimate, earlier: Estimate): Estimate {
  if (comparison === null || comparison.part === 'value') return now;
  const change = calculateEstimate('-', now, earlier);
  return comparison.part === 'change' ? change : calculateEstimate('/', change, earlier);
}

/** Of a column of numbers. */
export function typeOfOutput({ metrics }: Pick<Schema, 'metrics'>, { metric, comparison }: Output): Type {
  return comparison?.part === 'ratio' ? 'float' : typeOfFormula(need(metrics, metric).formula);
}

function finish(value: Value, type: Type): Value {
  return type === 'float' && isNumber(value) ? roundFloat(toDouble(value)) : value;
}

function estimateMetric(groups: Groups, place: Place): Estimate {
  return evaluateFormula(place.metric.formula, inputsOf(groups, place), place.around);
}

function inputsOf(groups: Groups, place: Place): Inputs {
  const { filters } = place;
  return {
    input: (input, around) => {
      if (input.kind === 'aggregate') return estimateAggregate(groups, { ...place, around }, input);
      const narrower = input.filter === null ? filters : [...filters, input.filter];
      const metric = need(groups.evaluation.world.schema.metrics, input.name);
      return estimateMetric(groups, { ...place, metric, filters: narrower, around });
    },
    rank: (operand, around, within) => rankOf(groups, { ...place, around }, { operand, within }),
  };
}

function estimateAggregate(groups: Groups, place: Place, input: Aggregate): Estimate {
  const { world, request } = groups.evaluation;
  const { metric, filters, unrated } = place;
  const time = timeOf(world.schema, metric, input.root);
  const wanted = legKey({ ...place.around, root: input.root, time, choice: input.choice ?? null });
  const found = groups.legs.find(({ leg }) => legKey(leg) === wanted);
  if (found === undefined) throw new Error(`no leg is ${wanted}`);
  const own = [metric.filter, input.filter].filter((filter) => filter !== null);
  const values: Value[] = [];
  for (const row of found.rowsOf(place.key)) {
    const view = viewFrom(world, need(world.schema.models, input.root), row);
    if (!own.every((filter) => filter.evaluate(view) === true)) continue;
    if (!filters.every((filter) => passes(found.leg, filter, view))) continue;
    const value = input.argument === null ? true : input.argument.evaluate(view);
    if (request.currency === null || !input.isMoney) {
      values.push(value);
      continue;
    }
    const money = { value, view, leg: found.leg };
    const converted = convertMoney(world, request.currency, money);
    if (converted === undefined) unrated.push(money);
    else values.push(converted);
  }
  return estimate(aggregate(aggregationOf(input), values, metric.emptyIsNull));
}

/** One more than there are greater values among the groups of one bucket, as answers show them. */
function rankOf(
  groups: Groups,
  place: Place,
  { operand, within }: { readonly operand: MetricFormula; readonly within: readonly string[] },
): Estimate {
  const { key, around } = place;
  const evaluateAt = (at: Key) => evaluateFormula(operand, inputsOf(groups, { ...place, key: at }), around);
  const own = evaluateAt(key);
  const shown = finish(own.value, typeOfFormula(operand));
  if (shown === null || key.others) return estimate(null);
  const partition = inTotal(around, within);
  const isKeptGroup = groups.grouping.groups.map((group) =>
    groups.legs.some(({ leg }) => isKept({ ...leg, ...partition }, group)),
  );
  const nameOf = ({ time, groups: values }: Key) =>
    [time, ...values.filter((_, index) => isKeptGroup[index])].map(identity).join();
  const peers = groups.keys.filter((peer) => !peer.others && nameOf(peer) === nameOf(key)).map(evaluateAt);
  const values = peers.map(({ value }) => finish(value, typeOfFormula(operand)));
  const greater = values.filter((value) => value !== null && compareValues(value, shown) > 0).length;
  const isUncertain = [own, ...peers].some(isUnsure) || values.some((value) => isNear(value, shown));
  return { value: Decimal.of(greater + 1), noise: isUncertain ? Infinity : 0 };
}

/** Whether two doubles differ by no more than roundings do. */
function isNear(one: Value, other: Value): boolean {
  if (typeof one !== 'number' || typeof other !== 'number' || one === other) return false;
  return Math.abs(one - other) <= 1e-10 * Math.max(Math.abs(one), Math.abs(other));
}

/** Whether a row passes the filter of a metric, whose names lead as those of a query do. */
function passes(leg: Leg, filter: RowFormula, view: Parameters<RowFormula['evaluate']>[0]): boolean {
  const look: typeof view.look = (path, member) => {
    const found = leg.resolve([...path, member].join('.'));
    return view.look(found.path, found.name);
  };
  return filter.evaluate({ ...view, look }) === true;
}
