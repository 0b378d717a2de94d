/** `fill` → the list of buckets that the answer must have, as one parameter. */
import { invariant } from '../base/invariant.ts';
import type { Parameter } from '../formula/expression.ts';
import { bucketType } from './bind-bucket.ts';
import type { BoundTime } from './bind-time.ts';
import type { BoundLeg } from './bound-query.ts';
import { listBuckets } from './list-buckets.ts';
import type { ParameterList } from './parameter-list.ts';

interface FillContext {
  readonly time: BoundTime;
  readonly parameters: ParameterList;
}

/** `null` unless asked for. Legs that know days have the calendar's, legs of instants those of the zone. */
export function bindFill(legs: readonly BoundLeg[], { time, parameters }: FillContext): Parameter | null {
  const { grain, zone, calendar, fill, range } = time;
  if (!fill) return null;
  const { from, to } = range;
  invariant(grain && from && to, 'a fill has grain and range');
  const types = new Set(legs.flatMap((leg) => (leg.time ? [leg.time.type] : [])));
  const [type = 'date'] = types;
  const buckets = listBuckets({ from, to, grain, zone, calendar }, types);
  return parameters.add(buckets, bucketType(type, grain));
}
