/** A query read into the oracle's terms, and the legs it has: one for each model and time it aggregates. */
import type { Condition, MetricQuery } from '../../../src/query/metric-query.ts';
import { type Grain, type Moment, readMoment } from './clock.ts';
import { forEachInput } from './metric-formula.ts';
import { resolveName } from './paths.ts';
import { type MemberPath, type Metric, need, type Schema } from './schema.ts';
import type { Type } from './value.ts';

export interface Request {
  readonly outputs: readonly { readonly column: string; readonly metric: string }[];
  readonly groups: readonly RequestedGroup[];
  readonly grain: Grain | null;
  readonly zone: string;
  readonly from: Moment | null;
  readonly to: Moment | null;
  readonly where: readonly Condition[];
  readonly order: readonly { readonly by: string; readonly direction: 'asc' | 'desc' }[];
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
  /** What a name of the query means here. Only for names that lead somewhere. */
  readonly resolve: (name: string) => {
    readonly path: readonly string[];
    readonly name: string;
    readonly type: Type;
  };
}

const GRAINS: readonly string[] = ['day', 'week', 'month', 'quarter', 'year'] satisfies Grain[];

export function readRequest(schema: Schema, query: MetricQuery): Request {
  const zone = query.time?.zone ?? schema.zone;
  const moment = (text: string | undefined) => (text === undefined ? null : readMoment(text, zone));
  return {
    outputs: (query.metrics ?? []).map((asked) =>
      typeof asked === 'string'
        ? { column: asked, metric: asked }
        : { column: asked.as ?? asked.metric, metric: asked.metric },
    ),
    groups: (query.by ?? []).map(readGroup),
    grain: query.time?.grain ?? null,
    zone,
    from: moment(query.time?.from),
    to: moment(query.time?.to),
    where: query.where ?? [],
    order: (query.order ?? []).map(({ by, direction }) => ({ by, direction: direction ?? 'asc' })),
  };
}

function readGroup(column: string): RequestedGroup {
  const [name = '', grain = null] = column.split(':');
  return { column, name, grain: isGrain(grain) ? grain : null };
}

function isGrain(text: string | null): text is Grain {
  return text !== null && GRAINS.includes(text);
}

/** The time that buckets and limits the rows of a metric's aggregates over `root`. */
export function timeOf(schema: Schema, metric: Metric, root: string): MemberPath | null {
  return metric.time ?? need(schema.models, root).time;
}

/** Every leg of the query's metrics and of their inputs. */
export function legsOf(schema: Schema, request: Request): readonly Leg[] {
  const legs = new Map<string, Leg>();
  const collect = (metric: Metric) =>
    forEachInput(metric.formula, (input) => {
      if (input.kind === 'metric') return collect(need(schema.metrics, input.name));
      const time = timeOf(schema, metric, input.root);
      const leg = makeLeg(schema, input.root, time);
      legs.set(legKey(input.root, time), leg);
    });
  for (const output of request.outputs) collect(need(schema.metrics, output.metric));
  return [...legs.values()];
}

/** The identity of a leg. */
export function legKey(root: string, time: MemberPath | null): string {
  return JSON.stringify([root, time === null ? null : [...time.path, time.member]]);
}

function makeLeg(schema: Schema, root: string, time: MemberPath | null): Leg {
  return {
    root,
    time,
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
