/** Groups beside the larger groups that they are part of. */
import { legsOf } from '../planner/legs-of.ts';
import type { JoinTotals } from '../planner/nodes/join-totals.ts';
import type { Leg, LegRows } from '../planner/nodes/leg.ts';
import { compileKey } from './compile-top.ts';
import { lines, own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

/** `rows` and `totals` are the steps of both. */
export function compileTotals(
  node: JoinTotals<Leg>,
  { rows, totals }: { readonly rows: string; readonly totals: string },
): Sql {
  const aggregates = (part: LegRows): readonly string[] =>
    legsOf(part).flatMap((leg) => leg.aggregates.map(({ name }) => name));
  const columns = [
    ...[...node.groups.map(({ name }) => name), ...aggregates(node.input)].map((name) => own(rows, name)),
    ...aggregates(node.totals).map((name) => own(totals, name)),
  ];
  const key = (step: string) => compileKey(node.keys, (name) => own(step, name));
  const join =
    node.keys.length === 0
      ? sql`cross join ${own(totals)}`
      : sql`left join ${own(totals)} on ${key(rows)} = ${key(totals)}`;
  return sql`    /* Beside each group the larger group that it is part of. */
    select
      ${lines(columns)}
    from ${own(rows)}
    ${join}`;
}
