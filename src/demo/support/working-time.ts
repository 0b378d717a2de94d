/**
 * When the agency's support works: 09:00 to 18:00 from Monday to Friday in Moscow, which keeps UTC+3 in
 * all of the demo's two years; not on holidays.
 */
import { DAY, DEMO_FROM, DEMO_TO } from '../demo-calendar.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { holidaysTable } from './support-tables.ts';

const MOSCOW = 3 * 3600;
const OPENS = 9 * 3600;
const CLOSES = 18 * 3600;

/** Month and day, and what is celebrated. */
const HOLIDAYS: readonly (readonly [day: string, name: string])[] = [
  ...Array.from({ length: 8 }, (_, index) => [`01-0${index + 1}`, 'New Year holidays'] as const),
  ['02-23', 'Defender of the Fatherland Day'],
  ['03-08', "International Women's Day"],
  ['05-01', 'Spring and Labour Day'],
  ['05-09', 'Victory Day'],
  ['06-12', 'Russia Day'],
  ['11-04', 'Unity Day'],
];

const DAYS_OFF = ['2024', '2025', '2026']
  .flatMap((year) => HOLIDAYS.map(([day, name]) => ({ day: `${year}-${day}`, name })))
  .filter(({ day }) => day >= DEMO_FROM && day < DEMO_TO);
const DAYS_OFF_BY_INDEX = new Set(DAYS_OFF.map(({ day }) => Date.parse(day) / 1000 / DAY));

/** The instant at which `minutes` of working time have passed since `at`, both in seconds. */
export function addWorkingMinutes(at: number, minutes: number): number {
  let local = at + MOSCOW;
  let left = minutes * 60;
  for (;;) {
    const day = Math.floor(local / DAY);
    const start = Math.max(local, day * DAY + OPENS);
    const room = day * DAY + CLOSES - start;
    if (isWorkingDay(day) && room > 0) {
      if (left <= room) return start + left - MOSCOW;
      left -= room;
    }
    local = (day + 1) * DAY;
  }
}

/** `day` counts from 1 January 1970, a Thursday. */
function isWorkingDay(day: number): boolean {
  return (day + 3) % 7 < 5 && !DAYS_OFF_BY_INDEX.has(day);
}

/** The days off as rows. */
export function generateHolidays(loadedAt: string): readonly DemoRow[] {
  return DAYS_OFF.map(({ day, name }) => toDemoRow(holidaysTable, { day, name, loaded_at: loadedAt }));
}
