/** Groups of the rows of each leg, and the values of metrics in the union of those groups. */
import { bucketOf, type Grain, wallClock } from './clock.ts';
import { aggregateValues, evaluateFormula, typeOfFormula } from './metric-formula.ts';
import { type Leg, legKey, type Request, type RequestedGroup, timeOf } from './request.ts';
import { type Metric, need, type Row } from './schema.ts';
import { identity, roundFloat, type Type, toDouble, type Value } from './value.ts';
import { lookFrom, type World } from './world.ts';

export interface Grouping {
  readonly grain: Grain | null;
  readonly groups: readonly RequestedGroup[];
}

export interface Evaluation {
  readonly world: World;
  readonly request: Request;
  readonly grouping: Grouping;
}

export interface Group {
  readonly key: readonly Value[];
  readonly rows: readonly Row[];
}

/** By identity of the key. */
export type Groups = ReadonlyMap<string, Group>;

interface GroupedLeg {
  readonly leg: Leg;
  readonly groups: Groups;
}

/** Puts each row of a leg into its group; null is a group like any other. */
export function findGroups(evaluation: Evaluation, leg: Leg, rows: readonly Row[]): Groups {
  const { world, grouping } = evaluation;
  const groups = new Map<string, { key: readonly Value[]; rows: Row[] }>();
  for (const row of rows) {
    const look = lookFrom(world, need(world.schema.models, leg.root), row);
    const key = grouping.groups.map(({ name, grain }) => {
      const { path, name: member, type } = leg.resolve(name);
      const value = look(path, member);
      return grain === null ? value : bucket(evaluation, { value, type, grain });
    });
    if (grouping.grain !== null && leg.time !== null && leg.timeType !== null) {
      const value = look(leg.time.path, leg.time.member);
      key.unshift(bucket(evaluation, { value, type: leg.timeType, grain: grouping.grain }));
    }
    const name = key.map(identity).join();
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { key, rows: [row] });
    else group.rows.push(row);
  }
  return groups;
}

function bucket(
  evaluation: Evaluation,
  { value, type, grain }: { value: Value; type: Type; grain: Grain },
): Value {
  if (typeof value !== 'string') return null;
  const { world, request } = evaluation;
  const local = type === 'time' ? wallClock(value, request.zone) : value;
  return bucketOf(local.slice(0, 10), grain, world.schema.weekStarts);
}

/** One row for each group that any leg has; without any grouping there is always one. */
export function combineGroups(evaluation: Evaluation, legs: readonly GroupedLeg[]): Value[][] {
  const { grain, groups } = evaluation.grouping;
  const keys = new Map<string, readonly Value[]>();
  if (grain === null && groups.length === 0) keys.set('', []);
  for (const leg of legs) for (const [name, group] of leg.groups) keys.set(name, group.key);
  return [...keys].map(([name, key]) => [
    ...key,
    ...evaluation.request.outputs.map(({ metric }) =>
      finish(
        metricValue(evaluation, legs, need(evaluation.world.schema.metrics, metric), name),
        typeOfFormula(need(evaluation.world.schema.metrics, metric).formula),
      ),
    ),
  ]);
}

function finish(value: Value, type: Type): Value {
  if (type !== 'float' || value === null || typeof value === 'string' || typeof value === 'boolean')
    return value;
  return roundFloat(toDouble(value));
}

function metricValue(
  evaluation: Evaluation,
  legs: readonly GroupedLeg[],
  metric: Metric,
  group: string,
): Value {
  const { world } = evaluation;
  return evaluateFormula(metric.formula, (input) => {
    if (input.kind === 'metric')
      return metricValue(evaluation, legs, need(world.schema.metrics, input.name), group);
    const wanted = legKey(input.root, timeOf(world.schema, metric, input.root));
    const leg = legs.find((candidate) => legKey(candidate.leg.root, candidate.leg.time) === wanted);
    const values: Value[] = [];
    for (const row of leg?.groups.get(group)?.rows ?? []) {
      const look = lookFrom(world, need(world.schema.models, input.root), row);
      const filters = [metric.filter, input.filter].filter((filter) => filter !== null);
      if (filters.every((filter) => filter.evaluate(look) === true))
        values.push(input.argument === null ? true : input.argument.evaluate(look));
    }
    return aggregateValues(input, values, metric.emptyIsNull);
  });
}
