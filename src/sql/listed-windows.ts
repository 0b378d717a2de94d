/** The windows of buckets as the rows of bound lists, which `unnest` puts side by side. */
import type { JoinWindows } from '../planner/nodes/join-windows.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';

export interface ListedWindows {
  /** What stands in FROM: a row for each bucket, whose columns are the times' own names, and these two. */
  readonly rows: Sql;
  readonly start: Sql;
  readonly end: Sql;
  /** The list that slots lie between the elements of. */
  readonly bounds: Sql;
}

export function listedWindows(
  { times, windows }: Pick<JoinWindows, 'times' | 'windows'>,
  context: ExpressionContext,
): ListedWindows {
  const list = (name: 'starts' | 'ends' | 'bounds') => compileExpression(windows[name], context);
  const buckets = windows.buckets.map((labels) => compileExpression(labels, context));
  const [start, end] = [own('start'), own('end')];
  const lists = sql`unnest(${sql.join([...buckets, list('starts'), list('ends')])})`;
  return {
    rows: sql`${lists} as ${own('windows')} (${sql.join([...times.map(({ name }) => own(name)), start, end])})`,
    start,
    end,
    bounds: list('bounds'),
  };
}
