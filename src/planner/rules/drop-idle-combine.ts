/** A single leg has nothing to meet: the step that combines legs goes. */
import { mapMeetings } from '../legs-of.ts';
import { computeMetrics } from '../nodes/compute-metrics.ts';
import type { MetricsRule } from './rule.ts';

export const dropIdleCombine: MetricsRule = {
  name: 'drop-idle-combine',
  description: 'One leg has nothing to meet: the step that combines legs was left out.',
  apply: (node) => {
    const input = mapMeetings(node.input, (meeting) => {
      if (meeting.kind === 'leg') return meeting;
      const [only, ...others] = meeting.inputs;
      return only && others.length === 0 ? only : meeting;
    });
    return input === node.input ? node : computeMetrics({ ...node, input });
  },
};
