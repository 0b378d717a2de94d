/** Buckets that no row is in, beside those that the legs gave. */
import { type RawBuilder, sql } from 'kysely';
import type { ValueType } from '../base/value-type.ts';
import { legsOf } from '../planner/legs-of.ts';
import { carriesTotals } from '../planner/node.ts';
import type { FillBuckets } from '../planner/nodes/fill-buckets.ts';
import { cast } from './compile-cast.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { markOf, own } from './identifier.ts';
import { FILLED_STEP } from './step-names.ts';

type Sql = RawBuilder<unknown>;

/** A `with` step of a statement. */
export interface Step {
  readonly name: string;
  readonly body: Sql;
}

/**
 * The steps that complete `input`, the step of the groups that have rows. As where legs meet, what is there
 * and what should be are put one below the other and grouped: no join could pair groups that are null.
 */
export function compileFill(node: FillBuckets, input: string, context: ExpressionContext): readonly Step[] {
  const time = own(node.time.name);
  const keys = node.groups.map(({ name }) => own(name));
  const aggregates = legsOf(node).flatMap((leg) => leg.aggregates);
  const names = aggregates.map(({ name }) => own(name));
  const empties = aggregates.map(({ name, type }) => sql`${emptyOf(type)} as ${own(name)}`);
  const picked = aggregates.map(({ name }) => sql`max(${own(name)}) as ${own(name)}`);
  const list = compileExpression(node.buckets, context);
  const buckets: Step = {
    name: 'buckets',
    body: sql`    /* Every bucket of the range. */
    select ${time}
    from unnest(${list}) as "buckets" (${time})`,
  };
  // The total is of no bucket.
  const mark = markOf(carriesTotals(node));
  const present = mark.length > 0 ? sql`\n    where not ${sql.join(mark)}` : sql``;
  const groups: Step = {
    name: 'groups',
    body: sql`    /* Every group that has rows in some bucket. */
    select ${sql.join(keys)}
    from ${own(input)}${present}
    group by ${sql.join(keys)}`,
  };
  const unmarked = mark.map((name) => sql`(1 = 0) as ${name}`);
  const all = [time, ...keys, ...mark];
  const pairs = keys.length > 0 ? sql`"buckets" cross join "groups"` : sql`"buckets"`;
  const filled: Step = {
    name: FILLED_STEP,
    body: sql`    /* Every group in every bucket, with what it has there. */
    select ${sql.join([...all, ...picked])}
    from (
      select ${sql.join([...all, ...names])} from ${own(input)}
      union all
      select ${sql.join([time, ...keys, ...unmarked, ...empties])} from ${pairs}
    ) as "parts"
    group by ${sql.join(all)}`,
  };
  return keys.length > 0 ? [buckets, groups, filled] : [buckets, filled];
}

/** A null of the type that the values beside it have; sums and counts of any width meet as numerics. */
export function emptyOf(type: ValueType): Sql {
  return cast(sql`null`, type === 'integer' ? 'decimal' : type);
}
