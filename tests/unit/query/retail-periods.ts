/** Periods of 4, 5 and 4 weeks, from 5 October 2026 to 3 January 2027. */
import type { KnownPeriods, ReportingCalendar } from '../../../src/query/reporting-calendar.ts';

export const PERIODS: KnownPeriods = {
  kind: 'known',
  starts: ['2026-10-05', '2026-11-02', '2026-12-07'],
  end: '2027-01-04',
};

export const RETAIL: ReportingCalendar['own'] = new Map([['retail.period', PERIODS]]);
