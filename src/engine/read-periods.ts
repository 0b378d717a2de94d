/** Reads the days of the calendars that a query needs, under the scope of who asks, before it is bound. */
import { type Cell, ExactNumber } from '../base/exact-number.ts';
import { canonicalJson } from '../base/hash.ts';
import type { OwnGrain } from '../base/value-type.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { bindQuery } from '../query/bind-query.ts';
import { foldDays } from '../query/fold-days.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import { calendarQuery, grainColumns, neededCalendars } from '../query/own-grains.ts';
import type { KnownPeriods } from '../query/reporting-calendar.ts';
import type { Scope } from '../tenancy/scope.ts';
import type { PlanCache } from './prepare-query.ts';
import { type RunContext, runQuery } from './run-query.ts';

type ReadContext = Omit<RunContext, 'cursorAfter' | 'currency'> & {
  readonly catalog: Catalog;
  readonly plans: PlanCache;
  readonly scope: Scope;
};

/** @throws SemanticError QUERY_CALENDAR_BROKEN, and those of the warehouse */
export async function readPeriods(
  query: MetricQuery,
  context: ReadContext,
): Promise<ReadonlyMap<OwnGrain, KnownPeriods>> {
  const periods = new Map<OwnGrain, KnownPeriods>();
  for (const name of neededCalendars(query, context.catalog))
    for (const [grain, known] of await readCalendar(name, query.tenants, context)) periods.set(grain, known);
  return periods;
}

async function readCalendar(
  name: string,
  tenants: MetricQuery['tenants'],
  { plans, ...context }: ReadContext,
): Promise<readonly (readonly [OwnGrain, KnownPeriods])[]> {
  const { catalog, now, scope } = context;
  const { query, grains, isScoped } = calendarQuery(name, catalog, tenants);
  const bound = bindQuery(query, catalog, { now, periods: new Map() });
  const prepared = plans.prepare(bound.shape, catalog);
  const { rows, page } = await runQuery(prepared, bound, {
    ...context,
    currency: null,
    cursorAfter: () => '',
  });
  if (page.more) throw broken(name, `there are more than ${page.limit}`);
  const columns = grainColumns(name, catalog);
  // In queries over several tenants, each row says whose it is.
  const parts = isScoped
    ? scope.tenants.map((tenant) => rows.filter((row) => row.at(-1) === tenant))
    : [rows];
  return grains.map((grain, index) => {
    const [first, ...others] = parts.map((part) =>
      foldDays(
        name,
        part.map((row) => ({
          day: typeof row[0] === 'string' ? row[0] : null,
          period: textOf(row[columns[index] ?? 0]),
        })),
      ),
    );
    const isShared = others.every((other) => canonicalJson(other) === canonicalJson(first));
    if (!first || !isShared) throw broken(name, 'the tenants have different ones');
    return [grain, first] as const;
  });
}

function broken(calendar: string, problem: string): SemanticError {
  return new SemanticError('QUERY_CALENDAR_BROKEN', { calendar, problem }, { path: '/time' });
}

/** What tells one period from another. */
function textOf(cell: Cell | undefined): string | null {
  if (cell === undefined || cell === null) return null;
  return cell instanceof ExactNumber ? cell.digits : String(cell);
}
