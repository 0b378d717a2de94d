/** The grains of a project's own calendars, by the names that formulas may use. */
import { GRAINS } from '../base/value-type.ts';
import type { CalendarGrain } from '../formula/metric-tree.ts';
import type { Project } from './catalog.ts';

/** `retail.season`; and `season` alone, where no other calendar has one and it is no unit of time. */
export function calendarGrains(calendars: Project['calendars'] | null): ReadonlyMap<string, CalendarGrain> {
  const all = [...(calendars ?? [])].flatMap(([calendar, known]) =>
    known.kind === 'days' ? known.grains.map((grain) => ({ calendar, grain })) : [],
  );
  const isAlone = ({ grain }: CalendarGrain): boolean =>
    all.filter((other) => other.grain === grain).length === 1 && !GRAINS.some((unit) => unit === grain);
  return new Map([
    ...all.filter(isAlone).map((own): [string, CalendarGrain] => [own.grain, own]),
    ...all.map((own): [string, CalendarGrain] => [`${own.calendar}.${own.grain}`, own]),
  ]);
}
