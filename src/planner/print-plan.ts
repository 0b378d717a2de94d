/** A plan as an indented tree, for people. Constants are shown, values of requests are `$n`. */
import { describePlan, lineOf, type PlanTree } from './describe-plan.ts';
import type { PlanNode } from './node.ts';

export function printPlan(root: PlanNode): string {
  return printTree(describePlan(root));
}

export function printTree(root: PlanTree): string {
  const lines: string[] = [];
  const print = (tree: PlanTree, depth: number): void => {
    lines.push('  '.repeat(depth) + lineOf(tree));
    for (const input of tree.inputs) print(input, depth + 1);
  };
  print(root, 0);
  return `${lines.join('\n')}\n`;
}
