/**
 * The oracle: what a query must answer, worked out over arrays of rows in the most obvious way, or every
 * reason for which it cannot be answered.
 */
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { readMoment } from './clock.ts';
import { holds } from './conditions.ts';
import { combineGroups, findGroups, type Grouping } from './groups.ts';
import { findRefusals, type Refusal } from './refusals.ts';
import { type Leg, legsOf, type Request, readRequest } from './request.ts';
import { need, type Row } from './schema.ts';
import { compareForOrder, type Value } from './value.ts';
import { type Asker, lookFrom, seeWorld, type World } from './world.ts';

export interface OracleAnswer {
  readonly kind: 'answer';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  readonly totals: readonly Value[] | null;
  readonly more: boolean;
  /** Instants. */
  readonly range: { readonly from: string | null; readonly to: string | null };
}

export type Outcome = OracleAnswer | { readonly kind: 'refusal'; readonly reasons: ReadonlySet<Refusal> };

const DEFAULT_LIMIT = 1000;

/** Answers a query for one tenant. */
export function answerQuery(asker: Asker, query: MetricQuery): Outcome {
  const request = readRequest(asker.schema, query);
  const legs = legsOf(asker.schema, request);
  const reasons = findRefusals(asker.schema, request, legs);
  if (reasons.size > 0) return { kind: 'refusal', reasons };
  const world = seeWorld(asker);
  const grouping: Grouping = { grain: request.grain, groups: request.groups };
  const columns = [
    ...(request.grain === null ? [] : ['time']),
    ...request.groups.map((group) => group.column),
    ...request.outputs.map((output) => output.column),
  ];
  const rows = evaluate(world, request, grouping).toSorted(rowOrder(columns, request));
  const limit = query.limit ?? DEFAULT_LIMIT;
  return {
    kind: 'answer',
    columns,
    rows: rows.slice(0, limit),
    totals: query.totals === true ? (evaluate(world, request, { grain: null, groups: [] })[0] ?? null) : null,
    more: rows.length > limit,
    range: { from: request.from?.instant ?? null, to: request.to?.instant ?? null },
  };
}

/** Scope, range and `where`; then groups; then their values. */
function evaluate(world: World, request: Request, grouping: Grouping): Value[][] {
  const grouped = legsOf(world.schema, request).map((leg) => {
    const rows = need(world.visible, leg.root).filter((row) => passes(world, request, leg, row));
    return { leg, groups: findGroups({ world, request, grouping }, leg, rows) };
  });
  return combineGroups({ world, request, grouping }, grouped);
}

function passes(world: World, request: Request, leg: Leg, row: Row): boolean {
  const look = lookFrom(world, need(world.schema.models, leg.root), row);
  const known = (name: string) => {
    const { path, name: member, type } = leg.resolve(name);
    return { type, value: look(path, member) };
  };
  if (!request.where.every((condition) => holds(condition, known, request.zone))) return false;
  if (request.from === null && request.to === null) return true;
  if (leg.time === null) return false;
  const value = look(leg.time.path, leg.time.member);
  if (typeof value !== 'string') return false;
  const bound = (moment: ReturnType<typeof readMoment>) => {
    if (leg.timeType === 'time') return moment.instant;
    return leg.timeType === 'date' ? moment.wall.slice(0, 10) : moment.wall;
  };
  if (request.from !== null && value < bound(request.from)) return false;
  return request.to === null || value < bound(request.to);
}

function rowOrder(columns: readonly string[], request: Request) {
  const keys = columns.slice(0, columns.length - request.outputs.length);
  const ascending = keys.map((by) => ({ by, direction: 'asc' as const }));
  const first = request.outputs
    .slice(0, 1)
    .map((output) => ({ by: output.column, direction: 'desc' as const }));
  const time = ascending.filter((key) => request.grain !== null && key.by === 'time');
  const order = [...(request.order.length > 0 ? request.order : [...time, ...first]), ...ascending];
  return (left: readonly Value[], right: readonly Value[]) => {
    for (const { by, direction } of order) {
      const place = columns.indexOf(by);
      const difference = compareForOrder(left[place] ?? null, right[place] ?? null, direction);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}
