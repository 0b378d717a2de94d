/** What steps are grouped by: columns, or columns beside the one group of all rows. */
import { PlanRefused } from '../planner/verify-plan.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { asList, asNode, bodyOf, POSITIONS, type SyntaxNode } from './parse-tree.ts';
import { verifyExpression } from './verify-expression.ts';

/** `group by a, b` or `group by grouping sets ((a, b), ())`. @throws PlanRefused */
export function verifyGrouping(clause: unknown, slots: readonly ParameterSlot[]): void {
  const keys = asList(clause);
  const sets = keys.map((key) => bodyOf(key, 'GroupingSet')).find((set) => set !== undefined);
  for (const key of sets ? keysBesideTotal(sets, keys.length) : keys) verifyExpression(key, slots);
}

function keysBesideTotal(sets: SyntaxNode, clauses: number): readonly unknown[] {
  const { content, ...clause } = sets;
  const [groups, total, ...others] = asList(content);
  const isTotal = isPlain(bodyOf(total, 'GroupingSet'), { kind: 'GROUPING_SET_EMPTY' });
  const isSets = isPlain(clause, { kind: 'GROUPING_SET_SETS' });
  if (clauses > 1 || !isSets || !isTotal || others.length > 0)
    throw new PlanRefused('a step is grouped by other sets than its groups and the total');
  const row = bodyOf(groups, 'RowExpr');
  if (!row) return [groups];
  const { args, ...rest } = row;
  if (!isPlain(rest, { row_format: 'COERCE_IMPLICIT_CAST' })) throw new PlanRefused('a group is no list');
  return asList(args);
}

function isPlain(node: unknown, expected: SyntaxNode): boolean {
  const fields = Object.entries(asNode(node) ?? {}).filter(([field]) => !POSITIONS.has(field));
  return (
    fields.length === Object.keys(expected).length &&
    fields.every(([field, value]) => expected[field] === value)
  );
}
