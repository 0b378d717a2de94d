/** A prepared query made visible, without running it. */
import { walk } from '../planner/node.ts';
import { metricsUnder } from '../planner/nodes/order-rows.ts';
import { printPlan } from '../planner/print-plan.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import type { VerifiedStatement } from '../sql/verified-statement.ts';
import type { PlanExplanation, StatementExplanation } from './explain.ts';
import type { PreparedQuery } from './prepare-query.ts';

export function explainQuery(prepared: PreparedQuery, bound: BoundQuery): PlanExplanation {
  const statements = [explainStatement('rows', prepared.rows, bound)];
  if (prepared.totals) statements.push(explainStatement('totals', prepared.totals, bound));
  return {
    plan: printPlan(prepared.plan.rows),
    statements,
    rules: prepared.rules,
    paths: explainPaths(prepared),
  };
}

function explainStatement(
  name: StatementExplanation['name'],
  { text, slots }: VerifiedStatement,
  { parameters }: BoundQuery,
): StatementExplanation {
  const shown = slots.map((slot) => {
    if (slot.kind === 'tenant' || slot.kind === 'tenants') return slot.kind;
    const value = slot.kind === 'constant' ? slot.value : parameters[slot.index];
    return Array.isArray(value) ? value.join(', ') : String(value);
  });
  return { name, sql: text, parameters: shown };
}

/** Aliases spell the path that each join took from its leg's root. */
function explainPaths({ plan }: PreparedQuery): PlanExplanation['paths'] {
  return [...walk(metricsUnder(plan.rows))].flatMap((leg) => {
    if (leg.kind !== 'leg') return [];
    return [...walk(leg)].flatMap((node) => {
      if (node.kind !== 'join_to_one') return [];
      const [, ...path] = node.target.alias.split('.');
      return [{ leg: leg.name, model: node.target.model, path }];
    });
  });
}
