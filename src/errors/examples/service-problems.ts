/** Examples of refusals by whoever may ask, by HTTP itself, by the warehouse and by the server. */
import type { ErrorCode } from '../catalogue.ts';
import type { ProblemExamples } from './problem-example.ts';

/** Codes of the operator's terminal, which no request is answered with. */
type TerminalCode =
  | 'WAREHOUSE_ROWS_HIDDEN'
  | 'SERVER_BUSY_FOLDER'
  | 'SERVER_MIGRATION'
  | 'SERVER_WAREHOUSE_ROLE'
  | 'SERVER_CONFIG';

type ServiceCode = Exclude<
  Extract<ErrorCode, `${'PLAN' | 'HTTP' | 'TENANT' | 'WAREHOUSE' | 'SERVER'}_${string}`>,
  TerminalCode
>;

export const serviceProblems: ProblemExamples<ServiceCode> = {
  PLAN_NOT_SCOPED: { params: {} },
  HTTP_NOT_FOUND: { params: { place: '/v1/metric' }, instance: '/v1/metric' },
  HTTP_METHOD_NOT_ALLOWED: { params: { method: 'PUT', place: '/v1/query' } },
  HTTP_BODY_INVALID: { params: {} },
  HTTP_BODY_TOO_LARGE: { params: { limit: 65_536 } },
  HTTP_MEDIA_TYPE: { params: {} },
  HTTP_GRAPHQL_INVALID: {
    params: { problem: 'Cannot query field "revenu" on type "Values".' },
    instance: '/graphql',
  },
  HTTP_GRAPHQL_LIMIT: { params: { limit: 20, what: 'fields of one document' }, instance: '/graphql' },
  HTTP_GRAPHQL_NOT_GROUPED: {
    params: { field: 'channelName', missing: 'by: [CHANNEL_NAME]' },
    instance: '/graphql',
  },
  HTTP_IDEMPOTENCY_KEY: { params: {}, instance: '/v1/keys' },
  HTTP_IDEMPOTENCY_REUSED: { params: {}, instance: '/v1/keys' },
  HTTP_IDEMPOTENCY_BUSY: { params: {}, instance: '/v1/keys' },
  HTTP_RATE_LIMITED: { params: { limit: 1_200, window: 60, whose: 'principal', seconds: 42 } },
  HTTP_PARAMETER: {
    params: { name: 'grian', problem: 'is not known here' },
    instance: '/v1/metrics/roas/values',
    path: '?grian',
    hint: 'Did you mean "grain"?',
  },
  TENANT_UNAUTHENTICATED: { params: {} },
  TENANT_ISSUER_UNAVAILABLE: { params: {} },
  TENANT_REFUSED: { params: {}, path: '/tenants' },
  TENANT_REQUIRED: { params: {}, path: '/tenants' },
  TENANT_CAPABILITY: { params: { capability: 'analyst' }, instance: '/v1/query/plan' },
  TENANT_PLAN_RESTRICTED: { params: {}, instance: '/v1/query/plan' },
  TENANT_CLAIM: { params: { claim: 'region', problem: 'it has none' } },
  TENANT_ROWS_HIDDEN: { params: { attribute: 'orders_placed', model: 'orders' } },
  TENANT_EMBEDDING: { params: { problem: 'it is for pages of other origins' } },
  TENANT_EMBEDDING_INVALID: {
    params: { problem: '"http://*" is not an origin' },
    instance: '/v1/embed-tokens',
    path: '/origins/0',
  },
  TENANT_FILTER_UNREACHED: { params: { filter: 'channel.name', what: 'balance' } },
  TENANT_PROFILE: { params: { zone: 'Moscow' } },
  TENANT_KEY_INVALID: {
    params: { problem: 'its maker is not in the group "finance"' },
    instance: '/v1/keys',
    path: '/groups/0',
  },
  TENANT_KEY_UNKNOWN: { params: { key: 'a1b2c3d4' }, instance: '/v1/keys/a1b2c3d4' },
  TENANT_RECEIPT_UNKNOWN: { params: { receipt: 'd9863831' }, instance: '/v1/receipts/d9863831' },
  TENANT_FREEZE_UNKNOWN: { params: { freeze: 'q3' }, instance: '/v1/freezes/q3' },
  TENANT_ANNOTATION_UNKNOWN: { params: { annotation: 'a-note' }, instance: '/v1/annotations/a-note' },
  TENANT_ANNOTATION_OTHERS: {
    params: {},
    instance: '/v1/annotations/5d0c2a34-7c1e-4f0e-9e1b-0d1b5b8f3c77',
  },
  WAREHOUSE_TIMEOUT: { params: { seconds: 30 } },
  WAREHOUSE_UNAVAILABLE: { params: {} },
  WAREHOUSE_TENANT_BUSY: { params: {} },
  WAREHOUSE_SOURCE_MISSING: { params: {} },
  SERVER_NOT_READY: { params: { reason: 'it shuts down' } },
  SERVER_OVERLOADED: { params: { reason: 'its event loop lags' } },
  SERVER_FREEZE_EDITED: {
    params: { freeze: '0b6f5a1e' },
    instance: '/v1/freezes/0b6f5a1e-5f7c-4c39-9d0e-3c1f5c8f0a55',
  },
};
