/** A query read into the oracle's terms, and the legs it has: one for each model and time it aggregates. */
import { BUCKET_GRAINS, type Grain, SUB_DAY_GRAINS } from './calendar.ts';
import { type Moment, readMoment } from './clock.ts';
import { forEachInput } from './metric-formula.ts';
import { resolveName } from './paths.ts';
import type { Having, Order, Query, Top, Where } from './query.ts';
import { type MemberPath, type Metric, need, type Schema } from './schema.ts';
import { type Now, type Range, resolveRange } from './time-range.ts';
import type { Type } from './value.ts';
import type { Window } from './window.ts';

export interface Request {
  readonly outputs: readonly { readonly column: string; readonly metric: string }[];
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
}

export interface RequestedGroup {
  /** As asked for, which is also the column's name. */
  readonly column: string;
  readonly name: string;
  readonly grain: Grain | null;
}

export interface Leg {
  readonly root: string;
  readonly time: MemberPath | null;
  readonly timeType: Type | null;
  /** From the outermost on. */
  readonly windows: readonly Window[];
  /** What a name of the query means here. Only for names that lead somewhere. */
  readonly resolve: (name: string) => {
    readonly path: readonly string[];
    readonly name: string;
    readonly type: Type;
  };
}

const GRAINS: readonly Grain[] = [...SUB_DAY_GRAINS, ...BUCKET_GRAINS];

export function readRequest(schema: Schema, query: Query, now: string): Request {
  const { time = {} } = query;
  const zone = time.zone ?? schema.zone;
  const asked: Now = { instant: now, zone, weekStarts: schema.weekStarts };
  const range = readRange(time, asked);
  return {
    outputs: (query.metrics ?? []).map((asked) =>
      typeof asked === 'string'
        ? { column: asked, metric: asked }
        : { column: asked.as ?? asked.metric, metric: asked.metric },
    ),
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
  };
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
  return { column, name, grain: GRAINS.find((grain) => grain === written) ?? null };
}

/** The time that buckets and limits the rows of a metric's aggregates over `root`. */
export function timeOf(schema: Schema, metric: Metric, root: string): MemberPath | null {
  return metric.time ?? need(schema.models, root).time;
}

/** Every leg of the query's metrics and of their inputs; without metrics, the model of the first dimension. */
export function legsOf(schema: Schema, request: Request): readonly Leg[] {
  const legs = new Map<string, Leg>();
  const collect = (metric: Metric, outer: readonly Window[]) =>
    forEachInput(
      metric.formula,
      (input, windows) => {
        if (input.kind === 'metric') return collect(need(schema.metrics, input.name), windows);
        const rows = { root: input.root, time: timeOf(schema, metric, input.root), windows };
        legs.set(legKey(rows), makeLeg(schema, rows));
      },
      outer,
    );
  for (const output of request.outputs) collect(need(schema.metrics, output.metric), []);
  if (request.outputs.length > 0) return [...legs.values()];
  const head = request.groups[0]?.name.split('.')[0] ?? '';
  const root = schema.roles.get(head) ?? head;
  const model = schema.models.get(root);
  return model === undefined ? [] : [makeLeg(schema, { root, time: model.time, windows: [] })];
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
export type LegRows = Pick<Leg, 'root' | 'time' | 'windows'>;

/** The identity of a leg. */
export function legKey({ root, time, windows }: LegRows): string {
  return JSON.stringify([root, time === null ? null : [...time.path, time.member], windows]);
}

function makeLeg(schema: Schema, { root, time, windows }: LegRows): Leg {
  return {
    root,
    time,
    windows,
    timeType: time === null ? null : typeAlong(schema, root, time),
    resolve: (name) => {
      const found = resolveName(schema, root, name);
      if (found.kind === 'refused') throw new Error(`${name} leads nowhere from ${root}: ${found.reason}`);
      return { path: found.path, name: found.name, type: found.member.type };
    },
  };
}

function typeAlong(schema: Schema, root: string, { path, member }: MemberPath): Type {
  let model = need(schema.models, root);
  for (const step of path) model = need(schema.models, need(model.joins, step).target);
  return need(model.members, member).type;
}
