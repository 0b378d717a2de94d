/** The grains of a project's own calendars: which there are, which a query needs, and how their days are asked for. */
import { invariant } from '../base/invariant.ts';
import { isTemporal, type OwnGrain } from '../base/value-type.ts';
import { calendarStarts } from '../catalog/calendar-starts.ts';
import type { Calendar, Catalog, Project } from '../catalog/catalog.ts';
import type { Condition, HavingCondition, MetricQuery } from './metric-query.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import type { KnownPeriods, OwnPeriods, ReportingCalendar } from './reporting-calendar.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';

type DayCalendar = Extract<Calendar, { kind: 'days' }>;

/** @param periods those that were read; months stand in for all of them where nothing was */
export function reportingCalendar(
  project: Project,
  periods: ReadonlyMap<OwnGrain, KnownPeriods> | undefined,
): ReportingCalendar {
  const own = ownGrains(project).map((grain): [OwnGrain, OwnPeriods] => [
    grain,
    periods === undefined ? { kind: 'stand_in' } : (periods.get(grain) ?? { kind: 'unread' }),
  ]);
  return { ...calendarStarts(project), own: new Map(own) };
}

/** `retail.period`, `retail.season`. */
export function ownGrains({ calendars }: Pick<Project, 'calendars'>): readonly OwnGrain[] {
  return [...calendars].flatMap(([name, calendar]) =>
    calendar.kind === 'days' ? calendar.grains.map((grain): OwnGrain => `${name}.${grain}`) : [],
  );
}

/** The calendars whose grains a query names itself. */
export function namedCalendars(query: MetricQuery, { project }: Pick<Catalog, 'project'>): readonly string[] {
  const texts = textsWithGrains(query);
  const named = ownGrains(project).filter((grain) => texts.some((text) => text.includes(grain)));
  return [...new Set(named.map((grain) => grain.split('.')[0] ?? ''))];
}

/** The calendars whose days must be known to bind a query: those that it names, and those of its metrics' windows. */
export function neededCalendars(query: MetricQuery, catalog: Catalog): readonly string[] {
  const windowed = (query.metrics ?? []).flatMap((item) => {
    const [name = ''] = (typeof item === 'string' ? item : item.metric).split('@');
    return catalog.metrics.get(catalog.aliases.get(name) ?? name)?.calendars ?? [];
  });
  const names = new Set([...namedCalendars(query, catalog), ...windowed]);
  return [...names].filter((name) => catalog.project.calendars.get(name)?.kind === 'days');
}

/** Where a query can name a grain. */
function textsWithGrains({
  by = [],
  time,
  compare,
  where = [],
  having = [],
}: MetricQuery): readonly string[] {
  const earlier = compare === undefined ? [] : [compare].flat();
  return [
    ...by.flatMap((column) => column.split(':').slice(1)),
    ...[time?.grain, time?.range].filter((text) => text !== undefined),
    ...earlier.flatMap((item) => (typeof item === 'object' && 'shift' in item ? [item.shift] : [])),
    ...[...where, ...having].flatMap(rangesIn),
  ];
}

/** Ranges in words, of conditions. */
function rangesIn(condition: Condition | HavingCondition): readonly string[] {
  if ('not' in condition) return rangesIn(condition.not);
  if ('all' in condition) return condition.all.flatMap(rangesIn);
  if ('any' in condition) return condition.any.flatMap(rangesIn);
  return condition.op === 'in_range' && typeof condition.value === 'string' ? [condition.value] : [];
}

/** Asks for the days of a calendar. */
export interface CalendarQuery {
  readonly query: MetricQuery;
  readonly grains: readonly OwnGrain[];
  /** Whether the last column says which of several tenants the day is of. */
  readonly isScoped: boolean;
}

/** Asks for every day of a calendar, with the values that say which periods it is in. */
export function calendarQuery(
  name: string,
  catalog: Catalog,
  tenants: MetricQuery['tenants'],
): CalendarQuery {
  const { model, date, grains } = dayCalendar(name, catalog);
  const found = catalog.models.get(model);
  const by = [...new Set([date, ...grains])].map((member) => {
    const type = found?.members.get(member)?.type ?? 'string';
    const suffix = isTemporal(type) ? (type === 'date' ? ':day' : ':second') : '';
    return `${model}.${member}${suffix}`;
  });
  const isScoped = tenants !== undefined && found?.scope.kind !== 'shared';
  const query = {
    by: isScoped ? [...by, TENANT_COLUMN] : by,
    limit: QUERY_LIMITS.rows,
    ...(tenants === undefined ? {} : { tenants }),
  };
  return { query, grains: grains.map((grain): OwnGrain => `${name}.${grain}`), isScoped };
}

/** The place of a grain's value among the columns that {@link calendarQuery} asks for. */
export function grainColumns(name: string, catalog: Catalog): readonly number[] {
  const { date, grains } = dayCalendar(name, catalog);
  const columns = [...new Set([date, ...grains])];
  return grains.map((grain) => columns.indexOf(grain));
}

function dayCalendar(name: string, { project }: Catalog): DayCalendar {
  const calendar = project.calendars.get(name);
  invariant(calendar?.kind === 'days', `calendar ${name} is one of days`);
  return calendar;
}
