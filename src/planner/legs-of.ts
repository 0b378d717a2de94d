/** The legs under a node that has some, and the same node around others. */
import { type CombineLegs, combineLegs } from './nodes/combine-legs.ts';
import { type FillBuckets, fillBuckets } from './nodes/fill-buckets.ts';
import type { Leg } from './nodes/leg.ts';

export type LegRows = Leg | CombineLegs | FillBuckets;

export function legsOf(node: LegRows): readonly Leg[] {
  if (node.kind === 'fill_buckets') return legsOf(node.input);
  return node.kind === 'leg' ? [node] : node.inputs;
}

/** Replaces what legs meet in; the same reference when it stays. */
export function mapMeeting(
  node: LegRows,
  replace: (meeting: Leg | CombineLegs) => Leg | CombineLegs,
): LegRows {
  if (node.kind !== 'fill_buckets') return replace(node);
  const input = replace(node.input);
  return input === node.input ? node : fillBuckets({ ...node, input });
}

/** Replaces legs; the same reference when all stay. */
export function mapLegsOf(node: LegRows, replace: (leg: Leg) => Leg): LegRows {
  return mapMeeting(node, (meeting) => {
    if (meeting.kind === 'leg') return replace(meeting);
    const inputs = meeting.inputs.map(replace);
    const same = inputs.every((leg, index) => leg === meeting.inputs[index]);
    return same ? meeting : combineLegs({ ...meeting, inputs });
  });
}
