/** Which outputs of a query rest on periods that it cuts, for warnings and receipts. */
import type { BoundOutput, DividedOutput } from './bound-query.ts';
import type { CollectedLeg } from './collected-metrics.ts';
import { placeOf } from './member-place.ts';

/** Each output once for each such date, in the order of the outputs. */
export function dividedOutputs(
  outputs: readonly BoundOutput[],
  legs: readonly CollectedLeg[],
): readonly DividedOutput[] {
  return outputs
    .filter(({ part }) => part === null)
    .flatMap(({ column, metric }) => {
      const found = legs.flatMap(({ root, time, spread, metrics }): [string, DividedOutput][] => {
        if (!spread || !time || !metrics.has(metric)) return [];
        const date = placeOf(root, time);
        return [[date, { column, date, period: spread }]];
      });
      return [...new Map(found).values()];
    });
}
