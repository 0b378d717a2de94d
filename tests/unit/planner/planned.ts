/** Plans of queries over a small project, as the planner's tests read them. */
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { buildPlan } from '../../../src/planner/build-plan.ts';
import { outputColumns, type PlanNode, walk } from '../../../src/planner/node.ts';
import { optimizePlan } from '../../../src/planner/optimize-plan.ts';
import type { Plan } from '../../../src/planner/plan.ts';
import { printPlan } from '../../../src/planner/print-plan.ts';
import { RULES } from '../../../src/planner/rules/index.ts';
import type { Rule } from '../../../src/planner/rules/rule.ts';
import { verifyPlan } from '../../../src/planner/verify-plan.ts';
import { bind, SHOP } from '../query/query-shop.ts';

/** The plan as it is built, before any rule. */
export function planOf(query: unknown, catalog: Catalog = SHOP): Plan {
  return buildPlan(bind(query, catalog).shape, catalog);
}

/** The plan after `rules`, each step of it verified; and the names of the rules that fired. */
export function optimized(
  query: unknown,
  { rules = RULES, catalog = SHOP }: { rules?: readonly Rule[]; catalog?: Catalog } = {},
): { plan: Plan; fired: readonly string[] } {
  const built = planOf(query, catalog);
  const verify = ({ rows, totals }: Plan): void => {
    verifyPlan(rows, outputColumns(built.rows), { catalog, tenants: built.tenants });
    if (totals && built.totals)
      verifyPlan(totals, outputColumns(built.totals), { catalog, tenants: built.tenants });
  };
  verify(built);
  return optimizePlan(built, rules, verify);
}

/** The printed plan, line by line. */
export function printed(root: PlanNode): readonly string[] {
  return printPlan(root).trimEnd().split('\n');
}

/** Nodes of one kind under `root`. */
export function nodesOf<Kind extends PlanNode['kind']>(
  root: PlanNode,
  kind: Kind,
): readonly Extract<PlanNode, { kind: Kind }>[] {
  return walk(root).filter((node): node is Extract<PlanNode, { kind: Kind }> => node.kind === kind);
}
