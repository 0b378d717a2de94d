/** What in a query looks at a leg over the range as a whole, be there a grain or not. */
import { forEachLeaf } from '../formula/expression.ts';
import type { BoundOutput } from './bound-query.ts';
import type { CollectedLeg } from './collect-legs.ts';
import type { MetricQuery } from './metric-query.ts';

/** Its pointer, if anything does: totals look at all legs so, and the choice of top at those of its metric. */
export function findWholeUse(
  { aggregates }: CollectedLeg,
  { totals, top }: MetricQuery,
  outputs: readonly BoundOutput[],
): string | null {
  if (totals) return '/totals';
  const chooser = outputs.find(({ column }) => column === top?.by);
  if (!chooser) return null;
  let isNeeded = false;
  forEachLeaf(chooser.expression, ({ name }) => {
    isNeeded ||= aggregates.some((aggregate) => aggregate.name === name);
  });
  return isNeeded ? '/top/by' : null;
}
