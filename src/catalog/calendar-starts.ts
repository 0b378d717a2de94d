/** Where a project's weeks and fiscal years start, as distances from Monday and from January. */
import { MONTHS } from '../definitions/project-schema.ts';
import type { Project, Weekday } from './catalog.ts';

export interface CalendarStarts {
  /** Days by which weeks start before Monday, 0 to 6. */
  readonly weekShift: number;
  /** Months by which fiscal years start after January, 0 to 11. */
  readonly fiscalShift: number;
}

/** The distances of a project. */
export function calendarStarts({
  weekStarts,
  fiscalYearStarts,
}: Pick<Project, 'weekStarts' | 'fiscalYearStarts'>): CalendarStarts {
  return { weekShift: WEEK_SHIFT[weekStarts], fiscalShift: MONTHS.indexOf(fiscalYearStarts) };
}

const WEEK_SHIFT: Readonly<Record<Weekday, number>> = {
  monday: 0,
  sunday: 1,
  saturday: 2,
  friday: 3,
  thursday: 4,
  wednesday: 5,
  tuesday: 6,
};
