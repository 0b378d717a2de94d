/** Calendars that a leg's working minutes are counted by → scans of their holidays, beside the leg's rows. */
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { buildScan } from './build-scan.ts';
import { type JoinHolidays, joinHolidays } from './nodes/relation.ts';
import type { Scan } from './nodes/scan.ts';

interface HolidayContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
}

/** The relation beside the holidays of those calendars that have some. @throws SemanticError QUERY_TENANT_JOIN */
export function buildHolidays(
  relation: JoinHolidays['input'],
  calendars: readonly string[],
  context: HolidayContext,
): JoinHolidays['input'] {
  return calendars.reduce<JoinHolidays['input']>((input, calendar) => {
    const days = scanHolidays(calendar, context);
    return days ? joinHolidays({ input, calendar, days }) : input;
  }, relation);
}

/** The only scan that holidays of a calendar may be read by; `null` where it declares none. */
export function scanHolidays(name: string, { catalog, tenants }: HolidayContext): Scan | null {
  const calendar = catalog.project.calendars.get(name);
  invariant(calendar?.kind === 'hours', `the calendar ${name} has working hours`);
  if (!calendar.holidays) return null;
  const model = catalog.models.get(calendar.holidays.model);
  const date = model?.members.get(calendar.holidays.date)?.value;
  invariant(model && date?.kind === 'column', `holidays of ${name} are a column of a model`);
  // One list for all rows: it could not tell whose holiday a day is.
  if (tenants === 'several' && model.scope.kind !== 'shared')
    throw new SemanticError('QUERY_TENANT_JOIN', { model: model.name });
  // With a space, which no other relation's alias has.
  return buildScan({ model, alias: `${name} holidays`, columns: [date.column] }, { catalog, tenants });
}
