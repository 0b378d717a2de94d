/** Faults of requests: the query asked (`QUERY_`), the plan it needs (`PLAN_`), the HTTP around it (`HTTP_`). */
import { entry } from '../error-code.ts';

export const requestCodes = {
  QUERY_INVALID: entry(400, 'Query does not fit its schema', '{problem}.'),
  QUERY_UNKNOWN_METRIC: entry(404, 'Unknown metric', 'There is no metric "{metric}".'),
  QUERY_UNKNOWN_VERSION: entry(400, 'Unknown version', '{metric}@{version} is not served.'),
  QUERY_UNKNOWN_MEMBER: entry(400, 'Unknown member', 'There is no dimension "{member}".'),
  QUERY_DIMENSION_NOT_ALLOWED: entry(
    400,
    'Dimension not allowed',
    'The metric "{metric}" cannot be grouped or filtered by "{member}".',
  ),
  QUERY_NO_PATH: entry(400, 'No path', '"{member}" cannot be reached from {root}, which {metrics} read.'),
  QUERY_AMBIGUOUS_PATH: entry(
    400,
    'Ambiguous path',
    '"{member}" can be reached from {root} by several paths: {paths}.',
  ),
  QUERY_MIXED_BRIDGES: entry(
    400,
    'Condition on two bridges',
    'The answer shows the partners across the bridge of "{member}" that meet a condition: beside "{other}", which lies across another, it cannot say which those are.',
  ),
  QUERY_MIXED_CURRENCIES: entry(
    400,
    'Currencies differ',
    '"{metric}" would add up money of different currencies: each row has that of its "{dimension}".',
  ),
  QUERY_MIXED_CONDITION: entry(
    400,
    'Condition on several currencies',
    '"{member}" is money of different currencies, so no one amount compares with it: each row has that of its "{dimension}".',
  ),
  QUERY_NO_RATES: entry(
    400,
    'No rates of exchange',
    'The project has no rates of exchange, so money stays in its own currency.',
  ),
  QUERY_NO_MONEY: entry(
    400,
    'Nothing to convert',
    'None of the metrics asked for is money, so there is nothing to convert.',
  ),
  QUERY_AMOUNT_WRITTEN: entry(
    400,
    'Amount in a formula',
    'The formula of "{metric}" has an amount of money written in it, which would not be converted.',
  ),
  QUERY_NO_TENANT: entry(
    400,
    'No tenant',
    'The rows of {model} belong to no tenant, so "tenant" does not apply to them.',
  ),
  QUERY_TENANT_GROUP: entry(
    400,
    'Key of several tenants',
    '"{member}" is a key within one tenant: over several, equal keys are different things.',
  ),
  QUERY_TENANT_JOIN: entry(
    400,
    'Join of one tenant',
    'Rows of {model} can be joined for one tenant at a time only: nothing in them says whose they are.',
  ),
  QUERY_DUPLICATE_COLUMN: entry(
    400,
    'Column named twice',
    'Two columns of the answer would be called "{column}".',
  ),
  QUERY_TYPE_MISMATCH: entry(400, 'Value does not fit', '"{member}" is of type {type}: {problem}.'),
  QUERY_OPERATOR_MISMATCH: entry(
    400,
    'Operator does not fit',
    'The operator {operator} does not apply to "{member}", which is of type {type}.',
  ),
  QUERY_GRAIN_REQUIRED: entry(
    400,
    'Grain required',
    '"{member}" is of type {type}: grouping by it needs a grain.',
  ),
  QUERY_COMPARE_RANGE: entry(
    400,
    'Nothing to compare with',
    'The period before an open range is no period: "previous_period" needs both of its ends.',
  ),
  QUERY_CONDITION_MIXED: entry(
    400,
    'Condition cannot be taken apart',
    '"{metric}" disregards a part of the condition on "{member}", and not the rest.',
  ),
  QUERY_WINDOW_GRAIN: entry(
    400,
    'Window needs a grain',
    '"{metric}" looks at {step}, which only a query with a grain has.',
  ),
  QUERY_WINDOW_GROUP: entry(
    400,
    'Window over its own time',
    '"{metric}" is evaluated over other times than its bucket: it cannot be grouped by "{dimension}", a part of the same time.',
  ),
  QUERY_COARSE_GROUP: entry(
    400,
    'Groups larger than the bucket',
    '"{metric}" aggregates over every {grain}: a {around} has none to aggregate over.',
  ),
  QUERY_GRAIN_NOT_APPLICABLE: entry(
    400,
    'Grain does not apply',
    '"{member}" is of type {type} and has no grain.',
  ),
  QUERY_GRAIN_TOO_FINE: entry(
    400,
    'Grain too fine',
    '"{member}" is of type {type}: it knows {known} only, no {grain}s.',
  ),
  QUERY_PERIOD_CUT: entry(400, 'Period cut', '"{member}" stands for a whole {period}: {what} would cut one.'),
  QUERY_MIXED_CLOCKS: entry(
    400,
    'Instants beside wall clocks',
    '"{instant}" is an instant and "{local}" a wall clock: one column of {grain}s cannot hold both.',
  ),
  QUERY_NO_TIME: entry(
    400,
    'Metric without time',
    '"{metric}" has no time dimension, so {asked} does not apply to it.',
  ),
  QUERY_BAD_TIME: entry(400, 'Bad time', '"{value}" is not {expected}.'),
  QUERY_CALENDAR_RANGE: entry(
    400,
    'Beyond the calendar',
    'The query needs days {side} those that "{grain}" has in its table of days: {known}.',
  ),
  QUERY_CALENDAR_BROKEN: entry(
    422,
    'Calendar contradicts itself',
    'The days of the calendar "{calendar}" contradict each other: {problem}.',
  ),
  QUERY_EMPTY_RANGE: entry(400, 'Empty range', 'The range ends ({to}) before or when it starts ({from}).'),
  QUERY_INTRADAY_BOUND: entry(
    400,
    'Bound within a day',
    'The metric "{metric}" knows days only; the bound "{bound}" lies within one.',
  ),
  QUERY_UNKNOWN_ZONE: entry(400, 'Unknown time zone', '"{zone}" is not a time zone of the IANA list.'),
  QUERY_UNKNOWN_COLUMN: entry(400, 'Unknown column', 'The answer has no column "{column}" {use}.'),
  QUERY_CURSOR_INVALID: entry(400, 'Cursor not valid', 'The cursor was not made here, or not whole.'),
  QUERY_CURSOR_STALE: entry(
    409,
    'Cursor out of date',
    'The cursor belongs to another question, or the answer to this one has changed since.',
  ),
  QUERY_LIMIT_EXCEEDED: entry(400, 'Limit exceeded', 'At most {limit} {what} are allowed, not {actual}.'),
  QUERY_REJECTED_BY_DATA: entry(
    422,
    'The data does not fit the query',
    'The warehouse could not evaluate this query on its data.',
  ),
  PLAN_NOT_SCOPED: entry(500, 'Plan refused', 'The plan was refused by the verifier.'),
  HTTP_NOT_FOUND: entry(404, 'Not found', 'There is nothing at {place}.'),
  HTTP_METHOD_NOT_ALLOWED: entry(405, 'Method not allowed', '{method} is not served at {place}.'),
  HTTP_BODY_INVALID: entry(400, 'Body is not JSON', 'The body could not be read as JSON.'),
  HTTP_BODY_TOO_LARGE: entry(413, 'Body too large', 'A body has at most {limit} bytes.'),
  HTTP_MEDIA_TYPE: entry(415, 'Media type not served', 'Send the body as application/json.'),
  HTTP_GRAPHQL_INVALID: entry(400, 'GraphQL request refused', '{problem}'),
  HTTP_GRAPHQL_LIMIT: entry(400, 'GraphQL request too large', 'At most {limit} {what} are allowed.'),
  HTTP_IDEMPOTENCY_KEY: entry(
    400,
    'Bad Idempotency-Key',
    'The header Idempotency-Key has 1 to 200 visible characters of ASCII.',
  ),
  HTTP_IDEMPOTENCY_REUSED: entry(
    422,
    'Idempotency-Key used before',
    'This Idempotency-Key stands for another request of the last day.',
  ),
  HTTP_IDEMPOTENCY_BUSY: entry(
    409,
    'Request under way',
    'The request with this Idempotency-Key is still being worked on.',
    { retryable: true },
  ),
  HTTP_RATE_LIMITED: entry(
    429,
    'Too many requests',
    'More than {limit} requests within {window} s came from this {whose}: go on in {seconds} s.',
    { retryable: true },
  ),
  HTTP_PARAMETER: entry(400, 'Bad query string', 'The parameter "{name}" {problem}.'),
} as const;
