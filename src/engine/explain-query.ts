/** A prepared query made visible, without running it. */
import type { Catalog } from '../catalog/catalog.ts';
import { walk } from '../planner/node.ts';
import { printPlan } from '../planner/print-plan.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import type { VerifiedStatement } from '../sql/verified-statement.ts';
import type { PlanExplanation, StatementExplanation } from './explain.ts';
import type { PreparedQuery } from './prepare-query.ts';

export function explainQuery(prepared: PreparedQuery, bound: BoundQuery, catalog: Catalog): PlanExplanation {
  const statements = [explainStatement('rows', prepared.rows, bound)];
  if (prepared.totals) statements.push(explainStatement('totals', prepared.totals, bound));
  return {
    plan: printPlan(prepared.plan.rows),
    statements,
    rules: prepared.rules,
    paths: explainPaths(prepared, catalog),
  };
}

function explainStatement(
  name: StatementExplanation['name'],
  { text, slots }: VerifiedStatement,
  { parameters }: BoundQuery,
): StatementExplanation {
  const shown = slots.map((slot) => {
    if (slot.kind === 'tenant') return 'tenant';
    const value = slot.kind === 'constant' ? slot.value : parameters[slot.index];
    return Array.isArray(value) ? value.join(', ') : String(value);
  });
  return { name, sql: text, parameters: shown };
}

/** Aliases spell the path that each join took from its leg's root. */
function explainPaths({ plan }: PreparedQuery, catalog: Catalog): PlanExplanation['paths'] {
  const paths = new Map<string, PlanExplanation['paths'][number]>();
  for (const node of walk(plan.rows)) {
    if (node.kind !== 'leg') continue;
    for (const inner of walk(node)) {
      if (inner.kind !== 'join_to_one') continue;
      const [leg = '', ...path] = inner.target.alias.split('.');
      paths.set(inner.target.alias, {
        leg,
        member: catalog.models.get(inner.target.model)?.name ?? '',
        path,
      });
    }
  }
  return [...paths.values()];
}
