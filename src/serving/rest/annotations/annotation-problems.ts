/** What writing a note may be answered with: the codes that the documentation shows. */
import type { ServedCode } from '../../../errors/examples/problem-examples.ts';

export const WRITING_PROBLEMS: readonly ServedCode[] = [
  'QUERY_ANNOTATION_REFUSED',
  'QUERY_UNKNOWN_METRIC',
  'QUERY_UNKNOWN_MEMBER',
  'QUERY_TYPE_MISMATCH',
  'QUERY_BAD_TIME',
  'QUERY_EMPTY_RANGE',
  'TENANT_CAPABILITY',
  'TENANT_PROFILE',
  'SERVER_NOT_READY',
  'WAREHOUSE_UNAVAILABLE',
  'WAREHOUSE_TIMEOUT',
];
