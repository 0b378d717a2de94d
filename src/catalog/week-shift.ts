/** How many days before Monday a project's weeks start. */
import type { Weekday } from './catalog.ts';

export const WEEK_SHIFT: Readonly<Record<Weekday, number>> = {
  monday: 0,
  sunday: 1,
  saturday: 2,
  friday: 3,
  thursday: 4,
  wednesday: 5,
  tuesday: 6,
};
