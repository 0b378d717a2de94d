/** Random calendars of working hours, with the days of a model as holidays where one has any. */
import type { Model } from '../oracle/schema.ts';
import type { Calendar } from '../oracle/working-time.ts';
import type { Draw } from './draw.ts';
import { STEADY_ZONES, type Theatre } from './draw-values.ts';
import { serves } from './served.ts';

/** Clocks change on Sundays: most of these work then, too. */
const HOURS: readonly Readonly<Record<string, readonly string[]>>[] = [
  { 'mon-fri': ['09:00-18:00'] },
  { 'mon-sun': ['00:00-24:00'] },
  { 'sun-thu': ['09:00-13:00', '14:00-18:00'], sat: ['00:00-02:30'] },
  { 'sat-mon': ['00:15-23:45'] },
  { sun: ['22:00-24:00', '00:00-01:30'], 'mon-wed': ['00:30-12:15'], fri: ['00:00-24:00'] },
];

/** The names that formulas have for calendars, before there are models whose days are holidays. */
export function drawCalendarNames(draw: Draw): readonly string[] {
  return serves('working_time') ? draw.pick([['desk'], ['desk'], ['desk', 'night'], []]) : [];
}

export function drawCalendars(
  draw: Draw,
  theatre: Theatre,
  { names, models }: { names: readonly string[]; models: ReadonlyMap<string, Model> },
): ReadonlyMap<string, Calendar> {
  const days = [...models.values()].flatMap((model) =>
    [...model.members]
      .filter(
        ([, { kind, type, value }]) => kind === 'dimension' && type === 'date' && value.kind === 'column',
      )
      .map(([date]) => ({ model: model.name, date })),
  );
  return new Map(
    names.map((name) => [
      name,
      {
        zone: draw.chance(70) ? theatre.zone : draw.pick(STEADY_ZONES),
        hours: new Map(Object.entries(draw.pick(HOURS))),
        holidays: days.length > 0 && draw.chance(85) ? draw.pick(days) : null,
      },
    ]),
  );
}
