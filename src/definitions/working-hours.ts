/** Working hours as a calendar's file writes them → minutes of each weekday. */
import type { HoursDefinition } from './calendar-schema.ts';

/** `[start, end)` in minutes from midnight; 1440 is the day's end. */
export type Shift = readonly [start: number, end: number];

/** The shifts of the seven weekdays, monday first, each in order of time. */
export type WorkingWeek = readonly (readonly Shift[])[];

export interface HoursFault {
  /** The key, and the place in its list. */
  readonly path: readonly [days: string, index: number];
  readonly problem: string;
  readonly hint?: string;
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY_MINUTES = 24 * 60;

/** The week of `hours`, and what is wrong with them; with faults the week is not to be used. */
export function parseWorkingHours(hours: HoursDefinition): {
  readonly week: WorkingWeek;
  readonly faults: readonly HoursFault[];
} {
  const week: Shift[][] = DAYS.map(() => []);
  const faults: HoursFault[] = [];
  for (const [days, shifts] of Object.entries(hours)) {
    for (const [index, text] of shifts.entries()) {
      const shift = parseShift(text);
      if ('problem' in shift) {
        faults.push({ path: [days, index], ...shift });
        continue;
      }
      const taken = expandDays(days).find((day) => week[day]?.some((other) => overlap(shift.minutes, other)));
      if (taken !== undefined) {
        faults.push({ path: [days, index], problem: `clear of other hours of ${DAYS[taken]}` });
        continue;
      }
      for (const day of expandDays(days)) week[day]?.push(shift.minutes);
    }
  }
  for (const shifts of week) shifts.sort(([a], [b]) => a - b);
  return { week, faults };
}

/** Numbers of weekdays, from 0 for monday; a range may run over the week's end: `sun-thu`. */
function expandDays(days: string): readonly number[] {
  const [first = '', last = first] = days.split('-');
  const start = DAYS.indexOf(first);
  const length = (DAYS.indexOf(last) - start + DAYS.length) % DAYS.length;
  return Array.from({ length: length + 1 }, (_, index) => (start + index) % DAYS.length);
}

function parseShift(
  text: string,
): { readonly minutes: Shift } | { readonly problem: string; readonly hint?: string } {
  const [start = Number.NaN, end = Number.NaN] = text.split('-').map(parseClock);
  if (Number.isNaN(start) || Number.isNaN(end) || start === DAY_MINUTES)
    return { problem: 'hours of a day from 00:00 to 24:00' };
  if (start < end) return { minutes: [start, end] };
  return {
    problem: 'hours that end after they start',
    hint: 'Hours past midnight belong to the next day: write 22:00-24:00, and 00:00-06:00 there.',
  };
}

function parseClock(text: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = text.split(':').map(Number);
  const total = hours * 60 + minutes;
  return minutes < 60 && total <= DAY_MINUTES ? total : Number.NaN;
}

function overlap([start, end]: Shift, [otherStart, otherEnd]: Shift): boolean {
  return start < otherEnd && otherStart < end;
}
