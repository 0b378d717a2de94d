/** Applies the rules, and remembers which of them changed anything. */
import { orderRows } from './nodes/order-rows.ts';
import type { Plan } from './plan.ts';
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
  const metrics = rule.apply(plan.rows.input);
  const rows = metrics === plan.rows.input ? plan.rows : orderRows({ ...plan.rows, input: metrics });
  const totals = plan.totals && rule.apply(plan.totals);
  return rows === plan.rows && totals === plan.totals ? plan : { rows, totals };
}
