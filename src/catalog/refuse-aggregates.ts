/** Aggregates that a fact's `only` does not allow, and those that would show sensitive values. */
import type { Aggregate, MetricExpression, MetricReference } from '../formula/expression.ts';
import { FormulaFault } from '../formula/formula-fault.ts';
import type { Syntax } from '../formula/syntax.ts';
import { type CarryingModel, carriedMembers } from './carried-members.ts';
import { forEachPlacedLeaf } from './walk-syntax.ts';

/** They say how many values there are and show none of them. */
const COUNTS: ReadonlySet<string> = new Set(['count', 'count_distinct', 'approx_count_distinct']);

/** @throws FormulaFault FORMULA_ONLY, DEF_SENSITIVE_SHOWN */
export function refuseAggregates(
  expression: MetricExpression,
  syntax: Syntax,
  { models }: { readonly models: ReadonlyMap<string, CarryingModel> },
): void {
  forEachPlacedLeaf<Aggregate | MetricReference>(expression, syntax, (leaf, at) => {
    if (leaf.kind === 'metric' || leaf.argument === null) return;
    const root = models.get(leaf.root);
    if (!root) return;
    const argument = at.kind === 'call' ? (at.operands[0] ?? at) : at;
    for (const { member } of carriedMembers(leaf.argument, root, models)) {
      const { name, only, sensitive } = member;
      if (only && !only.includes(leaf.function)) {
        const params = { member: name, only: only.join(' and '), function: leaf.function };
        const hint = `Write ${only[0] ?? ''}(…), or change "only" of the fact.`;
        throw new FormulaFault('FORMULA_ONLY', params, { span: argument.span, hint });
      }
      if (sensitive && !COUNTS.has(leaf.function)) {
        const hint = 'Count it, or its distinct values.';
        throw new FormulaFault('DEF_SENSITIVE_SHOWN', { member: name }, { span: argument.span, hint });
      }
    }
  });
}
