/** An open range that windows look out of: it ends where the data does, with the bucket or day that holds its end. */
import { Temporal } from 'temporal-polyfill';
import { type Grain, isClockGrain } from '../base/value-type.ts';
import type { TimeBound, TimeRange } from './bound-query.ts';
import { bucketStart, moveDay, type ReportingCalendar } from './reporting-calendar.ts';
import { resolveBound } from './resolve-bound.ts';
import type { Window } from './window.ts';

export interface ClosedRange extends TimeRange {
  readonly to: TimeBound;
}

interface CloseSetting {
  readonly grain: Grain | null;
  readonly zone: string;
  readonly calendar: ReportingCalendar;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-][\d:]+)?)?$/;
const OFFSET = /(Z|[+-][\d:]+)$/;
/** What stands for the ends of data that has no row, where the range has no end either. */
const NOTHING = '2000-01-01';

/** Whether some window cannot be listed before the extent of the data is known. */
export function needsEnds(
  legs: readonly { readonly window: Window }[],
  { range: { from, to }, grain }: { readonly range: TimeRange; readonly grain: Grain | null },
): boolean {
  const windowed = legs.filter(({ window }) => window.length > 0);
  const isOpen = to === null || (from === null && grain !== null);
  return windowed.some(({ window }) => isOpen || looksAtAll(window, from));
}

/** Whether the window looks at every bucket since the beginning of the data. */
function looksAtAll(window: Window, from: TimeBound | null): boolean {
  const around = window.slice(0, window.findLastIndex(({ kind }) => kind === 'each_bucket') + 1);
  return around.length > 0 && (from === null || around.some(({ kind }) => kind === 'running'));
}

/**
 * `extent` has the first and last moments of the legs' rows, as the answers of queries print them: dates, wall
 * clocks, or instants with their offset. The start stays open where no bucket begins with it.
 */
export function closeRange(
  { from, to }: TimeRange,
  extent: readonly string[],
  { grain, zone, calendar }: CloseSetting,
): ClosedRange {
  const locals = extent
    .flatMap((text) => localOf(text, zone))
    .sort((a, b) => Temporal.PlainDateTime.compare(a, b));
  // Without data the range is as short as its known end allows: there is nothing to be seen in it.
  const first = locals[0] ?? Temporal.PlainDateTime.from((to ?? from)?.local ?? NOTHING);
  const last = locals.at(-1) ?? first;
  const bound = (local: Temporal.PlainDateTime): TimeBound => resolveBound(local.toString(), zone, '/time');
  const end = (): TimeBound => {
    const unit = grain ?? 'day';
    const start = startOf(last, unit, calendar);
    if (isClockGrain(unit)) return bound(start.add({ [`${unit}s`]: 1 }));
    return bound(moveDay(start.toPlainDate(), { count: 1, unit }, calendar).toPlainDateTime());
  };
  const open = grain === null ? null : bound(startOf(first, grain, calendar));
  const closed = { from: from ?? open, to: to ?? end() };
  // Data that ends before the range begins is not in it.
  return closed.from && !isAscending(closed.from, closed.to) ? { from: closed.to, to: closed.to } : closed;
}

function isAscending(from: TimeBound, to: TimeBound): boolean {
  return (
    Temporal.Instant.compare(Temporal.Instant.from(from.instant), Temporal.Instant.from(to.instant)) <= 0
  );
}

/** Infinite times, and those that no calendar of ours has, are no ends. */
function localOf(text: string, zone: string): readonly Temporal.PlainDateTime[] {
  if (!MOMENT.test(text)) return [];
  if (!OFFSET.test(text.slice(10))) return [Temporal.PlainDateTime.from(text)];
  return [Temporal.Instant.from(text).toZonedDateTimeISO(zone).toPlainDateTime()];
}

function startOf(
  local: Temporal.PlainDateTime,
  grain: Grain,
  calendar: ReportingCalendar,
): Temporal.PlainDateTime {
  if (isClockGrain(grain)) return local.round({ smallestUnit: grain, roundingMode: 'floor' });
  return bucketStart(local.toPlainDate(), grain, calendar).toPlainDateTime();
}
