/** `project.yaml` → the catalog's project, with what is not said filled in. */
import { unambiguousZone } from '../base/time-zone.ts';
import type { CalendarDefinition } from '../definitions/calendar-schema.ts';
import type { ProjectDefinition } from '../definitions/project-schema.ts';
import { parseWorkingHours } from '../definitions/working-hours.ts';
import type { Calendar, Project } from './catalog.ts';

export function buildProject(definition: ProjectDefinition): Project {
  const { tenants, rates } = definition;
  return {
    name: definition.project,
    zone: unambiguousZone(definition.timezone),
    currency: definition.currency ?? null,
    weekStarts: definition.week_starts ?? 'monday',
    fiscalYearStarts: definition.fiscal_year_starts ?? 'january',
    languages: definition.languages ?? ['en'],
    roles: new Map(Object.entries(definition.roles ?? {})),
    tenants: tenants
      ? { model: tenants.model, zone: tenants.zone ?? null, currency: tenants.currency ?? null }
      : null,
    calendars: new Map(
      Object.entries(definition.calendars ?? {}).map(([name, calendar]) => [name, buildCalendar(calendar)]),
    ),
    rates: rates
      ? {
          model: rates.model,
          from: rates.from,
          to: rates.to,
          date: rates.date,
          rate: rates.rate,
          carry: rates.missing === 'carry',
        }
      : null,
  };
}

function buildCalendar(calendar: CalendarDefinition): Calendar {
  if ('grains' in calendar) return { kind: 'days', ...calendar };
  return {
    kind: 'hours',
    zone: unambiguousZone(calendar.zone),
    week: parseWorkingHours(calendar.hours).week,
    holidays: calendar.holidays ?? null,
  };
}
