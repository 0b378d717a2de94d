/** Why a query cannot be answered: every reason, since which of several is named first is not laid down. */
import { type ConditionFault, faultOf, forEachComparison } from './conditions.ts';
import { resolveName } from './paths.ts';
import type { Leg, Request } from './request.ts';
import type { Schema } from './schema.ts';
import { isTemporalType } from './value.ts';

export type Refusal =
  | ConditionFault
  | 'unknown_member'
  | 'no_path'
  | 'ambiguous_path'
  | 'no_time'
  | 'intraday_bound'
  | 'empty_range'
  | 'grain_required'
  | 'grain_not_applicable'
  | 'unknown_column';

/** Empty where the query can be answered. */
export function findRefusals(schema: Schema, request: Request, legs: readonly Leg[]): ReadonlySet<Refusal> {
  const reasons = new Set<Refusal>();
  if (request.from !== null && request.to !== null && request.from.instant >= request.to.instant)
    reasons.add('empty_range');
  for (const leg of legs) {
    for (const reason of timeFaults(request, leg)) reasons.add(reason);
    for (const reason of groupFaults(schema, request, leg)) reasons.add(reason);
    for (const reason of whereFaults(schema, request, leg)) reasons.add(reason);
  }
  const columns = [
    ...(request.grain === null ? [] : ['time']),
    ...[...request.groups, ...request.outputs].map(({ column }) => column),
  ];
  if (request.order.some(({ by }) => !columns.includes(by))) reasons.add('unknown_column');
  return reasons;
}

function* timeFaults(request: Request, leg: Leg): Generator<Refusal> {
  const bounds = [request.from, request.to].filter((bound) => bound !== null);
  if (leg.time === null && (request.grain !== null || bounds.length > 0)) yield 'no_time';
  if (leg.timeType === 'date' && bounds.some(({ wall }) => !wall.endsWith('T00:00:00.000000')))
    yield 'intraday_bound';
}

function* groupFaults(schema: Schema, request: Request, leg: Leg): Generator<Refusal> {
  for (const { name, grain } of request.groups) {
    const found = resolveName(schema, leg.root, name);
    if (found.kind === 'refused') yield found.reason;
    if (found.member !== null && isTemporalType(found.member.type) !== (grain !== null))
      yield grain === null ? 'grain_required' : 'grain_not_applicable';
  }
}

function whereFaults(schema: Schema, request: Request, leg: Leg): readonly Refusal[] {
  const faults: Refusal[] = [];
  for (const condition of request.where)
    forEachComparison(condition, (comparison) => {
      const found = resolveName(schema, leg.root, comparison.dimension);
      if (found.kind === 'refused') faults.push(found.reason);
      const fault = found.member === null ? null : faultOf(comparison, found.member.type);
      if (fault !== null) faults.push(fault);
    });
  return faults;
}
