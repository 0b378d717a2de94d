/** A prepared query made visible, without running it. */
import { describePlan } from '../planner/describe-plan.ts';
import { drawPlan } from '../planner/draw-plan.ts';
import { walk, walkRows } from '../planner/node.ts';
import { metricsUnder } from '../planner/nodes/order-rows.ts';
import { printTree } from '../planner/print-plan.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import { namedDimensions } from '../query/named-dimensions.ts';
import type { PlanExplanation, StatementExplanation } from './explain.ts';
import { explainDimensions } from './explain-dimensions.ts';
import { findAdditions } from './find-additions.ts';
import { type NamedStatement, type PreparedQuery, statementsOf } from './prepare-query.ts';
import type { QueryInCatalog } from './query-in-catalog.ts';

export function explainQuery(prepared: PreparedQuery, asked: QueryInCatalog): PlanExplanation {
  const { query, bound, catalog } = asked;
  const { legs } = bound.shape;
  const tree = describePlan(prepared.plan.rows);
  return {
    plan: printTree(tree),
    plan_tree: tree,
    plan_mermaid: drawPlan(tree),
    statements: statementsOf(prepared).map((statement) => explainStatement(statement, bound)),
    rules: prepared.rules.map(({ name, description }) => ({ name, description })),
    paths: explainPaths(prepared),
    dimensions: explainDimensions(namedDimensions(query), { catalog, legs }),
    additions: findAdditions(asked),
  };
}

function explainStatement(
  { name, statement: { text, slots } }: NamedStatement,
  { parameters }: BoundQuery,
): StatementExplanation {
  const shown = slots.map((slot) => {
    if (slot.kind === 'tenant' || slot.kind === 'tenants') return slot.kind;
    if (slot.kind === 'rows') return slot.values.name;
    if (slot.kind === 'pseudonym') return `${slot.pad} half of a pseudonym's key`;
    const value = slot.kind === 'constant' ? slot.value : parameters[slot.index];
    return Array.isArray(value) ? value.join(', ') : String(value);
  });
  return { name, sql: text, parameters: shown };
}

/** Aliases spell the path that each join took from its leg's root. */
function explainPaths({ plan }: PreparedQuery): PlanExplanation['paths'] {
  return walk(metricsUnder(plan.rows)).flatMap((leg) => {
    if (leg.kind !== 'leg') return [];
    return walkRows(leg).flatMap((node) => {
      if (node.kind !== 'join_to_one' && node.kind !== 'join_at_time') return [];
      const [, ...path] = node.target.alias.split('.');
      return [{ leg: leg.name, model: node.target.model, path }];
    });
  });
}
