/** A plan as a Mermaid flowchart, in which data flows upwards. */
import { lineOf, type PlanTree } from './describe-plan.ts';

/** Nodes are `n1`, `n2` … in the order in which the plan is printed. */
export function drawPlan(root: PlanTree): string {
  const lines = ['flowchart BT'];
  let count = 0;
  const draw = (tree: PlanTree): string => {
    count += 1;
    const id = `n${count}`;
    lines.push(`  ${id}["${escapeLabel(lineOf(tree))}"]`);
    for (const input of tree.inputs) lines.push(`  ${draw(input)} --> ${id}`);
    return id;
  };
  draw(root);
  return `${lines.join('\n')}\n`;
}

/**
 * Letters, digits and a few signs stand for themselves; whatever else might mean something to Mermaid, to
 * Markdown or to HTML is written as its code point. A colon is safe before a blank only: Mermaid takes
 * `style…:…#…;` for its own, even in quotes.
 */
function escapeLabel(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/:(?! )|[^\p{L}\p{N} :.,()$=+/_-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
