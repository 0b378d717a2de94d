/** Calendars name models, their days, and the dimensions that say which periods those are in. */

import type { Report } from '../report.ts';
import type { Check, CheckContext } from './check.ts';
import { requireMember, requireModel } from './require-member.ts';

export const checkCalendars: Check = (context, report) => {
  for (const [name, calendar] of Object.entries(context.definitions.project?.value.calendars ?? {})) {
    const path = ['calendars', name];
    if ('grains' in calendar) checkGrains(path, calendar, { ...context, report });
    else if (calendar.holidays) checkDays([...path, 'holidays'], calendar.holidays, { ...context, report });
  }
};

type Checking = CheckContext & { readonly report: Report };

interface DayTable {
  readonly model: string;
  readonly date: string;
}

function checkDays(path: readonly string[], days: DayTable, context: Checking) {
  const { project } = context.definitions;
  const model = project && requireModel(days.model, project.place([...path, 'model']), context);
  if (!project || !model) return null;
  const date = requireMember(
    {
      model,
      name: days.date,
      expected: 'a dimension of type date over a column',
      fits: ({ kind, type, formula }) => kind === 'dimension' && type === 'date' && formula === null,
      place: project.place([...path, 'date']),
    },
    context.report,
  );
  return date && model;
}

function checkGrains(
  path: readonly string[],
  calendar: DayTable & { readonly grains: readonly string[] },
  context: Checking,
): void {
  const { project } = context.definitions;
  const model = checkDays(path, calendar, context);
  if (!project || !model) return;
  for (const [index, name] of calendar.grains.entries())
    requireMember(
      {
        model,
        name,
        expected: 'a dimension that numbers periods',
        fits: ({ kind, type }) => kind === 'dimension' && type !== 'boolean' && type !== 'float',
        place: project.place([...path, 'grains', index]),
      },
      context.report,
    );
}
