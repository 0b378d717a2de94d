/** Windows that only grow, from a beginning that buckets share, are read off one running aggregate over the slots. */
import { accumulateSlots as accumulate } from '../nodes/accumulate-slots.ts';
import { leg } from '../nodes/leg.ts';
import { mapLegs } from './map-legs.ts';
import type { MetricsRule } from './rule.ts';

export const accumulateSlots: MetricsRule = {
  name: 'accumulate-slots',
  description: 'Windows that grow from bucket to bucket were read off one running aggregate.',
  apply: (node) =>
    mapLegs(node, (each) => {
      const { input: windows } = each;
      if (windows.kind !== 'join_windows' || windows.input.kind !== 'sum_slots') return each;
      if (!windows.windows.accumulate) return each;
      const { name, input, times } = windows;
      return leg({ ...each, input: accumulate({ name, input, times, windows: windows.windows }) });
    }),
};
