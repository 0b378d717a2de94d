/** Buckets that no row is in, beside those that the legs gave. */
import type { ValueType } from '../base/value-type.ts';
import { legsOf } from '../planner/legs-of.ts';
import { carriesTotals } from '../planner/node.ts';
import type { FillBuckets } from '../planner/nodes/fill-buckets.ts';
import type { Leg } from '../planner/nodes/leg.ts';
import { cast } from './compile-cast.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { markOf, own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';
import { stepName, withinMetrics } from './step-names.ts';

/** A `with` step of a statement. */
export interface Step {
  readonly name: string;
  readonly body: Sql;
}

/**
 * The steps that complete `input`, the step of the groups that have rows. As where legs meet, what is there
 * and what should be are put one below the other and grouped: no join could pair groups that are null.
 */
export function compileFill(
  node: FillBuckets<Leg>,
  input: string,
  context: ExpressionContext,
): readonly Step[] {
  const times = node.times.map(({ name }) => own(name));
  const present = times.slice(0, node.present);
  const keys = node.groups.map(({ name }) => own(name));
  const aggregates = legsOf(node).flatMap((leg) => leg.aggregates);
  const names = aggregates.map(({ name }) => own(name));
  const empties = aggregates.map(({ name, type }) => sql`${emptyOf(type)} as ${own(name)}`);
  const picked = aggregates.map(({ name }) => sql`max(${own(name)}) as ${own(name)}`);
  const lists = node.buckets.map((list) => compileExpression(list, context));
  const [bucketsStep, groupsStep] = [withinMetrics(node, 'buckets'), withinMetrics(node, 'groups')];
  const buckets: Step = {
    name: bucketsStep,
    body: sql`    /* Every bucket of the range. */
    select ${sql.join(times)}
    from unnest(${sql.join(lists)}) as "buckets" (${sql.join(times)})`,
  };
  // The total is of no bucket.
  const mark = markOf(carriesTotals(node));
  const unmarkedRows = mark.length > 0 ? sql`\n    where not ${sql.join(mark)}` : sql``;
  const told = [...present, ...keys];
  const groups: Step = {
    name: groupsStep,
    body: sql`    /* Every group that has rows in some bucket. */
    select ${sql.join(told)}
    from ${own(input)}${unmarkedRows}
    group by ${sql.join(told)}`,
  };
  const unmarked = mark.map((name) => sql`(1 = 0) as ${name}`);
  const all = [...times, ...keys, ...mark];
  const pairs = told.length > 0 ? sql`${own(bucketsStep)} cross join ${own(groupsStep)}` : own(bucketsStep);
  // Where columns of both steps have one name, it is theirs alike.
  const paired = node.times.map(({ name }) => own(bucketsStep, name));
  const equal = node.times
    .slice(0, node.present)
    .map(({ name }) => sql`${own(bucketsStep, name)} = ${own(groupsStep, name)}`);
  const within = equal.length > 0 ? sql`\n      where ${sql.join(equal, sql` and `)}` : sql``;
  const filledTimes = equal.length > 0 ? paired : times;
  const filled: Step = {
    name: stepName(node),
    body: sql`    /* Every group in every bucket, with what it has there. */
    select ${sql.join([...all, ...picked])}
    from (
      select ${sql.join([...all, ...names])} from ${own(input)}
      union all
      select ${sql.join([...filledTimes, ...keys, ...unmarked, ...empties])}${present.length > 0 ? sql`\n      ` : sql` `}from ${pairs}${within}
    ) as "parts"
    group by ${sql.join(all)}`,
  };
  return told.length > 0 ? [buckets, groups, filled] : [buckets, filled];
}

/** A null of the type that the values beside it have; sums and counts of any width meet as numerics. */
export function emptyOf(type: ValueType): Sql {
  return cast(sql`null`, type === 'integer' ? 'decimal' : type);
}
