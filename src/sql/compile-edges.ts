/** Values of groups with marks: which are of the first or the last bucket of the larger group. */
import type { GroupEdge, GroupValues } from '../planner/nodes/group-values.ts';
import { type LegRows, outputsOf } from '../planner/nodes/leg.ts';
import { byCodePoint } from './compile-cast.ts';
import type { Step } from './compile-fill.ts';
import { lines, own } from './identifier.ts';
import { sql } from './sql-text.ts';
import { metricsStep } from './step-names.ts';

/** No step where nothing is marked. */
export function compileEdges(values: GroupValues<LegRows>, name: string): readonly Step[] {
  const { input, edges } = values;
  if (edges.length === 0) return [];
  const marks = new Set(edges.map((edge) => edge.name));
  const columns = outputsOf(values).filter((column) => !marks.has(column));
  const body = sql`    /* Which values are of the first or last bucket. */
    select
      ${lines([...columns.map((column) => own(column)), ...edges.map(compileEdge)])}
    from ${own(metricsStep(input))}`;
  return [{ name, body }];
}

/** The bucket of rows without a time is no edge of any period, unless it is alone. */
function compileEdge({ name, edge, bucket, within }: GroupEdge) {
  const partition =
    within.length > 0 ? sql`partition by ${sql.join(within.map((group) => own(group.name)))} ` : sql``;
  const key = byCodePoint(own(bucket.name), bucket.type);
  const direction = edge === 'first' ? sql`asc` : sql`desc`;
  return sql`rank() over (${partition}order by ${key} ${direction} nulls last) = 1 as ${own(name)}`;
}
