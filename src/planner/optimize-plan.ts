/** Applies the rules, and remembers which of them changed anything. */
import { orderRows } from './nodes/order-rows.ts';
import type { Plan } from './plan.ts';
import type { Rule } from './rules/rule.ts';

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
    const metrics = rule.apply(current.rows.input);
    const rows =
      metrics === current.rows.input ? current.rows : orderRows({ ...current.rows, input: metrics });
    const totals = current.totals && rule.apply(current.totals);
    if (rows === current.rows && totals === current.totals) continue;
    current = { rows, totals };
    fired.push(rule.name);
    afterRule(current, rule);
  }
  return { plan: current, fired };
}
