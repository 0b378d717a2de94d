/** Applies a rule to an answer's metrics, and to the choice of top groups below them, which is a plan of its own. */
import { type ChooseGroups, chooseGroups } from '../nodes/choose-groups.ts';
import type { ComputeMetrics } from '../nodes/compute-metrics.ts';
import { keepTop } from '../nodes/keep-top.ts';
import { type Leg, leg } from '../nodes/leg.ts';
import { mapLegs } from './map-legs.ts';
import type { MetricsRule } from './rule.ts';

/** The same reference when nothing changed. */
export function applyRule(rule: MetricsRule, node: ComputeMetrics): ComputeMetrics {
  // All legs share one choice, and still do afterwards.
  const rewritten = new Map<ChooseGroups, ChooseGroups>();
  const rewrite = (chosen: ChooseGroups): ChooseGroups => {
    const known = rewritten.get(chosen);
    if (known) return known;
    const input = applyRule(rule, chosen.input);
    const result = input === chosen.input ? chosen : chooseGroups({ ...chosen, input });
    rewritten.set(chosen, result);
    return result;
  };
  const inLeg = (node: Leg): Leg => {
    if (node.input.kind !== 'keep_top') return node;
    const chosen = rewrite(node.input.chosen);
    return chosen === node.input.chosen ? node : leg({ ...node, input: keepTop({ ...node.input, chosen }) });
  };
  return rule.apply(mapLegs(node, inLeg));
}
