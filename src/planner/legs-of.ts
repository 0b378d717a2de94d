/** The legs under a node that has some, and the same node around others. */
import { type CombineLegs, combineLegs } from './nodes/combine-legs.ts';
import { fillBuckets } from './nodes/fill-buckets.ts';
import { joinTotals } from './nodes/join-totals.ts';
import type { Leg, LegRows } from './nodes/leg.ts';

export function legsOf(node: LegRows): readonly Leg[] {
  switch (node.kind) {
    case 'leg':
      return [node];
    case 'combine_legs':
      return node.inputs;
    case 'fill_buckets':
      return legsOf(node.input);
    case 'join_totals':
      return [...legsOf(node.input), ...legsOf(node.totals)];
  }
}

type Meeting = Leg | CombineLegs<Leg>;

/** Replaces what legs meet in; the same reference when it stays. */
export function mapMeetings(node: LegRows, replace: (meeting: Meeting) => Meeting): LegRows {
  if (node.kind === 'fill_buckets') {
    const input = replace(node.input);
    return input === node.input ? node : fillBuckets({ ...node, input });
  }
  if (node.kind !== 'join_totals') return replace(node);
  const [input, totals] = [mapMeetings(node.input, replace), replace(node.totals)];
  return input === node.input && totals === node.totals ? node : joinTotals({ ...node, input, totals });
}

/** Replaces legs; the same reference when all stay. */
export function mapLegsOf(node: LegRows, replace: (leg: Leg) => Leg): LegRows {
  return mapMeetings(node, (meeting) => {
    if (meeting.kind === 'leg') return replace(meeting);
    const inputs = meeting.inputs.map(replace);
    const same = inputs.every((leg, index) => leg === meeting.inputs[index]);
    return same ? meeting : combineLegs({ ...meeting, inputs });
  });
}

/** Without the legs that have no aggregate, as long as some leg makes groups exist; levels without any are gone. */
export function withoutIdleLegs(node: LegRows): LegRows {
  const isBusy = (leg: Leg): boolean => leg.aggregates.length > 0;
  if (node.kind === 'join_totals') {
    const input = withoutIdleLegs(node.input);
    return legsOf(node.totals).some(isBusy)
      ? joinTotals({ ...node, input, totals: onlyLegs(node.totals, isBusy) })
      : input;
  }
  if (node.kind === 'fill_buckets' || !legsOf(node).some(isBusy)) return node;
  return onlyLegs(node, isBusy);
}

function onlyLegs(meeting: Meeting, test: (leg: Leg) => boolean): Meeting {
  return meeting.kind === 'leg' ? meeting : combineLegs({ ...meeting, inputs: meeting.inputs.filter(test) });
}
