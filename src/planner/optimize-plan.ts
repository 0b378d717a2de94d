/** Applies the rules, and remembers which of them changed anything. */
import { metricsUnder, withMetrics } from './nodes/order-rows.ts';
import type { Plan } from './plan.ts';
import { applyRule } from './rules/apply-rule.ts';
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
  const metrics = applyRule(rule, before);
  const rows = metrics === before ? plan.rows : withMetrics(plan.rows, metrics);
  const totals = plan.totals && applyRule(rule, plan.totals);
  return rows === plan.rows && totals === plan.totals ? plan : { ...plan, rows, totals };
}
