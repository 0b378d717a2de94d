/** Groups of the rows of each leg, and the values of metrics in the union of those groups. */
import { aggregate } from './aggregates.ts';
import { bucketLabel, type Clockwork, labelsBetween } from './buckets.ts';
import type { Grain } from './calendar.ts';
import { closeRange } from './closed-range.ts';
import { type Estimate, estimate, isUnsure } from './estimate.ts';
import { holds } from './interval.ts';
import { aggregationOf, evaluateFormula, typeOfFormula } from './metric-formula.ts';
import { convertMoney, type OwnMoney } from './rates.ts';
import { type Leg, legKey, type Request, type RequestedGroup, timeOf } from './request.ts';
import type { RowFormula } from './row-formula.ts';
import { type Metric, need, type Row } from './schema.ts';
import { identity, isNumber, roundFloat, type Type, toDouble, type Value } from './value.ts';
import type { Window } from './window.ts';
import { windowsOfBuckets } from './windowed-buckets.ts';
import { viewFrom, type World } from './world.ts';

export interface Grouping {
  readonly grain: Grain | null;
  readonly groups: readonly RequestedGroup[];
  /** Adds buckets without rows. */
  readonly fill: boolean;
  /** Which groups keep their names, where only the best do. */
  readonly chosen: Chosen | null;
}

export interface Chosen {
  /** Columns that a group is chosen by. */
  readonly of: readonly string[];
  /** Identities of their values. */
  readonly keys: ReadonlySet<string>;
  /** Whether the rest becomes one group, or goes. */
  readonly others: boolean;
  readonly unsure: boolean;
}

/** A leg with its rows that pass scope and `where` and, but for windows, the range. */
export interface ScannedLeg {
  readonly leg: Leg;
  readonly rows: readonly Row[];
}

export interface Evaluation {
  readonly world: World;
  readonly request: Request;
  readonly legs: readonly ScannedLeg[];
  /** All legs of the query, of which `legs` may be some. */
  readonly asked: readonly Leg[];
}

/** A row of the answer. */
export interface Line {
  readonly time: Value;
  readonly groups: readonly Value[];
  /** Whether it stands for all groups that were not chosen. */
  readonly others: boolean;
  readonly values: readonly Value[];
  /** Whether rounding alone may decide about one of the values. */
  readonly unsure: boolean;
  /** Of each metric, whether it rests on money that has no rate. */
  readonly missing: readonly boolean[];
}

type Key = Omit<Line, 'values' | 'unsure' | 'missing'>;

interface GroupedLeg {
  readonly leg: Leg;
  /** By name of the key. */
  readonly rows: ReadonlyMap<string, readonly Row[]>;
}

/** One line for each group that any leg has; without any grouping there is always one. */
export function evaluateGroups(evaluation: Evaluation, grouping: Grouping): Line[] {
  const keys = new Map<string, Key>();
  const add = (key: Key) => keys.set(nameOf(key), key);
  if (grouping.grain === null && grouping.groups.length === 0) add({ time: null, groups: [], others: false });
  const legs = evaluation.legs.map(({ leg, rows }): GroupedLeg => {
    const grouped = new Map<string, Row[]>();
    const timesOf = timesOfRows(evaluation, leg, grouping.grain);
    for (const row of rows) {
      const group = groupOf(evaluation, grouping, { leg, row });
      if (group === null) continue;
      for (const time of timesOf(row)) {
        const key = { time, ...group };
        add(key);
        grouped.set(nameOf(key), [...(grouped.get(nameOf(key)) ?? []), row]);
      }
    }
    return { leg, rows: grouped };
  });
  if (grouping.fill) {
    const present: readonly Key[] =
      grouping.groups.length === 0 ? [{ time: null, groups: [], others: false }] : [...keys.values()];
    for (const key of present) for (const time of bucketsOf(evaluation, grouping)) add({ ...key, time });
  }
  return [...keys].map(([name, key]) => {
    const estimates = estimatesOf(evaluation, legs, name);
    return {
      ...key,
      values: estimates.map(({ value }) => value),
      unsure: estimates.some(isUnsure),
      missing: estimates.map(({ missing }) => missing),
    };
  });
}

function nameOf({ time, groups, others }: Key): string {
  return [time, ...groups, others].map(identity).join();
}

/** The buckets that a row belongs to: its own or, with windows, all those whose windows hold it. */
function timesOfRows(evaluation: Evaluation, leg: Leg, grain: Grain | null): (row: Row) => readonly Value[] {
  const { world, request, asked } = evaluation;
  const valueOf = (row: Row): Value => {
    if (leg.time === null) return null;
    return viewFrom(world, need(world.schema.models, leg.root), row).look(leg.time.path, leg.time.member);
  };
  if (leg.windows.length === 0) {
    return (row) => {
      if (grain === null || leg.timeType === null) return [null];
      const value = valueOf(row);
      return [
        typeof value === 'string' ? bucketLabel(value, clockworkOf(evaluation, leg.timeType), grain) : null,
      ];
    };
  }
  const range = closeRange({ world, request, legs: asked }, grain);
  const windows = windowsOfBuckets(leg, {
    ...clockworkOf(evaluation, leg.timeType ?? 'time'),
    grain,
    range,
    now: request.now.instant,
  });
  return (row) => {
    const value = valueOf(row);
    if (typeof value !== 'string') return [];
    return windows.filter(({ interval }) => holds(interval, value)).map(({ label }) => label);
  };
}

/** What two rows have in common beside their time that belong to one group; `null` for rows of groups that go. */
function groupOf(
  evaluation: Evaluation,
  { groups, chosen }: Grouping,
  { leg, row }: { leg: Leg; row: Row },
): Omit<Key, 'time'> | null {
  const view = viewFrom(evaluation.world, need(evaluation.world.schema.models, leg.root), row);
  const values = groups.map((group) => {
    const { path, name, type } = leg.resolve(group.name);
    const value = view.look(path, name);
    if (group.grain === null) return value;
    return typeof value === 'string' ? bucketLabel(value, clockworkOf(evaluation, type), group.grain) : null;
  });
  if (chosen === null) return { groups: values, others: false };
  const isChoice = groups.map(({ column }) => chosen.of.includes(column));
  const choice = values.filter((_, place) => isChoice[place]);
  if (chosen.keys.has(choice.map(identity).join())) return { groups: values, others: false };
  if (!chosen.others) return null;
  return { groups: values.map((value, place) => (isChoice[place] ? null : value)), others: true };
}

function clockworkOf({ world, request }: Evaluation, type: Type): Clockwork {
  return { type, zone: request.zone, weekStarts: world.schema.weekStarts };
}

/** Every bucket of the range. */
function bucketsOf(evaluation: Evaluation, { grain }: Grouping): readonly Value[] {
  const { from, to } = evaluation.request;
  if (grain === null || from === null || to === null) return [];
  const isLocal = evaluation.legs.some(({ leg }) => leg.timeType === 'local_time');
  return labelsBetween({ from, to }, clockworkOf(evaluation, isLocal ? 'local_time' : 'time'), grain);
}

function estimatesOf(
  evaluation: Evaluation,
  legs: readonly GroupedLeg[],
  group: string,
): readonly RatedEstimate[] {
  const { metrics } = evaluation.world.schema;
  return evaluation.request.outputs.map((output) => {
    const metric = need(metrics, output.metric);
    const unrated: OwnMoney[] = [];
    const place = { metric, group, filters: [], windows: [], unrated };
    const { value, noise } = estimateMetric(evaluation, legs, place);
    if (unrated.length > 0) return { value: null, noise: 0, missing: true };
    return { value: finish(value, typeOfFormula(metric.formula)), noise, missing: false };
  });
}

function finish(value: Value, type: Type): Value {
  return type === 'float' && isNumber(value) ? roundFloat(toDouble(value)) : value;
}

/** Null where some money has no rate, whatever the formula makes of nulls. */
type RatedEstimate = Estimate & { readonly missing: boolean };

interface Place {
  readonly metric: Metric;
  readonly group: string;
  /** Of the metrics that this one is an input of, in the names of queries. */
  readonly filters: readonly RowFormula[];
  /** That it stands in, from the outermost on. */
  readonly windows: readonly Window[];
  /** Money without a rate, as found. */
  readonly unrated: OwnMoney[];
}

function estimateMetric(evaluation: Evaluation, legs: readonly GroupedLeg[], place: Place): Estimate {
  const { world } = evaluation;
  const { metric, group, filters, unrated } = place;
  return evaluateFormula(
    metric.formula,
    (input, windows) => {
      if (input.kind === 'metric') {
        const narrower = input.filter === null ? filters : [...filters, input.filter];
        const named = need(world.schema.metrics, input.name);
        return estimateMetric(evaluation, legs, { ...place, metric: named, filters: narrower, windows });
      }
      const time = timeOf(world.schema, metric, input.root);
      const wanted = legKey({ root: input.root, time, windows });
      const found = legs.find(({ leg }) => legKey(leg) === wanted);
      const own = [metric.filter, input.filter].filter((filter) => filter !== null);
      const values: Value[] = [];
      for (const row of found?.rows.get(group) ?? []) {
        const view = viewFrom(world, need(world.schema.models, input.root), row);
        if (!own.every((filter) => filter.evaluate(view) === true)) continue;
        if (found !== undefined && !filters.every((filter) => passes(found.leg, filter, view))) continue;
        const value = input.argument === null ? true : input.argument.evaluate(view);
        const { currency } = evaluation.request;
        if (currency === null || found === undefined || !input.isMoney) {
          values.push(value);
          continue;
        }
        const money = { value, view, leg: found.leg };
        const converted = convertMoney(world, currency, money);
        if (converted === undefined) unrated.push(money);
        else values.push(converted);
      }
      return estimate(aggregate(aggregationOf(input), values, metric.emptyIsNull));
    },
    place.windows,
  );
}

/** Whether a row passes the filter of a metric, whose names lead as those of a query do. */
function passes(leg: Leg, filter: RowFormula, view: Parameters<RowFormula['evaluate']>[0]): boolean {
  const look: typeof view.look = (path, member) => {
    const found = leg.resolve([...path, member].join('.'));
    return view.look(found.path, found.name);
  };
  return filter.evaluate({ ...view, look }) === true;
}
