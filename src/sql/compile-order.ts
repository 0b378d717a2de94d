/** The order of an answer's rows, and where a further page begins in it. */
import type { Parameter } from '../formula/expression.ts';
import type { OrderRows } from '../planner/nodes/order-rows.ts';
import type { OutputColumn } from '../planner/plan-expression.ts';
import { byCodePoint, cast } from './compile-cast.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { markOf, own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

type OrderKey = OrderRows['keys'][number];

/** `order by` and `limit` of the last select. The total goes first, and is one row more than the limit. */
export function compileOrder({ keys, limit }: OrderRows, totals: boolean, context: ExpressionContext): Sql {
  const order = [...markOf(totals).map((mark) => sql`${mark} desc`), ...keys.map(compileSortKey)];
  const sorted = order.length > 0 ? sql`\norder by ${sql.join(order)}` : sql``;
  const rows = compileExpression(limit, context);
  return totals ? sql`${sorted}\nlimit ${rows} + 1` : sql`${sorted}\nlimit ${rows}`;
}

/** Nulls last both ways, texts by code point. */
export function compileSortKey({ column, direction }: OrderKey): Sql {
  const key = byCodePoint(own(column.name), column.type);
  return direction === 'asc' ? sql`${key} asc nulls last` : sql`${key} desc nulls last`;
}

/** Behind a row in the order: equal in some first keys, and behind it in the next. */
export function compileBehind(keys: readonly OrderKey[], after: readonly Parameter[]): Sql {
  const values = after.map((parameter, index) => compileValue(parameter, keys[index]?.column));
  const branches = keys.map((key, index) => {
    const equal = keys.slice(0, index).map(({ column }, at) => {
      const value = values[at] ?? sql`null`;
      return sql`${own(column.name)} is not distinct from ${value}`;
    });
    return sql`(${sql.join([...equal, compileBehindKey(key, values[index] ?? sql`null`)], sql` and `)})`;
  });
  // An answer without keys is one row: there is nothing behind it.
  return branches.length > 0 ? sql`(${sql.join(branches, sql`\n      or `)})` : sql`(1 = 0)`;
}

/** Nothing is behind a null; nulls are behind everything else. */
function compileBehindKey({ column, direction }: OrderKey, value: Sql): Sql {
  const [key, bound] = [byCodePoint(own(column.name), column.type), byCodePoint(value, column.type)];
  const further = direction === 'asc' ? sql`${key} > ${bound}` : sql`${key} < ${bound}`;
  return sql`(${further} or (${own(column.name)} is null and ${value} is not null))`;
}

/** Sums of whole numbers may be longer than a whole number of the database. */
function compileValue({ index, type }: Parameter, column: OutputColumn | undefined): Sql {
  const slot = { kind: 'parameter', index } as const;
  return cast(sql`${slot}`, (column?.type ?? type) === 'integer' ? 'decimal' : type);
}
