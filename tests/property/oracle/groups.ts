/** Groups of the rows of each leg, and the union of those groups. */
import { bucketLabel, type Clockwork, labelsBetween } from './buckets.ts';
import type { Grain } from './calendar.ts';
import { chooseRows } from './choose-rows.ts';
import { closeRange } from './closed-range.ts';
import { isUnsure } from './estimate.ts';
import { holds } from './interval.ts';
import { estimateOutputs, type GroupedLeg, type Key } from './metric-values.ts';
import { partOfTime } from './parts-of-time.ts';
import { isKept, type Leg, makesGroups, type Request, type RequestedGroup } from './request.ts';
import { need, type Row } from './schema.ts';
import { identity, type Type, type Value } from './value.ts';
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

/** A leg with its rows in scope and, but for windows, in the range. */
export interface ScannedLeg {
  readonly leg: Leg;
  readonly rows: readonly Row[];
  /** Whether the conditions hold of a row that count for the leg. */
  readonly counts: (row: Row) => boolean;
}

export interface Evaluation {
  readonly world: World;
  readonly request: Request;
  readonly legs: readonly ScannedLeg[];
  /** All legs of the query, of which `legs` may be some. */
  readonly asked: readonly Leg[];
}

/** A row of the answer. */
export interface Line extends Key {
  readonly values: readonly Value[];
  /** Whether rounding alone may decide about one of the values. */
  readonly unsure: boolean;
  /** Of each metric, whether it rests on money that has no rate. */
  readonly missing: readonly boolean[];
}

/** One line for each group that any leg makes; without any grouping there is always one. */
export function evaluateGroups(evaluation: Evaluation, grouping: Grouping): Line[] {
  const keys = new Map<string, Key>();
  const add = (key: Key) =>
    keys.set(JSON.stringify([key.time, ...key.groups, key.others].map(identity)), key);
  if (grouping.grain === null && grouping.groups.length === 0) add({ time: null, groups: [], others: false });
  const legs = evaluation.legs.map((scanned): GroupedLeg => {
    const grouped = new Map<string, Row[]>();
    const nameOf = (key: Key) => nameWithin(scanned.leg, grouping, key);
    for (const { row, key } of placeRows(evaluation, grouping, scanned)) {
      if (makesGroups(scanned.leg, grouping.groups)) add(key);
      grouped.set(nameOf(key), [...(grouped.get(nameOf(key)) ?? []), row]);
    }
    return { leg: scanned.leg, rowsOf: (key) => grouped.get(nameOf(key)) ?? [] };
  });
  if (grouping.fill) {
    const present: readonly Key[] =
      grouping.groups.length === 0 ? [{ time: null, groups: [], others: false }] : [...keys.values()];
    for (const key of present) for (const time of bucketsOf(evaluation, grouping)) add({ ...key, time });
  }
  const all = [...keys.values()];
  return all.map((key) => {
    const estimates = estimateOutputs({ evaluation, grouping, legs, keys: all }, key);
    return {
      ...key,
      values: estimates.map(({ value }) => value),
      unsure: estimates.some(isUnsure),
      missing: estimates.map(({ missing }) => missing),
    };
  });
}

/** The groups of rows, of which those that a leg does not tell apart are null. */
function placeRows(
  evaluation: Evaluation,
  grouping: Grouping,
  { leg, rows, counts }: ScannedLeg,
): readonly { readonly row: Row; readonly key: Key }[] {
  const timesOf = timesOfRows(evaluation, leg, grouping.grain);
  const buckets = new Map<string, { readonly time: Value; readonly rows: Row[] }>();
  for (const row of leg.choice === null ? rows.filter(counts) : rows)
    for (const time of timesOf(row)) {
      const bucket = buckets.get(identity(time)) ?? { time, rows: [] };
      buckets.set(identity(time), bucket);
      bucket.rows.push(row);
    }
  return [...buckets.values()].flatMap(({ time, rows: inBucket }) =>
    chooseRows(evaluation.world, leg, inBucket)
      .filter(counts)
      .flatMap((row) => {
        const group = groupOf(evaluation, grouping, { leg, row });
        return group === null ? [] : [{ row, key: { time, ...group } }];
      }),
  );
}

/** Of what a leg tells apart. */
function nameWithin(leg: Leg, grouping: Grouping, { time, groups, others }: Key): string {
  const kept = groups.filter((_, place) => keptPlaces(leg, grouping)[place]);
  const told = tellsChosen(leg, grouping) && others;
  return [time, ...kept, told].map(identity).join();
}

function keptPlaces(leg: Leg, { groups }: Grouping): readonly boolean[] {
  return groups.map((group) => isKept(leg, group));
}

/** Whether the others of `top` are other rows to a leg than the chosen ones. */
function tellsChosen(leg: Leg, { groups, chosen }: Grouping): boolean {
  return chosen !== null && groups.some((group) => chosen.of.includes(group.column) && isKept(leg, group));
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
  grouping: Grouping,
  { leg, row }: { leg: Leg; row: Row },
): Omit<Key, 'time'> | null {
  const { groups, chosen } = grouping;
  const view = viewFrom(evaluation.world, need(evaluation.world.schema.models, leg.root), row);
  const isRelabelled =
    chosen !== null && tellsChosen(leg, grouping) && (chosen.others || makesGroups(leg, groups));
  const isChoice = groups.map(({ column }) => chosen?.of.includes(column) === true);
  const kept = keptPlaces(leg, grouping);
  const values = groups.map((group, place): Value => {
    if (!kept[place] && !(isRelabelled && isChoice[place])) return null;
    const { path, name, type } = leg.resolve(group.name);
    const value = view.look(path, name);
    if (group.part !== null)
      return typeof value === 'string' ? partOfTime(group.part, value, clockworkOf(evaluation, type)) : null;
    if (group.grain === null) return value;
    return typeof value === 'string' ? bucketLabel(value, clockworkOf(evaluation, type), group.grain) : null;
  });
  if (!isRelabelled) return { groups: values, others: false };
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
