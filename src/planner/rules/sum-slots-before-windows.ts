/**
 * Rows are aggregated by slots of time before they meet windows, where the aggregates of windows can be put
 * together from those of slots: sums, counts, least and greatest values. Distinct counts, averages and medians
 * need the rows themselves.
 */
import { findTogether } from '../../formula/aggregates.ts';
import { joinWindows } from '../nodes/join-windows.ts';
import { type Leg, leg } from '../nodes/leg.ts';
import type { LegAggregate } from '../nodes/leg-aggregate.ts';
import { sumSlots } from '../nodes/sum-slots.ts';
import { mapLegs } from './map-legs.ts';
import type { MetricsRule } from './rule.ts';

export const sumSlotsBeforeWindows: MetricsRule = {
  name: 'sum-slots-before-windows',
  description: 'Rows were aggregated by slots of time before windows were put together from those.',
  apply: (node) => mapLegs(node, sumFirst),
};

function sumFirst(node: Leg): Leg {
  const { input: windows, groups } = node;
  if (windows.kind !== 'join_windows' || windows.input.kind === 'sum_slots') return node;
  const aggregates = node.aggregates.flatMap(putTogether);
  if (aggregates.length < node.aggregates.length) return node;
  const sums = sumSlots({
    name: node.name,
    input: windows.input,
    slot: windows.slot,
    groups: groups.filter(({ name }) => !windows.times.some((time) => time.name === name)),
    aggregates: node.aggregates,
  });
  return leg({ ...node, input: joinWindows({ ...windows, input: sums }), aggregates });
}

/** None where the whole cannot be told from the parts. */
function putTogether(aggregate: LegAggregate): readonly LegAggregate[] {
  const together = findTogether(aggregate.function);
  if (together === undefined) return [];
  const { name, type } = aggregate;
  return [{ ...aggregate, function: together, argument: { name, type }, filter: null, nullWhenEmpty: false }];
}
