/** What in a query looks at a leg over the range as a whole, be there a grain or not. */
import { forEachLeaf } from '../formula/expression.ts';
import type { BoundOutput, OutputExpression } from './bound-query.ts';
import type { CollectedRank } from './collected-metrics.ts';
import type { MetricQuery } from './metric-query.ts';

interface Computed {
  readonly outputs: readonly BoundOutput[];
  readonly ranks: readonly CollectedRank[];
}

/** Its pointer, if anything does: totals look at all legs so, and the choice of top at those of its metric. */
export function findWholeUse(
  { aggregates }: { readonly aggregates: readonly { readonly name: string }[] },
  { totals, top }: MetricQuery,
  { outputs, ranks }: Computed,
): string | null {
  if (totals) return '/totals';
  const uses = (expression: OutputExpression): boolean => {
    let isUsed = false;
    forEachLeaf(expression, ({ name }) => {
      const rank = ranks.find((one) => one.name === name);
      isUsed ||= rank ? uses(rank.expression) : aggregates.some((aggregate) => aggregate.name === name);
    });
    return isUsed;
  };
  const chooser = outputs.find(({ column }) => column === top?.by);
  return chooser && uses(chooser.expression) ? '/top/by' : null;
}
