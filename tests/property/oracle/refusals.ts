/** Why a query cannot be answered: every reason, since which of several is named first is not laid down. */
import { isSubDay } from './calendar.ts';
import { faultOf, type TestFault } from './comparison.ts';
import { typeOfFormula } from './metric-formula.ts';
import { resolveName } from './paths.ts';
import { comparisonsOf } from './query.ts';
import type { Leg, Request } from './request.ts';
import { need, type Schema } from './schema.ts';
import { isTemporalType, type Type } from './value.ts';

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
  | 'fill_needs_range'
  | 'grain_required'
  | 'grain_not_applicable'
  | 'unknown_column';

/** Empty where the query can be answered. */
export function findRefusals(schema: Schema, request: Request, legs: readonly Leg[]): ReadonlySet<Refusal> {
  const reasons = new Set<Refusal>();
  const { from, to, outputs } = request;
  if (from !== null && to !== null && from.instant >= to.instant) reasons.add('empty_range');
  if (request.fill && (from === null || to === null || request.grain === null))
    reasons.add('fill_needs_range');
  if (legs.length === 0) reasons.add('unknown_member');
  if (outputs.some(({ metric }) => need(schema.metrics, metric).isPrivate)) reasons.add('unknown_metric');
  for (const leg of legs)
    for (const reason of [
      ...timeFaults(request, leg),
      ...groupFaults(schema, request, leg),
      ...whereFaults(schema, request, leg),
    ])
      reasons.add(reason);
  for (const reason of [
    ...clockFaults(schema, request, legs),
    ...listFaults(schema, request),
    ...columnFaults(request),
    ...havingFaults(schema, request, legs),
  ])
    reasons.add(reason);
  return reasons;
}

function* timeFaults(request: Request, leg: Leg): Generator<Refusal> {
  const bounds = [request.from, request.to].filter((bound) => bound !== null);
  if (leg.time === null && (request.grain !== null || bounds.length > 0)) yield 'no_time';
  if (leg.timeType !== 'date') return;
  if (bounds.some(({ wall }) => !wall.endsWith('T00:00:00.000000'))) yield 'intraday_bound';
  if (request.grain !== null && isSubDay(request.grain)) yield 'intraday_grain';
}

function* groupFaults(schema: Schema, request: Request, leg: Leg): Generator<Refusal> {
  for (const { name, grain } of request.groups) {
    const found = resolveName(schema, leg.root, name);
    if (found.kind === 'refused') yield found.reason;
    if (found.member === null) continue;
    if (isTemporalType(found.member.type) !== (grain !== null))
      yield grain === null ? 'grain_required' : 'grain_not_applicable';
    if (found.member.type === 'date' && grain !== null && isSubDay(grain)) yield 'intraday_grain';
  }
}

function whereFaults(schema: Schema, request: Request, leg: Leg): readonly Refusal[] {
  return request.where.flatMap(comparisonsOf).flatMap((test): Refusal[] => {
    const found = resolveName(schema, leg.root, test.dimension);
    const fault = found.member === null ? null : faultOf(test, found.member.type);
    return [...(found.kind === 'refused' ? [found.reason] : []), ...(fault === null ? [] : [fault])];
  });
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

/** A metric may list the dimensions that it is grouped and filtered by. */
function* listFaults(schema: Schema, request: Request): Generator<Refusal> {
  const asked = [
    ...request.groups.map(({ name }) => name),
    ...request.where.flatMap(comparisonsOf).map(({ dimension }) => dimension),
  ];
  for (const { metric } of request.outputs) {
    const { allowed } = need(schema.metrics, metric);
    if (allowed !== null && asked.some((name) => !allowed.includes(name))) yield 'not_allowed';
  }
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

function* havingFaults(schema: Schema, request: Request, legs: readonly Leg[]): Generator<Refusal> {
  const [first] = legs;
  for (const test of request.having.flatMap(comparisonsOf)) {
    if ('metric' in test) {
      const metric = request.outputs.find(({ column }) => column === test.metric)?.metric;
      if (metric === undefined) yield 'unknown_column';
      else yield* present(faultOf(test, typeOfFormula(need(schema.metrics, metric).formula)));
      continue;
    }
    const group = request.groups.find(({ column }) => column === test.dimension);
    if (group === undefined) yield 'unknown_column';
    else if (first !== undefined) {
      const type = resolveName(schema, first.root, group.name).member?.type;
      if (type !== undefined) yield* present(faultOf(test, group.grain === null ? type : 'date'));
    }
  }
}

function present<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}
