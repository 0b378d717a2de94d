/** Windows in two steps: the slots of time that each bucket's window holds, and the rows in every such bucket. */
import type { JoinWindows } from '../planner/nodes/join-windows.ts';
import { outputsOf } from '../planner/nodes/leg.ts';
import type { ExpressionContext } from './compile-expression.ts';
import type { Step } from './compile-fill.ts';
import { lines, own } from './identifier.ts';
import { listedWindows } from './listed-windows.ts';
import { type Sql, sql } from './sql-text.ts';
import { inputStep } from './step-names.ts';

export function compileWindows(node: JoinWindows, context: ExpressionContext): readonly Step[] {
  const { name, slot, times } = node;
  const from = inputStep(name, node.input);
  const windows = `${name}.windows`;
  const columns = outputsOf(node.input).map((column) => sql`${own(from, column)}`);
  const rows = sql`    /* Each row in every bucket whose window holds it. */
    select
      ${lines([...times.map((time) => sql`${own(windows, time.name)}`), ...columns])}
    from ${own(from)}
    cross join ${own(windows)}
    where ${own(from, slot)} = ${own(windows, 'slot')}`;
  return [
    { name: windows, body: compileSlots(node, context) },
    { name: inputStep(name, node), body: rows },
  ];
}

/** Slots are numbered from one moment of the list to the next, so that rows meet them by equality. */
function compileSlots(node: JoinWindows, context: ExpressionContext): Sql {
  const { rows, start, end, bounds } = listedWindows(node, context);
  return sql`    /* The slots of time that the window of each bucket holds. */
    select
      ${lines([...node.times.map(({ name }) => own(name)), sql`generate_series(width_bucket(${start}, ${bounds}), width_bucket(${end}, ${bounds}) - 1) as ${own('slot')}`])}
    from ${rows}`;
}
