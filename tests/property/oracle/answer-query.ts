/**
 * The oracle: what a query must answer, worked out over arrays of rows in the most obvious way, or every
 * reason for which it cannot be answered.
 */
import { valueOf } from './buckets.ts';
import { isSubDay } from './calendar.ts';
import { passesTest, type Typed } from './comparison.ts';
import { countedConditions } from './disregard.ts';
import { type Chosen, type Evaluation, evaluateGroups, type Line, type ScannedLeg } from './groups.ts';
import { typeOfOutput } from './metric-values.ts';
import { type Query, type Test, type Top, treeHolds } from './query.ts';
import { findRefusals, type Refusal } from './refusals.ts';
import {
  groupType,
  type Leg,
  legKey,
  legsOf,
  makesGroups,
  type Request,
  readRequest,
  valueLegs,
} from './request.ts';
import { need, type Row } from './schema.ts';
import { compareForOrder, identity, type Type, type Value } from './value.ts';
import { type Asker, seeWorld, viewFrom, type World } from './world.ts';

export interface OracleAnswer {
  readonly kind: 'answer';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  readonly totals: readonly Value[] | null;
  readonly more: boolean;
  /** Whether rounding alone may decide about a value, so that another answer could be right as well. */
  readonly unsure: boolean;
  /** Metrics of which some value rests on money without a rate, also where no row shows it. */
  readonly withoutRate: readonly string[];
  readonly zone: string;
  /** Instants. */
  readonly range: { readonly from: string | null; readonly to: string | null };
}

export type Outcome = OracleAnswer | { readonly kind: 'refusal'; readonly reasons: ReadonlySet<Refusal> };

const DEFAULT_LIMIT = 1000;
/** The column that marks the rows of all groups that were not chosen. */
const OTHERS = 'others';

/** Answers a query for one tenant. */
export function answerQuery(asker: Asker, query: Query): Outcome {
  const { schema } = asker;
  const request = readRequest(schema, query, asker.now);
  const legs = legsOf(schema, request);
  const world = seeWorld(asker, request.zone);
  const reasons = findRefusals(world, request, legs);
  if (reasons.size > 0) return { kind: 'refusal', reasons };
  const scanned = legs.map((leg) => scan(world, request, leg));
  const evaluation: Evaluation = { world, request, legs: scanned, asked: legs };
  const { grain, groups, fill, top } = request;
  const chosen = top === null ? null : chooseGroups(evaluation, top);
  const columns = columnsOf(request);
  const lines = evaluateGroups(evaluation, { grain, groups, fill, chosen });
  const rows = lines
    .filter((line) => survives(evaluation, line))
    .map((line) => cellsOf(request, line))
    .toSorted(rowOrder(columns, request));
  const limit = query.limit ?? DEFAULT_LIMIT;
  const whole = { grain: null, groups: [], fill: false, chosen: null };
  const [total] = request.totals ? evaluateGroups(evaluation, whole) : [];
  // Windows of buckets see other rows than one over the whole range does.
  const rated = request.currency === null ? [] : evaluateGroups(evaluation, { ...whole, grain });
  return {
    kind: 'answer',
    columns,
    rows: rows.slice(0, limit),
    totals: total?.values ?? null,
    more: rows.length > limit,
    unsure: [...lines, ...(total ? [total] : [])].some(({ unsure }) => unsure) || chosen?.unsure === true,
    withoutRate: request.outputs
      .filter(
        ({ comparison }, place) =>
          (comparison === null || comparison.part === 'value') && rated.some(({ missing }) => missing[place]),
      )
      .map(({ column }) => column),
    zone: request.zone,
    range: { from: request.from?.instant ?? null, to: request.to?.instant ?? null },
  };
}

/** Scope and the range, beyond which windows see; and which conditions hold besides. */
function scan(world: World, request: Request, leg: Leg): ScannedLeg {
  const rows = need(world.visible, leg.root).filter((row) => isInRange(world, request, { leg, row }));
  const where = countedConditions(world.schema, leg, request.where) ?? [];
  const counts = (row: Row) => {
    const view = viewFrom(world, need(world.schema.models, leg.root), row);
    const holds = (test: Test & { readonly dimension: string }) => {
      const { path, name, type } = leg.resolve(test.dimension);
      return passesTest(test, { type, value: view.look(path, name) }, request.now);
    };
    return where.every((condition) => treeHolds(condition, holds));
  };
  return { leg, rows, counts };
}

function isInRange(world: World, request: Request, { leg, row }: { leg: Leg; row: Row }): boolean {
  const view = viewFrom(world, need(world.schema.models, leg.root), row);
  if (leg.windows.length > 0 || (request.from === null && request.to === null)) return true;
  if (leg.time === null) return false;
  const value = view.look(leg.time.path, leg.time.member);
  if (typeof value !== 'string') return false;
  const bound = (moment: NonNullable<Request['from']>) => valueOf(moment, leg.timeType ?? 'time');
  if (request.from !== null && value < bound(request.from)) return false;
  return request.to === null || value < bound(request.to);
}

/** The best of the groups that the metric alone would have, over the whole range and grouped by `of` alone. */
function chooseGroups(
  evaluation: Evaluation,
  { n, of, by, direction = 'desc', others = false }: Top,
): Chosen {
  const { request, world } = evaluation;
  const { groups, outputs } = request;
  const chooser = outputs.filter(({ column }) => column === by);
  const wanted = valueLegs(world.schema, { outputs: chooser }).map(legKey);
  const own = evaluation.legs.filter(({ leg }) => wanted.includes(legKey(leg)));
  const grouping = {
    grain: null,
    groups: groups.filter(({ column }) => of.includes(column)),
    fill: false,
    chosen: null,
  };
  // What makes no groups itself is asked for those that there are.
  const legs = own.some(({ leg }) => makesGroups(leg, grouping.groups)) ? own : evaluation.legs;
  const alone = { ...evaluation, legs, request: { ...request, outputs: chooser } };
  const best = evaluateGroups(alone, grouping).toSorted((left, right) => {
    const [a = null, b = null] = [left.values[0], right.values[0]];
    return compareForOrder(a, b, direction) || compareKeys(left, right);
  });
  const keys = best.slice(0, n).map((line) => line.groups.map(identity).join());
  return { of, keys: new Set(keys), others, unsure: best.some(({ unsure }) => unsure) };
}

function compareKeys(left: Line, right: Line): number {
  for (const [place, value] of left.groups.entries()) {
    const difference = compareForOrder(value, right.groups[place] ?? null, 'asc');
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether `having` keeps a line. */
function survives(evaluation: Evaluation, line: Line): boolean {
  const { request } = evaluation;
  return request.having.every((condition) =>
    treeHolds(condition, (test) => {
      const column = 'metric' in test ? test.metric : test.dimension;
      return passesTest(test, readColumn(evaluation, line, column), request.now);
    }),
  );
}

function readColumn({ world, request, legs }: Evaluation, line: Line, column: string): Typed {
  const place = request.outputs.findIndex((candidate) => candidate.column === column);
  const output = request.outputs[place];
  if (output !== undefined)
    return { type: typeOfOutput(world.schema, output), value: line.values[place] ?? null };
  const [first] = legs;
  const groupPlace = request.groups.findIndex((group) => group.column === column);
  const group = request.groups[groupPlace];
  if (first === undefined || group === undefined)
    return {
      type: timeColumnType(
        legs.map(({ leg }) => leg),
        request,
      ),
      value: line.time,
    };
  const type = groupType(group, first.leg.resolve(group.name).type);
  return { type, value: line.groups[groupPlace] ?? null };
}

function timeColumnType(legs: readonly Leg[], { grain }: Request): Type {
  return grain !== null && isSubDay(grain) ? (legs[0]?.timeType ?? 'time') : 'date';
}

function columnsOf({ grain, groups, top, outputs }: Request): readonly string[] {
  return [
    ...(grain === null ? [] : ['time']),
    ...groups.map(({ column }) => column),
    ...(top?.others === true ? [OTHERS] : []),
    ...outputs.map(({ column }) => column),
  ];
}

function cellsOf({ grain, top }: Request, { time, groups, others, values }: Line): readonly Value[] {
  return [...(grain === null ? [] : [time]), ...groups, ...(top?.others === true ? [others] : []), ...values];
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
