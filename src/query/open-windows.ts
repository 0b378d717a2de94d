/** The windows of a query's legs, over a range that ends with the data where the query leaves it open. */
import type { Grain } from '../base/value-type.ts';
import { type BoundTime, limitBuckets } from './bind-time.ts';
import { WindowBinder } from './bind-windows.ts';
import type { TimeRange } from './bound-query.ts';
import { closeRange, needsEnds } from './close-range.ts';
import type { CollectedLeg } from './collected-metrics.ts';
import type { ParameterList } from './parameter-list.ts';
import type { Reach } from './refuse-beyond.ts';
import { standInCalendar } from './reporting-calendar.ts';

interface WindowContext {
  /** The first and last moments of the legs' rows, as far as they were read. */
  readonly extent: readonly string[];
  readonly now: Date | null;
  /** What must not be looked at; `null` for nothing. */
  readonly reach: Reach | null;
  readonly parameters: ParameterList;
}

/** `null` where no leg has any. @throws SemanticError QUERY_LIMIT_EXCEEDED */
export function openWindows(
  legs: readonly CollectedLeg[],
  time: BoundTime,
  { extent, now, reach, parameters }: WindowContext,
): WindowBinder | null {
  if (legs.every(({ window }) => window.length === 0)) return null;
  const { range, grain, zone, unit } = time;
  const isOpen = needsEnds(legs, time);
  // Before the ends of the data are read, and where there is none, no day says what must be known of a calendar.
  const calendar = isOpen && extent.length === 0 ? standInCalendar(time.calendar) : time.calendar;
  const close = (open: TimeRange, by: Grain | null) =>
    closeRange(open, extent, { grain: by, zone, calendar });
  const closed = close(range, grain);
  if (isOpen) limitBuckets(closed, grain, calendar);
  const beginning = close({ from: null, to: closed.to }, 'day').from;
  const ends = { whole: close(range, null), isOpen: range.to === null, beginning, reach };
  return new WindowBinder({ ...closed, grain, zone, unit, calendar, now, ...ends }, parameters);
}
