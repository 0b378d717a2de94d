/** A query read into the oracle's terms, and the legs it has: one for each model and time it aggregates. */
import { type Around, inWindow, NOTHING_AROUND } from './around.ts';
import { BUCKET_GRAINS, type Grain, SUB_DAY_GRAINS } from './calendar.ts';
import { type Moment, readMoment } from './clock.ts';
import { forEachInput, type RowChoice, typeOfFormula } from './metric-formula.ts';
import { PARTS_OF_TIME, type PartOfTime } from './parts-of-time.ts';
import { resolveName } from './paths.ts';
import type { Having, Order, Query, Top, Where } from './query.ts';
import { PARTS, readComparisons } from './read-comparison.ts';
import { type MemberPath, type Metric, need, type Schema } from './schema.ts';
import { type Now, type Range, resolveRange } from './time-range.ts';
import { isNumericType, type Type } from './value.ts';
import type { Moved } from './window.ts';

export interface Request {
  readonly outputs: readonly Output[];
  readonly groups: readonly RequestedGroup[];
  readonly grain: Grain | null;
  readonly zone: string;
  /** When and where it is asked. */
  readonly now: Now;
  readonly from: Moment | null;
  readonly to: Moment | null;
  readonly fill: boolean;
  readonly where: readonly Where[];
  readonly having: readonly Having[];
  readonly top: Top | null;
  readonly order: readonly Required<Order>[];
  readonly totals: boolean;
  readonly currency: string | null;
  /** By what it is compared; `null` for the range before its own. */
  readonly comparedBy: readonly (Moved | null)[];
}

/** A column of numbers. */
export interface Output {
  readonly column: string;
  readonly metric: string;
  /** The earlier range that it looks at as well, or alone, if any. */
  readonly comparison: { readonly by: Moved | null; readonly part: 'value' | 'change' | 'ratio' } | null;
}

export interface RequestedGroup {
  /** As asked for, which is also the column's name. */
  readonly column: string;
  readonly name: string;
  readonly grain: Grain | null;
  readonly part: PartOfTime | null;
}

export interface Leg extends Around {
  readonly root: string;
  readonly time: MemberPath | null;
  readonly timeType: Type | null;
  readonly choice: RowChoice | null;
  /** What a name of the query means here. Only for names that lead somewhere. */
  readonly resolve: (name: string) => {
    readonly path: readonly string[];
    readonly name: string;
    readonly type: Type;
  };
  /** The path of a name, spelled from here, if it leads somewhere. */
  readonly lead: (name: string) => string | null;
}

const GRAINS: readonly Grain[] = [...SUB_DAY_GRAINS, ...BUCKET_GRAINS];

export function readRequest(schema: Schema, query: Query, now: string): Request {
  const { time = {} } = query;
  const zone = time.zone ?? schema.zone;
  const asked: Now = { instant: now, zone, weekStarts: schema.weekStarts };
  const range = readRange(time, asked);
  return {
    outputs: (query.metrics ?? []).flatMap((asked) => readOutputs(schema, query, asked)),
    groups: (query.by ?? []).map(readGroup),
    grain: time.grain ?? null,
    zone,
    now: asked,
    from: range.from,
    to: range.to,
    fill: time.fill ?? false,
    where: query.where ?? [],
    having: query.having ?? [],
    top: query.top ?? null,
    order: (query.order ?? []).map(({ by, direction }) => ({ by, direction: direction ?? 'asc' })),
    totals: query.totals ?? false,
    currency: query.currency ?? null,
    comparedBy: readComparisons(query.compare).map(({ by }) => by),
  };
}

/** A metric, and what it was in the ranges that it is compared with. */
function readOutputs(
  schema: Schema,
  { compare }: Query,
  asked: string | { readonly metric: string; readonly as?: string },
): readonly Output[] {
  const { metric, as: column = metric } = typeof asked === 'string' ? { metric: asked } : asked;
  const isNumeric = isNumericType(typeOfFormula(need(schema.metrics, metric).formula));
  return [
    { column, metric, comparison: null },
    ...readComparisons(compare).flatMap(({ by, names }) =>
      (isNumeric ? PARTS : PARTS.slice(0, 1)).map((part) => ({
        column: `${column}.${names[part]}`,
        metric,
        comparison: { by, part },
      })),
    ),
  ];
}

/** Of the column of a group whose member has this type. */
export function groupType({ grain, part }: Pick<RequestedGroup, 'grain' | 'part'>, type: Type): Type {
  if (part !== null) return 'integer';
  return grain === null || SUB_DAY_GRAINS.some((known) => known === grain) ? type : 'date';
}

function readRange(
  { range, from, to }: NonNullable<Query['time']>,
  now: Now,
): Range | { readonly from: Moment | null; readonly to: Moment | null } {
  const moment = (text: string | undefined) => (text === undefined ? null : readMoment(text, now.zone));
  if (range === undefined) return { from: moment(from), to: moment(to) };
  const resolved = resolveRange(range, now);
  if (resolved === null) throw new Error(`the oracle knows no range ${range}`);
  return resolved;
}

function readGroup(column: string): RequestedGroup {
  const [name = '', written] = column.split(':');
  const grain = GRAINS.find((known) => known === written) ?? null;
  return { column, name, grain, part: PARTS_OF_TIME.find((known) => known === written) ?? null };
}

/** The time that buckets and limits the rows of a metric's aggregates over `root`. */
export function timeOf(schema: Schema, metric: Metric, root: string): MemberPath | null {
  return metric.time ?? need(schema.models, root).time;
}

/** What stands around a metric in its column: all that a comparison looks at. */
export function aroundOutput({ comparison }: Output): readonly Around[] {
  if (comparison === null) return [NOTHING_AROUND];
  const earlier = inWindow(NOTHING_AROUND, { kind: 'compared', by: comparison.by });
  return comparison.part === 'value' ? [earlier] : [NOTHING_AROUND, earlier];
}

/**
 * Every leg of the query's metrics and of their inputs; without metrics, the model of the first dimension. Where
 * none of them makes groups, each does so besides.
 */
export function legsOf(schema: Schema, request: Request): readonly Leg[] {
  if (request.outputs.length > 0) {
    const legs = valueLegs(schema, request);
    if (request.groups.length === 0 && request.grain === null) return legs;
    if (legs.some((leg) => makesGroups(leg, request.groups))) return legs;
    const bare = legs.map((leg) => makeLeg(schema, { ...leg, within: null, disregard: [] }));
    return distinct([...legs, ...bare]);
  }
  const head = request.groups[0]?.name.split('.')[0] ?? '';
  const root = schema.roles.get(head) ?? head;
  const model = schema.models.get(root);
  if (model === undefined) return [];
  return [makeLeg(schema, { ...NOTHING_AROUND, root, time: model.time, choice: null })];
}

/** The legs that the values of the query's metrics are computed from. */
export function valueLegs(schema: Schema, request: Pick<Request, 'outputs'>): readonly Leg[] {
  const legs: Leg[] = [];
  const collect = (metric: Metric, outer: Around) =>
    forEachInput(
      metric.formula,
      (input, around) => {
        if (input.kind === 'metric') return collect(need(schema.metrics, input.name), around);
        const time = timeOf(schema, metric, input.root);
        legs.push(makeLeg(schema, { ...around, root: input.root, time, choice: input.choice ?? null }));
      },
      outer,
    );
  for (const output of request.outputs)
    for (const around of aroundOutput(output)) collect(need(schema.metrics, output.metric), around);
  return distinct(legs);
}

function distinct(legs: readonly Leg[]): readonly Leg[] {
  return [...new Map(legs.map((leg) => [legKey(leg), leg])).values()];
}

/** Groups exist by the rows of what is told by all of them, and looks at every condition. */
export function makesGroups(leg: Leg, groups: readonly RequestedGroup[]): boolean {
  return leg.disregard.length === 0 && groups.every((group) => isKept(leg, group));
}

/** Whether the rows of a leg are told apart by a group, whichever of its names the formula has for it. */
export function isKept({ within, lead }: Leg, { name }: RequestedGroup): boolean {
  if (within === null || within.includes(name)) return true;
  const place = lead(name);
  return place !== null && within.some((kept) => lead(kept) === place);
}

/** The models whose rows make up a metric. */
export function rootsOf(schema: Pick<Schema, 'metrics'>, metric: Metric): ReadonlySet<string> {
  const roots = new Set<string>();
  forEachInput(metric.formula, (input) => {
    if (input.kind === 'aggregate') roots.add(input.root);
    else for (const root of rootsOf(schema, need(schema.metrics, input.name))) roots.add(root);
  });
  return roots;
}

/** The times of the aggregates of money under a metric, its inputs included. */
export function moneyTimes(schema: Schema, metric: Metric): readonly (MemberPath | null)[] {
  const times: (MemberPath | null)[] = [];
  forEachInput(metric.formula, (input) => {
    if (input.kind === 'metric') times.push(...moneyTimes(schema, need(schema.metrics, input.name)));
    else if (input.isMoney) times.push(timeOf(schema, metric, input.root));
  });
  return times;
}

/** Which rows a leg aggregates, and over which times. */
export type LegRows = Pick<Leg, 'root' | 'time' | 'choice' | keyof Around>;

/** The identity of a leg. */
export function legKey({ root, time, windows, within, disregard, choice }: LegRows): string {
  const chosen = choice && [choice.word, choice.by.map((key) => key.print([]))];
  const own = time === null ? null : [...time.path, time.member];
  return JSON.stringify([root, own, windows, within, disregard, chosen]);
}

function makeLeg(schema: Schema, { root, time, windows, within, disregard, choice }: LegRows): Leg {
  return {
    root,
    time,
    windows,
    within,
    disregard,
    choice,
    timeType: time === null ? null : typeAlong(schema, root, time),
    resolve: (name) => {
      const found = resolveName(schema, root, name);
      if (found.kind === 'refused') throw new Error(`${name} leads nowhere from ${root}: ${found.reason}`);
      return { path: found.path, name: found.name, type: found.member.type };
    },
    lead: (name) => {
      const found = resolveName(schema, root, name);
      return found.kind === 'refused' ? null : [...found.path, found.name].join('.');
    },
  };
}

function typeAlong(schema: Schema, root: string, { path, member }: MemberPath): Type {
  let model = need(schema.models, root);
  for (const step of path) model = need(schema.models, need(model.joins, step).target);
  return need(model.members, member).type;
}
