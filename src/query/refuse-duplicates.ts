/** No two columns of an answer have one name. */
import { SemanticError } from '../errors/semantic-error.ts';
import { withoutVersion } from './bind-outputs.ts';
import { OTHERS } from './bound-query.ts';
import type { MetricQuery } from './metric-query.ts';

/** @throws SemanticError QUERY_DUPLICATE_COLUMN */
export function refuseDuplicates({ by = [], metrics = [], top }: MetricQuery): void {
  const dimensions = by.map((column, index) => ({ column, path: `/by/${index}` }));
  const outputs = metrics.map((item, index) => {
    const path = `/metrics/${index}`;
    if (typeof item === 'string') return { column: withoutVersion(item), path };
    return item.as === undefined
      ? { column: withoutVersion(item.metric), path }
      : { column: item.as, path: `${path}/as` };
  });
  const seen = new Set<string>(['time', ...(top?.others ? [OTHERS] : [])]);
  for (const { column, path } of [...dimensions, ...outputs]) {
    if (seen.has(column)) {
      throw new SemanticError(
        'QUERY_DUPLICATE_COLUMN',
        { column },
        { path, hint: 'Name one of them otherwise with "as".' },
      );
    }
    seen.add(column);
  }
}
