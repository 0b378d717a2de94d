/** Calendars name models, their days, and the dimensions that say which periods those are in. */

import { GRAINS } from '../../base/value-type.ts';
import type { Report } from '../report.ts';
import type { Check, CheckContext } from './check.ts';
import { requireMember, requireModel } from './require-member.ts';

export const checkCalendars: Check = (context, report) => {
  for (const [name, calendar] of Object.entries(context.definitions.project?.value.calendars ?? {})) {
    const path = ['calendars', name];
    if ('grains' in calendar) {
      checkGrains(path, calendar, { ...context, report });
      checkNames(name, calendar.grains, { ...context, report });
    } else if (calendar.holidays) checkDays([...path, 'holidays'], calendar.holidays, { ...context, report });
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

/** Where no name has a dot, grains have an underscore in its place: `RETAIL_PERIOD`. */
function checkNames(calendar: string, grains: readonly string[], { definitions, report }: Checking): void {
  const { project } = definitions;
  if (!project) return;
  const all = Object.entries(project.value.calendars ?? {}).flatMap(([name, known]) =>
    'grains' in known ? known.grains.map((grain) => `${name}.${grain}`) : [],
  );
  for (const [index, grain] of grains.entries()) {
    const name = `${calendar}.${grain}`;
    const spelt = name.replace('.', '_');
    const other = [...GRAINS, ...all].filter((known) => known.replace('.', '_') === spelt);
    const [taken] = other.filter((known, place) => known !== name || place > other.indexOf(name));
    if (taken === undefined) continue;
    const params = { kind: 'Grain', name, other: `the project, as ${taken}` };
    const hint = `Both would be ${spelt.toUpperCase()} where no name has a dot.`;
    report.add('DEF_DUPLICATE_NAME', params, {
      ...project.place(['calendars', calendar, 'grains', index]),
      hint,
    });
  }
}
