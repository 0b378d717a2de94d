/** Aggregates over the values of groups, as those of a leg: the first and the last value are told by marks of their groups. */
import { invariant } from '../base/invariant.ts';
import type { BoundRegroup, GroupAggregate } from '../query/bound-query.ts';
import type { GroupEdge } from './nodes/group-values.ts';
import type { LegAggregate } from './nodes/leg-aggregate.ts';
import type { OutputColumn } from './plan-expression.ts';

/** With a space, which no metric's name has. */
const MARKS = { first: 'is first', last: 'is last' } as const;

/** The marks that some aggregate looks at. */
export function edgesOf(
  { aggregates }: Pick<BoundRegroup, 'aggregates'>,
  bucket: OutputColumn,
  within: readonly OutputColumn[],
): readonly GroupEdge[] {
  const used = (['first', 'last'] as const).filter((edge) =>
    aggregates.some((aggregate) => aggregate.function === edge),
  );
  return used.map((edge) => ({ name: MARKS[edge], edge, bucket, within }));
}

/** Among one value, that value is the greatest. */
export function lowerGroupAggregate(aggregate: GroupAggregate): LegAggregate {
  const { name, function: fn, argument, fraction, filter, empty, type } = aggregate;
  const isEdge = fn === 'first' || fn === 'last';
  invariant(!isEdge || filter === null, 'first and last have no filter');
  return {
    name,
    function: isEdge ? 'max' : fn,
    argument: { name: argument.name, type: argument.type },
    fraction,
    filter: isEdge ? MARKS[fn] : filter,
    nullWhenEmpty: empty === 'null',
    type,
  };
}
