/** The windows of buckets as the rows of three bound lists, which `unnest` puts side by side. */
import { type RawBuilder, sql } from 'kysely';
import type { JoinWindows } from '../planner/nodes/join-windows.ts';
import { compileExpression, type ExpressionContext } from './compile-expression.ts';
import { own } from './identifier.ts';

type Sql = RawBuilder<unknown>;

export interface ListedWindows {
  /** What stands in FROM: a row for each bucket, whose columns are the time's own name, and these two. */
  readonly rows: Sql;
  readonly start: Sql;
  readonly end: Sql;
  /** The list that slots lie between the elements of. */
  readonly bounds: Sql;
}

export function listedWindows(
  { time, windows }: Pick<JoinWindows, 'time' | 'windows'>,
  context: ExpressionContext,
): ListedWindows {
  const list = (name: 'buckets' | 'starts' | 'ends' | 'bounds') => compileExpression(windows[name], context);
  const [start, end] = [own('start'), own('end')];
  const lists = sql`unnest(${list('buckets')}, ${list('starts')}, ${list('ends')})`;
  return {
    rows: sql`${lists} as ${own('windows')} (${own(time.name)}, ${start}, ${end})`,
    start,
    end,
    bounds: list('bounds'),
  };
}
