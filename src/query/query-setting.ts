/** The setting in which a query is bound: who asks, when, and what was read before. */
import type { OwnGrain } from '../base/value-type.ts';
import type { TimesAllowed } from './refuse-beyond.ts';
import type { KnownPeriods } from './reporting-calendar.ts';

/** What a query means beside its own words: when it is asked, and by whom. */
export interface QuerySetting {
  /** The reporting zone of the tenant who asks; `null` for the project's. */
  readonly zone?: string | null;
  /** The currency that all tenants who ask have in their profiles; `null` where none is said. */
  readonly currency?: string | null;
  /** Whether the tenants who ask have different currencies. */
  readonly tenantsDiffer?: boolean;
  /** The clock, for ranges such as `last 30 days`. */
  readonly now: Date;
  /** Periods of the calendars that the query needs; where none were read at all, it can be explained only. */
  readonly periods?: ReadonlyMap<OwnGrain, KnownPeriods>;
  /** The first and last moments of the data, as far as they are known: see `BoundQuery.extent`. */
  readonly extent?: readonly string[];
  /** The times that whoever asks may see; all unless given. */
  readonly allowed?: TimesAllowed;
}
