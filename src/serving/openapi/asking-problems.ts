/** What every route may answer with that asks the warehouse for somebody: the codes that their documentation shows. */
import type { ServedCode } from '../../errors/examples/problem-examples.ts';

export const ASKING_PROBLEMS: readonly ServedCode[] = [
  'QUERY_UNKNOWN_MEMBER',
  'QUERY_VERSION_GONE',
  'QUERY_VERSION_SUNSET',
  'QUERY_CURSOR_INVALID',
  'QUERY_CURSOR_STALE',
  'QUERY_REJECTED_BY_DATA',
  'QUERY_TOO_COSTLY',
  'TENANT_REQUIRED',
  'TENANT_REFUSED',
  'TENANT_CLAIM',
  'TENANT_ROWS_HIDDEN',
  'TENANT_PROFILE',
  'WAREHOUSE_TIMEOUT',
  'WAREHOUSE_TENANT_BUSY',
  'WAREHOUSE_UNAVAILABLE',
];
