/** Examples of refused queries, as the demo's project would have them. */
import type { requestCodes } from '../codes/request-codes.ts';
import type { ProblemExamples } from './problem-example.ts';

type QueryCode = Extract<keyof typeof requestCodes, `QUERY_${string}`>;

export const queryProblems: ProblemExamples<QueryCode> = {
  QUERY_INVALID: {
    params: { problem: 'There is no key "filters" here' },
    path: '/filters',
    hint: 'There are: metrics, by, time, where, having, top, compare, order, limit, totals, currency, definitions, cursor, layout, numbers, tenants.',
  },
  QUERY_UNKNOWN_METRIC: {
    params: { metric: 'raos' },
    path: '/metrics/0',
    hint: 'Did you mean "aov" or "roas"?',
  },
  QUERY_UNKNOWN_VERSION: {
    params: { metric: 'roas', version: 7 },
    path: '/metrics/0/version',
    hint: 'The current version is roas@1.',
  },
  QUERY_NOT_RELEASED: {
    params: { metric: 'roas', day: '2025-01-31' },
    path: '/definitions',
    hint: 'None of its versions was released yet.',
  },
  QUERY_VERSION_SUNSET: {
    params: { metric: 'roas', version: 1, sunset: '2026-06-30' },
    path: '/metrics/0',
    hint: 'Ask for "roas@2".',
  },
  QUERY_VERSION_GONE: {
    params: { metric: 'roas', version: 1, reason: 'the model "ads" is no more' },
    path: '/metrics/0',
  },
  QUERY_UNKNOWN_MEMBER: {
    params: { member: 'chanel.name' },
    path: '/by/0',
    hint: 'Did you mean "channel.name" or "channels.name" or "channel.code"?',
  },
  QUERY_DIMENSION_NOT_ALLOWED: { params: { metric: 'balance', member: 'campaign.name' }, path: '/by/0' },
  QUERY_BENCHMARK: {
    params: { benchmark: 'typical_roas', problem: 'it is told by one dimension at a time' },
    path: '/by',
  },
  QUERY_NO_PATH: {
    params: { member: 'product.name', root: 'orders', metrics: 'roas' },
    path: '/by/0',
    hint: 'Every metric of a query must know all of its dimensions: ask for the others in a query of their own. orders can be grouped by: client.name, channel.name, campaign.name, country.name, campaigns.name, and 56 more.',
  },
  QUERY_AMBIGUOUS_PATH: {
    params: {
      member: 'countries.name',
      root: 'orders',
      paths: 'orders.billing_country, orders.delivery_country',
    },
    path: '/by/0',
    hint: 'Write which one: "billing_country.name".',
  },
  QUERY_MIXED_BRIDGES: { params: { member: 'tag.name', other: 'topic.name' }, path: '/where/0' },
  QUERY_MIXED_CURRENCIES: {
    params: { metric: 'revenue', dimension: 'orders.currency' },
    path: '/metrics/0',
    hint: 'Group by it, or ask for one with "currency".',
  },
  QUERY_MIXED_CONDITION: {
    params: { member: 'orders.amount', dimension: 'orders.currency' },
    path: '/where/0',
  },
  QUERY_NO_RATES: {
    params: {},
    path: '/currency',
    hint: 'Declare in project.yaml which model has them: `rates: { model, from, to, date, rate }`.',
  },
  QUERY_NO_MONEY: { params: {}, path: '/currency' },
  QUERY_AMOUNT_WRITTEN: { params: { metric: 'large_orders' }, path: '/currency' },
  QUERY_NO_TENANT: { params: { model: 'channels' }, path: '/by/0' },
  QUERY_TENANT_GROUP: {
    params: { member: 'orders.order_id' },
    path: '/by/0',
    hint: 'Group by "tenant" as well.',
  },
  QUERY_TENANT_JOIN: { params: { model: 'segments' }, path: '/tenants' },
  QUERY_DUPLICATE_COLUMN: {
    params: { column: 'roas' },
    path: '/metrics/1',
    hint: 'Name one of them otherwise with "as".',
  },
  QUERY_TYPE_MISMATCH: {
    params: { member: 'orders.amount', type: 'decimal', problem: '"many" is not a number' },
    path: '/where/0/value',
  },
  QUERY_OPERATOR_MISMATCH: {
    params: { operator: 'contains', member: 'orders.amount', type: 'decimal' },
    path: '/where/0/op',
    hint: 'Possible: eq, ne, in, not_in, gt, gte, lt, lte, in_range, is_null, not_null.',
  },
  QUERY_GRAIN_REQUIRED: {
    params: { member: 'customer.registered_at', type: 'time' },
    path: '/by/0',
    hint: 'For example "customer.registered_at:month".',
  },
  QUERY_COMPARE_RANGE: {
    params: {},
    path: '/compare',
    hint: 'Give "from" and "to", or compare with "previous_year" or a "shift".',
  },
  QUERY_CONDITION_MIXED: { params: { metric: 'share_of_all', member: 'channel.name' }, path: '/where/0' },
  QUERY_WINDOW_GRAIN: { params: { metric: 'growth', step: 'the month before' }, path: '/metrics/0' },
  QUERY_WINDOW_GROUP: {
    params: { metric: 'active_customers', dimension: 'orders.ordered_at:day_of_week' },
    path: '/by/0',
  },
  QUERY_COARSE_GROUP: {
    params: { metric: 'average_month', grain: 'month', around: 'day' },
    path: '/time/grain',
  },
  QUERY_GRAIN_NOT_APPLICABLE: { params: { member: 'channel.name', type: 'string' }, path: '/by/0' },
  QUERY_GRAIN_TOO_FINE: {
    params: { member: 'ad_spend.day', type: 'date', known: 'days', grain: 'hour' },
    path: '/time/grain',
    hint: 'Ask for "day" or longer.',
  },
  QUERY_PERIOD_CUT: {
    params: { member: 'plans.month', period: 'month', what: 'a week' },
    path: '/time/grain',
  },
  QUERY_MIXED_CLOCKS: {
    params: { instant: 'orders.ordered_at', local: 'visits.began_at', grain: 'hour' },
    path: '/time/grain',
  },
  QUERY_NO_TIME: { params: { metric: 'clients_count', asked: 'a grain' }, path: '/time' },
  QUERY_BAD_TIME: {
    params: { value: '2026-02-30', expected: 'a date or date-time of ISO 8601' },
    path: '/time/from',
    hint: 'For example 2026-01-31, 2026-01-31T09:30 or 2026-01-31T09:30:00+03:00.',
  },
  QUERY_CALENDAR_RANGE: {
    params: { side: 'after', grain: 'retail.period', known: '2024-01-01 to 2026-12-31' },
    path: '/time',
  },
  QUERY_CALENDAR_BROKEN: {
    params: { calendar: 'retail', problem: '2026-03-01 stands in two periods' },
    path: '/time/grain',
  },
  QUERY_EMPTY_RANGE: {
    params: { from: '2026-07-01T00:00:00+03:00', to: '2026-01-01T00:00:00+03:00' },
    path: '/time/to',
    hint: 'A range ends before its "to": that of one day is the next day.',
  },
  QUERY_INTRADAY_BOUND: {
    params: { metric: 'ad_spend', bound: '2026-01-01T12:00:00' },
    path: '/time/from',
    hint: 'Give a day: 2026-01-01, or ask for the others in a query of their own.',
  },
  QUERY_UNKNOWN_ZONE: {
    params: { zone: 'Europe/Moskow' },
    path: '/time/zone',
    hint: 'Did you mean "Europe/Moscow"?',
  },
  QUERY_UNKNOWN_COLUMN: {
    params: { column: 'revenu', use: 'to order by' },
    path: '/order/0/by',
    hint: 'Did you mean "revenue"?',
  },
  QUERY_CURSOR_INVALID: {
    params: {},
    path: '/cursor',
    hint: 'Send page.next of the page before, unchanged; without a cursor, the first page.',
  },
  QUERY_CURSOR_STALE: {
    params: {},
    path: '/cursor',
    hint: 'Begin again without a cursor; all pages are asked with the same query.',
  },
  QUERY_LIMIT_EXCEEDED: {
    params: { limit: 20, what: 'metrics', actual: 21 },
    path: '/metrics',
    hint: 'Ask for the others in a query of their own.',
  },
  QUERY_TOO_COSTLY: { params: {} },
  QUERY_REJECTED_BY_DATA: { params: {} },
  QUERY_FREEZE_REFUSED: {
    params: { problem: 'its range is open; give both of its ends' },
    instance: '/v1/freezes',
    path: '/queries/revenue/time',
  },
  QUERY_FREEZE_EXISTS: { params: { name: 'Q3 2026' }, instance: '/v1/freezes', path: '/name' },
  QUERY_ANNOTATION_REFUSED: {
    params: { problem: 'it ends before it starts' },
    instance: '/v1/annotations',
    path: '/to',
  },
  QUERY_ANNOTATION_STALE: {
    params: { revision: 3 },
    instance: '/v1/annotations/5d0c2a34-7c1e-4f0e-9e1b-0d1b5b8f3c77',
    path: '/revision',
  },
  QUERY_NOT_FROZEN: {
    params: { name: 'Q3 2026', queries: 'revenue, roas_by_channel' },
    instance: '/v1/freezes/0b6f5a1e-5f7c-4c39-9d0e-3c1f5c8f0a55/query',
  },
};
