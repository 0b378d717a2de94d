/** Aggregates by slots of time, and the running ones that growing windows are read off. */
import type { AccumulateSlots } from '../planner/nodes/accumulate-slots.ts';
import type { LegAggregate } from '../planner/nodes/leg-aggregate.ts';
import type { SumSlots } from '../planner/nodes/sum-slots.ts';
import { compileAggregate } from './compile-aggregate.ts';
import { byCodePoint } from './compile-cast.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { emptyOf, type Step } from './compile-fill.ts';
import { lines, own } from './identifier.ts';
import { listedWindows } from './listed-windows.ts';
import { type Sql, sql } from './sql-text.ts';
import { inputStep } from './step-names.ts';

/** With a space, which no column of a query has. */
const [CHAIN, PRESENT] = ['window start', 'has rows'];

export function compileSums(node: SumSlots): Step {
  const keys = [node.slot, ...node.groups.map(({ name }) => name)].map((name) => own(name));
  const aggregates = node.aggregates.map(
    (aggregate) => sql`${compileAggregate(aggregate)} as ${own(aggregate.name)}`,
  );
  const body = sql`    /* One row for each slot of time and group. */
    select
      ${lines([...keys, ...aggregates])}
    from ${own(inputStep(node.name, node.input))}
    group by ${sql.join(keys)}`;
  return { name: inputStep(node.name, node), body };
}

/**
 * Slots and the ends of windows are put in one order: at the end of its window, a bucket sees the running
 * aggregate of all slots since the beginning that they share.
 */
export function compileAccumulated(node: AccumulateSlots, context: ExpressionContext): readonly Step[] {
  const { name, input, times, windows } = node;
  const labels = times.map((time) => own(time.name));
  const [sums, ends, groups, points] = [
    inputStep(name, input),
    `${name}.windows`,
    `${name}.groups`,
    `${name}.points`,
  ];
  const keys = input.groups.map((group) => own(group.name));
  const steps: Step[] = [{ name: ends, body: compileEnds(node, context) }];
  if (keys.length > 0) {
    const body = sql`    /* Every group that has rows. */
    select ${sql.join(keys)}
    from ${own(sums)}
    group by ${sql.join(keys)}`;
    steps.push({ name: groups, body });
  }
  const values = input.aggregates.map((aggregate) => own(aggregate.name));
  const empties = input.aggregates.map(({ name: column, type }) => sql`${emptyOf(type)} as ${own(column)}`);
  const bounds = compileExpression(windows.bounds, context);
  const starts = compileExpression(windows.starts, context);
  const chain = sql`width_bucket((${bounds})[${own(input.slot)}], ${starts}) as ${own(CHAIN)}`;
  const slots = [
    ...keys,
    own(input.slot),
    chain,
    ...times.map((time) => sql`${emptyOf(time.type)} as ${own(time.name)}`),
    sql`1 as ${own(PRESENT)}`,
  ];
  const marks = [...keys, own(input.slot), own(CHAIN), ...labels, sql`0 as ${own(PRESENT)}`];
  const pairs = keys.length > 0 ? sql`${own(ends)} cross join ${own(groups)}` : own(ends);
  const body = sql`    /* Slots with what they hold, and buckets where their windows end. */
    select ${sql.join([...slots, ...values])} from ${own(sums)}
    union all
    select ${sql.join([...marks, ...empties])} from ${pairs}`;
  steps.push({ name: points, body });
  const running = (what: Sql): Sql =>
    sql`${what} over (partition by ${sql.join([...keys, own(CHAIN)])} order by ${own(input.slot)})`;
  const columns = [
    ...labels,
    ...keys,
    ...input.aggregates.map((aggregate) => sql`${running(putTogether(aggregate))} as ${own(aggregate.name)}`),
    sql`${running(sql`sum(${own(PRESENT)})`)} as ${own(PRESENT)}`,
  ];
  const accumulated = sql`    /* Running aggregates since the beginning that windows share. */
    select
      ${lines(columns)}
    from ${own(points)}`;
  const seen = sql`    /* The buckets, with all that their windows hold. */
    select
      ${lines([...labels, ...keys, ...values])}
    from ${own(`${name}.running`)}
    where ${sql.join(labels.slice(-1))} is not null
      and ${own(PRESENT)} > 0`;
  return [
    ...steps,
    { name: `${name}.running`, body: accumulated },
    { name: inputStep(name, node), body: seen },
  ];
}

/** The last slot of each window, and by which beginning it is told from others. */
function compileEnds(node: AccumulateSlots, context: ExpressionContext): Sql {
  const { input, times, windows } = node;
  const { rows, start, end, bounds } = listedWindows(node, context);
  const starts = compileExpression(windows.starts, context);
  return sql`    /* The last slot of time of each bucket's window. */
    select
      ${lines([
        ...times.map(({ name }) => own(name)),
        sql`width_bucket(${end}, ${bounds}) - 1 as ${own(input.slot)}`,
        sql`width_bucket(${start}, ${starts}) as ${own(CHAIN)}`,
      ])}
    from ${rows}`;
}

function putTogether({ function: name, name: column, type }: LegAggregate): Sql {
  if (name === 'min') return sql`min(${byCodePoint(own(column), type)})`;
  if (name === 'max') return sql`max(${byCodePoint(own(column), type)})`;
  return sql`sum(${own(column)})`;
}
