/** The registry of checks. Their order is that of a reader's interest: structure before detail. */
import type { Check } from './check.ts';
import { checkJoins } from './check-joins.ts';
import { checkMemberNames } from './check-member-names.ts';
import { checkReservedNames } from './check-reserved-names.ts';
import { checkRoles } from './check-roles.ts';
import { checkSources } from './check-sources.ts';
import { checkTenantColumns } from './check-tenant-columns.ts';

export const CHECKS: readonly Check[] = [
  checkRoles,
  checkSources,
  checkJoins,
  checkTenantColumns,
  checkMemberNames,
  checkReservedNames,
];
