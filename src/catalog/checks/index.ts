/** The registry of checks. Their order is that of a reader's interest: structure before detail. */
import type { BuiltCheck, Check } from './check.ts';
import { checkAliases } from './check-aliases.ts';
import { checkAssertions } from './check-assertions.ts';
import { checkCalendars } from './check-calendars.ts';
import { checkCurrencies } from './check-currencies.ts';
import { checkDrafts } from './check-drafts.ts';
import { checkDrills } from './check-drills.ts';
import { checkJoinTimes } from './check-join-times.ts';
import { checkJoins } from './check-joins.ts';
import { checkMemberMetrics } from './check-member-metrics.ts';
import { checkMemberNames } from './check-member-names.ts';
import { checkMetricDimensions } from './check-metric-dimensions.ts';
import { checkMetricDrills } from './check-metric-drills.ts';
import { checkMetricNames } from './check-metric-names.ts';
import { checkPolicies } from './check-policies.ts';
import { checkPolicyTests } from './check-policy-tests.ts';
import { checkRates } from './check-rates.ts';
import { checkRefresh } from './check-refresh.ts';
import { checkReservedNames } from './check-reserved-names.ts';
import { checkRoles } from './check-roles.ts';
import { checkSchemas } from './check-schemas.ts';
import { checkSensitiveColumns } from './check-sensitive-columns.ts';
import { checkSensitiveTimes } from './check-sensitive-times.ts';
import { checkSources } from './check-sources.ts';
import { checkTenantColumns } from './check-tenant-columns.ts';
import { checkTenantProfiles } from './check-tenant-profiles.ts';
import { checkValidity } from './check-validity.ts';
import { checkWireNames } from './check-wire-names.ts';

/** Of declarations. */
export const CHECKS: readonly Check[] = [
  checkRoles,
  checkSources,
  checkSchemas,
  checkJoins,
  checkValidity,
  checkTenantColumns,
  checkTenantProfiles,
  checkCalendars,
  checkRates,
  checkMemberNames,
  checkReservedNames,
  checkAliases,
  checkCurrencies,
  checkRefresh,
  checkDrills,
  checkSensitiveColumns,
  checkMemberMetrics,
];

/** Of what was built of them. */
export const BUILT_CHECKS: readonly BuiltCheck[] = [
  checkAssertions,
  checkJoinTimes,
  checkSensitiveTimes,
  checkDrafts,
  checkMetricNames,
  checkMetricDimensions,
  checkMetricDrills,
  checkPolicies,
  checkPolicyTests,
  checkWireNames,
];
