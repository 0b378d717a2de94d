/** What stands above the SQL of a query that is explained. */
import type { PlanExplanation } from '../engine/explain.ts';

/** The plan, then rules, ways to dimensions and possible additions where there are any. */
export function printExplanation({ plan, rules, dimensions, additions }: PlanExplanation): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Rules', rules.map(({ name, description }) => `${name}: ${description}`)],
    ['Paths', dimensions.map(({ leg, dimension, because }) => `${dimension} in ${leg}: ${because}`)],
    ['Dimensions that could be added', additions.dimensions],
    ['Metrics that could be added', additions.metrics],
  ];
  const printed = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
  return [plan, ...printed].map((part) => `${part.trimEnd()}\n\n`).join('');
}
