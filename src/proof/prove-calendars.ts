/** The days of calendars: one row for each, none missing, and the days of a period in one run. */
import { sayCount } from '../base/say-count.ts';
import type { Calendar } from '../catalog/catalog.ts';
import type { DataPath, Located } from '../definitions/definition-types.ts';
import type { ProjectDefinition } from '../definitions/project-schema.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { readCount } from '../warehouse/read-physical-tables.ts';
import { hasColumns, type ProofContext } from './proof-context.ts';
import { isPassable, routeToTenant } from './tenant-route.ts';

type DayCalendar = Extract<Calendar, { kind: 'days' }>;

interface AskedCalendar extends ProofContext {
  readonly name: string;
  readonly calendar: DayCalendar;
  readonly project: Located<ProjectDefinition>;
}

/** What cannot be read is told where its model is proven. */
export async function proveCalendars(
  project: Located<ProjectDefinition> | null,
  context: ProofContext,
): Promise<void> {
  if (!project) return;
  for (const [name, calendar] of context.catalog.project.calendars)
    if (calendar.kind === 'days') await proveCalendar({ ...context, name, calendar, project });
}

async function proveCalendar(asked: AskedCalendar): Promise<void> {
  const { calendar, catalog, tables, inspect } = asked;
  const model = catalog.models.get(calendar.model);
  const table = model && tables.get(sourceKey(model.source));
  if (!model || !table) return;
  const tenant = routeToTenant(model.scope);
  if (tenant !== null && !isPassable(tenant, table, tables)) return;
  const { source } = model;
  const date = columnOf(calendar.date, model.members);
  if (date === null || !hasColumns(table, [date])) return;
  const keys = await inspect({ kind: 'repeated_keys', source, columns: [date], tenant });
  tell(
    asked,
    ['date'],
    readCount(keys),
    (count) => `days stand in it more than once (${sayCount(count, 'day')})`,
  );
  const whole = await inspect({ kind: 'broken_runs', source, date, columns: [], tenant });
  tell(asked, ['date'], readCount(whole), () => 'days are missing between its first and its last');
  for (const [index, grain] of calendar.grains.entries()) {
    const column = columnOf(grain, model.members);
    // Formulas are judged when they are read: no count of a table sees their values.
    if (column === null || !hasColumns(table, [column])) continue;
    const tests = [{ column, test: 'null' as const }];
    const nulls = await inspect({ kind: 'column_counts', source, tests });
    const path = ['grains', index];
    tell(asked, path, readCount(nulls, 1), (count) => `days have no ${grain} (${sayCount(count, 'row')})`);
    const runs = await inspect({ kind: 'broken_runs', source, date, columns: [column], tenant });
    const say = (count: number): string =>
      `the days of one ${grain} are no single run (${sayCount(count, 'value')})`;
    tell(asked, path, readCount(runs), say);
  }
}

function columnOf(
  name: string,
  members: ReadonlyMap<string, { readonly value: { readonly kind: string; readonly column?: string } }>,
): string | null {
  const value = members.get(name)?.value;
  return value?.kind === 'column' ? (value.column ?? null) : null;
}

function tell(
  { name, project, findings }: AskedCalendar,
  path: DataPath,
  count: number,
  say: (count: number) => string,
): void {
  if (count === 0) return;
  const place = project.place(['calendars', name, ...path]);
  const hint =
    'Queries by its grains are refused until its table has one row for each day, period by period.';
  const params = { calendar: name, problem: say(count) };
  findings.add('error', 'PROOF_CALENDAR', { params, place: { ...place, hint } });
}
