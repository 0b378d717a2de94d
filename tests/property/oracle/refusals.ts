/** Why a query cannot be answered: every reason, since which of several is named first is not laid down. */
import { type Grain, isSubDay } from './calendar.ts';
import { toMicros } from './clock.ts';
import { closeRange } from './closed-range.ts';
import { faultOf, type TestFault } from './comparison.ts';
import { countedConditions } from './disregard.ts';
import { typeOfOutput } from './metric-values.ts';
import { resolveName } from './paths.ts';
import { comparisonsOf } from './query.ts';
import { readsMember } from './reads-member.ts';
import {
  groupType,
  isKept,
  type Leg,
  moneyTimes,
  type Request,
  type RequestedGroup,
  rootsOf,
  valueLegs,
} from './request.ts';
import { need, type Schema } from './schema.ts';
import { isTemporalType, type Type } from './value.ts';
import { needsGrain, type Window } from './window.ts';
import type { World } from './world.ts';

export type Refusal =
  | TestFault
  | 'unknown_member'
  | 'unknown_metric'
  | 'no_path'
  | 'ambiguous_path'
  | 'not_allowed'
  | 'no_time'
  | 'intraday_bound'
  | 'intraday_grain'
  | 'mixed_clocks'
  | 'empty_range'
  | 'too_many_buckets'
  | 'fill_needs_range'
  | 'grain_required'
  | 'grain_not_applicable'
  | 'unknown_column'
  | 'window_grain'
  | 'window_group'
  | 'no_money'
  | 'compare_range'
  | 'mixed_conditions';

const MOST_BUCKETS = 10_000;

/** Empty where the query can be answered. */
export function findRefusals(world: World, request: Request, legs: readonly Leg[]): ReadonlySet<Refusal> {
  const { schema } = world;
  const reasons = new Set<Refusal>();
  const { from, to, outputs } = request;
  if (from !== null && to !== null && from.instant >= to.instant) reasons.add('empty_range');
  if (countSpans(limitedRange(world, request, legs)) > MOST_BUCKETS) reasons.add('too_many_buckets');
  if (request.fill && (from === null || to === null || request.grain === null))
    reasons.add('fill_needs_range');
  if (legs.length === 0) reasons.add('unknown_member');
  if ((from === null || to === null) && request.comparedBy.includes(null)) reasons.add('compare_range');
  if (outputs.some(({ metric }) => need(schema.metrics, metric).isPrivate)) reasons.add('unknown_metric');
  for (const leg of legs)
    for (const reason of [
      ...timeFaults(request, leg),
      ...windowFaults(schema, request, leg),
      ...groupFaults(schema, request, leg),
      ...whereFaults(schema, request, leg),
    ])
      reasons.add(reason);
  for (const reason of [
    ...clockFaults(schema, request, legs),
    ...listFaults(schema, request),
    ...columnFaults(request),
    ...havingFaults(schema, request, legs),
    ...wholeFaults(schema, request, legs),
    ...moneyFaults(schema, request),
  ])
    reasons.add(reason);
  return reasons;
}

/** With windows, a range that is open has the buckets that the data has. */
function limitedRange(world: World, request: Request, legs: readonly Leg[]): CountedRange {
  const { grain } = request;
  if (!legs.some(({ windows }) => windows.length > 0)) return request;
  // Those have other faults, and no buckets to count.
  const types = new Set(legs.map(({ timeType }) => timeType));
  if (grain !== null && isSubDay(grain) && (types.size > 1 || types.has('date'))) return request;
  return { grain, ...closeRange({ world, request, legs }, grain) };
}

type CountedRange = Pick<Request, 'grain' | 'from' | 'to'>;

/** How many buckets the range has, about; only short ones can be too many. */
function countSpans({ grain, from, to }: CountedRange): number {
  if (grain === null || from === null || to === null) return 0;
  const seconds = (toMicros(to.instant) - toMicros(from.instant)) / 1_000_000;
  if (isSubDay(grain)) return seconds / { second: 1, minute: 60, hour: 3600 }[grain];
  return grain === 'day' ? seconds / 86_400 : 0;
}

function* timeFaults(request: Request, leg: Leg): Generator<Refusal> {
  const bounds = [request.from, request.to].filter((bound) => bound !== null);
  const isPlaced = leg.windows.length > 0 || leg.choice !== null;
  const isTimed = request.grain !== null || bounds.length > 0 || isPlaced;
  if (leg.time === null && isTimed) yield 'no_time';
  if (leg.timeType !== 'date') return;
  if (bounds.some(({ wall }) => !wall.endsWith('T00:00:00.000000'))) yield 'intraday_bound';
  if (request.grain !== null && isSubDay(request.grain)) yield 'intraday_grain';
  const units = leg.windows.flatMap(unitOf);
  if (units.some((unit) => unit !== 'bucket' && isSubDay(unit))) yield 'intraday_grain';
}

function unitOf(window: Window): readonly (Grain | 'bucket')[] {
  if (window.kind === 'compared') return window.by === null ? [] : [window.by.unit];
  return 'unit' in window ? [window.unit] : [];
}

function* windowFaults(schema: Schema, request: Request, leg: Leg): Generator<Refusal> {
  if (request.grain === null && leg.windows.some(needsGrain)) yield 'window_grain';
  if (leg.windows.length === 0 || leg.time === null) return;
  const own = [...leg.time.path, leg.time.member];
  for (const group of request.groups) {
    const found = resolveName(schema, leg.root, group.name);
    if (
      isNeeded(request, leg, group) &&
      found.kind === 'member' &&
      readsMember(schema, leg.root, { asked: [...found.path, found.name], wanted: own })
    )
      yield 'window_group';
  }
}

function* groupFaults(schema: Schema, request: Request, leg: Leg): Generator<Refusal> {
  for (const group of request.groups) {
    const { name, grain, part } = group;
    const found = resolveName(schema, leg.root, name);
    if (found.kind === 'refused' && isNeeded(request, leg, group)) yield found.reason;
    if (found.member === null) continue;
    const isCut = grain !== null || part !== null;
    if (isTemporalType(found.member.type) !== isCut) yield isCut ? 'grain_not_applicable' : 'grain_required';
    if (found.member.type !== 'date') continue;
    if (part === 'hour_of_day' || (grain !== null && isSubDay(grain))) yield 'intraday_grain';
  }
}

/** A total need not know what it leaves out, but for what tells the others of `top`. */
function isNeeded({ groups, top }: Request, leg: Leg, group: RequestedGroup): boolean {
  if (isKept(leg, group)) return true;
  if (top?.others !== true || !top.of.includes(group.column)) return false;
  return groups.some((other) => top.of.includes(other.column) && isKept(leg, other));
}

function whereFaults(schema: Schema, request: Request, leg: Leg): readonly Refusal[] {
  const counted = countedConditions(schema, leg, request.where);
  const needed = (counted ?? []).flatMap(comparisonsOf).map(({ dimension }) => dimension);
  const faults = request.where.flatMap(comparisonsOf).flatMap((test): Refusal[] => {
    const found = resolveName(schema, leg.root, test.dimension);
    const fault = found.member === null ? null : faultOf(test, found.member.type, request.now);
    const isLost = found.kind === 'refused' && (found.member === null || needed.includes(test.dimension));
    return [...(isLost ? [found.reason] : []), ...(fault === null ? [] : [fault])];
  });
  return counted === null ? [...faults, 'mixed_conditions'] : faults;
}

/** Totals and the choice of `top` are over the whole range, without a grain. */
function* wholeFaults(schema: Schema, request: Request, legs: readonly Leg[]): Generator<Refusal> {
  const { top, totals } = request;
  const chooser = request.outputs.filter(({ column }) => column === top?.by);
  const whole = [...(totals ? legs : []), ...valueLegs(schema, { outputs: chooser })];
  if (whole.some(({ windows }) => windows.some(needsGrain))) yield 'window_grain';
}

/** Hours of instants and hours of wall clocks are not the same buckets. */
function* clockFaults(schema: Schema, request: Request, legs: readonly Leg[]): Generator<Refusal> {
  const isMixed = (types: readonly (Type | null)[]) => types.includes('time') && types.includes('local_time');
  if (request.grain !== null && isSubDay(request.grain) && isMixed(legs.map(({ timeType }) => timeType)))
    yield 'mixed_clocks';
  for (const { name, grain } of request.groups) {
    if (grain === null || !isSubDay(grain)) continue;
    if (isMixed(legs.map(({ root }) => resolveName(schema, root, name).member?.type ?? null)))
      yield 'mixed_clocks';
  }
}

/** A metric may list the dimensions that it is grouped and filtered by, by whichever of their names. */
function* listFaults(schema: Schema, request: Request): Generator<Refusal> {
  const asked = [
    ...request.groups.map(({ name }) => name),
    ...request.where.flatMap(comparisonsOf).map(({ dimension }) => dimension),
  ];
  for (const output of request.outputs) {
    const metric = need(schema.metrics, output.metric);
    const { allowed } = metric;
    if (allowed === null) continue;
    const roots = [...rootsOf(schema, metric)];
    const isAllowed = (name: string) =>
      allowed.some((known) => roots.every((root) => isSamePlace(schema, root, [name, known])));
    if (!asked.every(isAllowed)) yield 'not_allowed';
  }
}

function isSamePlace(schema: Schema, root: string, names: readonly [string, string]): boolean {
  const [one, other] = names.map((name) => {
    const found = resolveName(schema, root, name);
    return found.kind === 'member' ? [...found.path, found.name].join('.') : null;
  });
  return one !== null && one === other;
}

function* columnFaults(request: Request): Generator<Refusal> {
  const groups = request.groups.map(({ column }) => column);
  const metrics = request.outputs.map(({ column }) => column);
  const columns = [...(request.grain === null ? [] : ['time']), ...groups, ...metrics];
  if (request.order.some(({ by }) => !columns.includes(by))) yield 'unknown_column';
  const { top } = request;
  if (top === null) return;
  if (!metrics.includes(top.by) || top.of.some((column) => !groups.includes(column))) yield 'unknown_column';
}

/** Rates are those of a day. */
function* moneyFaults(schema: Schema, { currency, outputs }: Request): Generator<Refusal> {
  if (currency === null) return;
  const times = outputs.flatMap(({ metric }) => moneyTimes(schema, need(schema.metrics, metric)));
  if (times.length === 0) yield 'no_money';
  if (times.includes(null)) yield 'no_time';
}

function* havingFaults(schema: Schema, request: Request, legs: readonly Leg[]): Generator<Refusal> {
  for (const test of request.having.flatMap(comparisonsOf)) {
    const type =
      'metric' in test
        ? metricType(schema, request, test.metric)
        : columnType(schema, request, { legs, column: test.dimension });
    const fault = type === null ? 'unknown_column' : faultOf(test, type, request.now);
    if (fault !== null) yield fault;
  }
}

/** Whole numbers are compared with any number. */
function metricType(schema: Schema, { outputs }: Request, column: string): Type | null {
  const output = outputs.find((candidate) => candidate.column === column);
  if (output === undefined) return null;
  const type = typeOfOutput(schema, output);
  return type === 'integer' ? 'decimal' : type;
}

function columnType(
  schema: Schema,
  request: Request,
  { legs, column }: { legs: readonly Leg[]; column: string },
): Type | null {
  const [first] = legs;
  if (first === undefined) return null;
  const isTime = column === 'time' && request.grain !== null;
  const group = request.groups.find((candidate) => candidate.column === column);
  if (!isTime && group === undefined) return null;
  const type = isTime ? first.timeType : resolveName(schema, first.root, group?.name ?? '').member?.type;
  const cut = { grain: isTime ? request.grain : (group?.grain ?? null), part: group?.part ?? null };
  return type === undefined || type === null ? null : groupType(cut, type);
}
