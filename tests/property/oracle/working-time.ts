/** Working time, counted day by day and shift by shift from one moment to the other. */
import { addDays, isoWeekday } from './calendar.ts';
import { fromMicros, toMicros, wallClock } from './clock.ts';
import type { RowFormula } from './row-formula.ts';

export interface Calendar {
  readonly zone: string;
  /** As files write them: `mon-fri` → `09:00-13:00`, `14:00-18:00`. */
  readonly hours: ReadonlyMap<string, readonly string[]>;
  /** The dimension whose days nobody works on. */
  readonly holidays: { readonly model: string; readonly date: string } | null;
}

/** A calendar with the holidays that somebody sees. */
export interface OpenCalendar extends Omit<Calendar, 'holidays'> {
  readonly holidays: ReadonlySet<string>;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTE = 60_000_000;

/** `business_minutes(a, b, desk)`. */
export function businessMinutes(from: RowFormula, to: RowFormula, calendar: string): RowFormula {
  return {
    type: 'float',
    print: (prefix) => `business_minutes(${from.print(prefix)}, ${to.print(prefix)}, ${calendar})`,
    evaluate: (row) => {
      const open = row.calendar(calendar);
      const [start, end] = [from, to].map((moment) => {
        const value = moment.evaluate(row);
        if (typeof value !== 'string') return null;
        return moment.type === 'time' ? wallClock(value, open.zone) : value;
      });
      if (start === null || end === null || start === undefined || end === undefined) return null;
      return start <= end ? worked(start, end, open) : 0 - worked(end, start, open);
    },
  };
}

/** Minutes between two wall clocks, the first of them not after the second. */
function worked(start: string, end: string, calendar: OpenCalendar): number {
  let micros = 0;
  for (let day = start.slice(0, 10); day <= end.slice(0, 10); day = addDays(day, 1))
    for (const [opens, closes] of shiftsOn(day, calendar)) {
      const [first, last] = [opens < start ? start : opens, closes > end ? end : closes];
      if (first < last) micros += toMicros(last) - toMicros(first);
    }
  return micros / MINUTE;
}

/** Wall clocks at which shifts of the day start and end. */
function shiftsOn(day: string, { hours, holidays }: OpenCalendar): readonly (readonly [string, string])[] {
  if (holidays.has(day)) return [];
  const midnight = toMicros(`${day}T00:00:00.000000`);
  const at = (clock: string): string => {
    const [hour = 0, minute = 0] = clock.split(':').map(Number);
    return fromMicros(midnight + (hour * 60 + minute) * MINUTE);
  };
  return [...hours]
    .filter(([days]) => holds(days, isoWeekday(day)))
    .flatMap(([, shifts]) => shifts.map((shift) => [at(shift.slice(0, 5)), at(shift.slice(6))] as const));
}

/** Whether `mon-fri` holds a weekday; `sat-mon` runs over the week's end. */
function holds(days: string, weekday: number): boolean {
  const [first = 0, last = first] = days.split('-').map((day) => WEEKDAYS.indexOf(day) + 1);
  return first <= last ? first <= weekday && weekday <= last : weekday >= first || weekday <= last;
}
