/** Applies the rules, and remembers which of them changed anything. */
import { chooseGroups } from './nodes/choose-groups.ts';
import type { ComputeMetrics } from './nodes/compute-metrics.ts';
import { groupValues } from './nodes/group-values.ts';
import { leg } from './nodes/leg.ts';
import { metricsUnder, type OrderRows, orderRows, withMetrics } from './nodes/order-rows.ts';
import type { Plan } from './plan.ts';
import { mapLegs } from './rules/map-legs.ts';
import type { MetricsRule, Rule } from './rules/rule.ts';

export interface OptimizedPlan {
  readonly plan: Plan;
  /** Names of the rules that changed something, in order, each once. */
  readonly fired: readonly string[];
}

/** `afterRule` sees the plan after each rule that fired; tests hang the verifier there. */
export function optimizePlan(
  plan: Plan,
  rules: readonly Rule[],
  afterRule: (plan: Plan, rule: Rule) => void = () => undefined,
): OptimizedPlan {
  const fired: string[] = [];
  let current = plan;
  for (const rule of rules) {
    const changed = 'applyToPlan' in rule ? rule.applyToPlan(current) : applyToEach(rule, current);
    if (changed === current) continue;
    current = changed;
    fired.push(rule.name);
    afterRule(current, rule);
  }
  return { plan: current, fired };
}

function applyToEach(rule: MetricsRule, plan: Plan): Plan {
  const before = metricsUnder(plan.rows);
  const metrics = applyDeeply(rule, before);
  const kept = metrics === before ? plan.rows : withMetrics(plan.rows, metrics);
  const rows = applyToChoice(rule, kept);
  const totals = plan.totals && applyDeeply(rule, plan.totals);
  const withoutRate = plan.withoutRate && applyDeeply(rule, plan.withoutRate);
  const same = rows === plan.rows && totals === plan.totals && withoutRate === plan.withoutRate;
  return same ? plan : { ...plan, rows, totals, withoutRate };
}

/** Values of groups that a leg aggregates again are metrics like those of the answer. */
function applyDeeply(rule: MetricsRule, node: ComputeMetrics): ComputeMetrics {
  const inner = mapLegs(node, (each) => {
    if (each.input.kind !== 'group_values') return each;
    const input = applyDeeply(rule, each.input.input);
    return input === each.input.input ? each : leg({ ...each, input: groupValues({ ...each.input, input }) });
  });
  return rule.apply(inner);
}

/** The choice of top groups reads the same rows as the answer: rules rewrite both alike. */
function applyToChoice(rule: MetricsRule, node: OrderRows): OrderRows {
  if (!node.choice) return node;
  const input = applyDeeply(rule, node.choice.input);
  if (input === node.choice.input) return node;
  return orderRows({ ...node, choice: chooseGroups({ ...node.choice, input }) });
}
