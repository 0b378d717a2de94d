/**
 * The registry of everything that answers with numbers from the warehouse, and of every route that does not.
 * A route that stands in neither list fails the leak test.
 */
import type { InjectOptions } from 'fastify';
import { SemanticError } from '../../src/errors/semantic-error.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { namedDimensions } from '../../src/query/named-dimensions.ts';
import { ask } from '../support/served-shop.ts';
import { FREEZE_SURFACES } from './leak-freezes.ts';
import { PROCESS_TOKEN, principalFor, type World } from './leak-world.ts';
import { metricOf, renameRow, writeDocument } from './typed-document.ts';

export interface Asking {
  /** The tenants that the key is bound to. */
  readonly tenants: readonly string[];
  readonly query: MetricQuery;
}

export interface Surface {
  readonly name: string;
  /** Method and path as in the route table; `null` for what is no route. */
  readonly route: string | null;
  /** Cells that tell of another tenant where revenue by account is read of one: both, unless said. */
  readonly leaked?: number;
  /** Whether the question can be put here at all. */
  takes(asking: Asking): boolean;
  /** The answer or refusal as text, byte for byte as a client sees it. */
  ask(world: World, asking: Asking): Promise<string>;
}

/** Ids of requests are the one thing in which equal answers may differ. */
const HEADERS = { 'x-request-id': 'leak-test' };

async function send(world: World, { tenants }: Asking, options: InjectOptions): Promise<string> {
  const key = await world.keyFor(tenants);
  const { status, text } = await ask(world.app, key, { ...options, headers: HEADERS });
  if (status >= 500) throw new Error(`answered ${status}: ${text} ${JSON.stringify(options)}`);
  return text;
}

const engine: Surface = {
  name: 'the engine',
  route: null,
  takes: () => true,
  async ask(world, { tenants, query }) {
    try {
      return JSON.stringify(await world.engine.query(principalFor(tenants), query));
    } catch (error) {
      if (!(error instanceof SemanticError)) throw error;
      const { code, message, path, hint } = error;
      return JSON.stringify({ code, message, path, hint });
    }
  },
};

const restQuery: Surface = {
  name: 'POST /v1/query',
  route: 'POST /v1/query',
  takes: () => true,
  ask: (world, asking) => send(world, asking, { method: 'POST', url: '/v1/query', payload: asking.query }),
};

const restValues: Surface = {
  name: 'GET values',
  route: 'GET /v1/metrics/:metric/values',
  takes: ({ query: { metrics = [] } }) => metrics.length === 1 && typeof metrics[0] === 'string',
  ask: (world, asking) => send(world, asking, { method: 'GET', url: valuesUrl(asking.query) }),
};

function valuesUrl({
  metrics: [metric] = [],
  by,
  time,
  where,
  having,
  top,
  order,
  limit,
  totals,
  numbers,
  compare,
  layout,
  currency,
  definitions,
  tenants,
}: MetricQuery): string {
  const parameters = Object.entries({
    ...time,
    by: by?.join(','),
    where: where && JSON.stringify(where),
    having: having && JSON.stringify(having),
    top: top?.n,
    of: top?.of.join(','),
    lowest: top && top.direction === 'asc',
    others: top?.others,
    order: order?.map((key) => (key.direction === 'desc' ? `-${key.by}` : key.by)).join(','),
    limit,
    totals,
    numbers,
    compare: comparisonText(compare),
    layout,
    currency,
    definitions,
    tenants: Array.isArray(tenants) ? tenants.join(',') : tenants,
  }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  );
  return `/v1/metrics/${typeof metric === 'string' ? metric : ''}/values?${parameters.join('&')}`;
}

/** The same question by a token that may ask just that. */
const embedded: Surface = {
  name: 'a token for embedding',
  route: 'POST /v1/query',
  takes: ({ tenants, query: { metrics = [] } }) => tenants.length === 1 && metrics.length > 0,
  ask: async (world, asking) => {
    const { metrics = [] } = asking.query;
    const names = metrics.map((item) => (typeof item === 'string' ? item : item.metric).split('@')[0]);
    const payload = { metrics: names, dimensions: namedDimensions(asking.query) };
    const minted = await send(world, asking, { method: 'POST', url: '/v1/embed-tokens', payload });
    const { token }: { token?: string } = JSON.parse(minted);
    if (token === undefined) return minted;
    const options = { method: 'POST', url: '/v1/query', payload: asking.query, headers: HEADERS } as const;
    return (await ask(world.app, token, options)).text;
  },
};

/** One comparison, as the query string has it. */
function comparisonText(compare: MetricQuery['compare']): string | undefined {
  if (typeof compare === 'string' || compare === undefined) return compare;
  return !Array.isArray(compare) && 'shift' in compare ? compare.shift : undefined;
}

function comparisonInput(compare: MetricQuery['compare']): object {
  return typeof compare === 'string' ? { range: compare.toUpperCase() } : { shift: comparisonText(compare) };
}

const graphql: Surface = {
  name: 'GraphQL',
  route: 'POST /graphql',
  takes: () => true,
  ask: (world, asking) => {
    // Its answers have one form only.
    const {
      numbers: _numbers,
      layout: _layout,
      metrics = [],
      time,
      top,
      order,
      compare,
      ...rest
    } = asking.query;
    const input = {
      ...rest,
      metrics: metrics.map((metric) => (typeof metric === 'string' ? { metric } : metric)),
      ...(time === undefined
        ? {}
        : {
            time: { ...time, ...(time.grain ? { grain: time.grain.replace('.', '_').toUpperCase() } : {}) },
          }),
      ...(top === undefined ? {} : { top: { ...top, direction: top.direction?.toUpperCase() } }),
      ...(compare === undefined ? {} : { compare: [comparisonInput(compare)] }),
      ...(order === undefined
        ? {}
        : { order: order.map((key) => ({ ...key, direction: key.direction?.toUpperCase() })) }),
    };
    const payload = { query: GRAPHQL, variables: { input } };
    return send(world, asking, { method: 'POST', url: '/graphql', payload });
  },
};

const GRAPHQL = `query ($input: MetricQueryInput!) { query(input: $input) {
  columns { name kind metric } rows totals range { from to } page { limit more }
  partial { time metric reason } warnings receipt { id url } } }`;

/** Told in the form of REST, so that its cells can be looked at. */
const graphqlField: Surface = {
  name: 'a field of GraphQL',
  route: 'POST /graphql',
  takes: ({ query }) => metricOf(query) !== null && !query.by?.includes('tenant'),
  ask: async (world, asking) => {
    const { query } = asking;
    const metric = metricOf(query) ?? '';
    const payload = { query: writeDocument(metric, query) };
    const text = await send(world, asking, { method: 'POST', url: '/graphql', payload });
    const { data }: { data?: { values: Record<string, FieldAnswer | null> | null } } = JSON.parse(text);
    const [answer] = Object.values(data?.values ?? {});
    if (!answer) return text;
    const { by = [] } = query;
    const compared = ['value.previous', 'value.change', 'value.change_ratio'];
    const values = ['value', ...(query.compare === undefined ? [] : compared)];
    const columns = [
      ...by.map((name) => ({ name, kind: 'dimension' })),
      ...values.map((name) => ({ name, kind: 'metric', metric })),
    ];
    const rows = answer.rows.map((row) => renameRow(row, by));
    return JSON.stringify({
      ...answer,
      columns,
      rows,
      totals: answer.totals ? renameRow(answer.totals, []) : null,
    });
  },
};

interface FieldAnswer {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly totals?: Readonly<Record<string, unknown>> | null;
}

const commandLine: Surface = {
  name: 'the command line',
  route: 'POST /internal/query',
  takes: () => true,
  ask: async (world, { tenants, query }) => {
    const { text } = await ask(world.app, PROCESS_TOKEN, {
      method: 'POST',
      url: '/internal/query',
      payload: { asker: { tenants, as: null }, query },
      headers: HEADERS,
    });
    return text;
  },
};

/** The values of the first dimension that a question groups by, searched for a text that it filters by. */
function readsValues({
  query: { by = [], where = [] },
}: Asking): { dimension: string; search?: string } | null {
  const [dimension] = by;
  if (dimension === undefined) return null;
  const texts = where.flatMap((part) =>
    'value' in part && typeof part.value === 'string' ? [part.value] : [],
  );
  return { dimension, ...(texts[0] === undefined ? {} : { search: texts[0] }) };
}

const restDimension: Surface = {
  name: 'GET values of a dimension',
  route: 'GET /v1/dimensions/:dimension/values',
  leaked: 1,
  takes: (asking) => readsValues(asking) !== null,
  ask: (world, asking) => {
    const { dimension = '', search } = readsValues(asking) ?? {};
    const { tenants } = asking.query;
    const asked = Array.isArray(tenants) ? tenants.join(',') : tenants;
    const parameters = Object.entries({ search, tenants: asked }).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
    );
    const url = `/v1/dimensions/${encodeURIComponent(dimension)}/values?${parameters.join('&')}`;
    return send(world, asking, { method: 'GET', url });
  },
};

const graphqlDimension: Surface = {
  name: 'GraphQL values of a dimension',
  route: 'POST /graphql',
  leaked: 1,
  takes: (asking) => readsValues(asking) !== null,
  ask: (world, asking) => {
    const { tenants } = asking.query;
    const variables = { ...readsValues(asking), tenants: tenants === 'all' ? undefined : tenants };
    return send(world, asking, { method: 'POST', url: '/graphql', payload: { query: VALUES, variables } });
  },
};

const VALUES = `query ($dimension: String!, $search: String, $tenants: [String!]) {
  dimensionValues(dimension: $dimension, search: $search, tenants: $tenants) { items next } }`;

const commandLineDimension: Surface = {
  name: 'the command line for values of a dimension',
  route: 'POST /internal/values',
  leaked: 1,
  takes: (asking) => asking.tenants.length === 1 && readsValues(asking) !== null,
  ask: async (world, asking) => {
    const { text } = await ask(world.app, PROCESS_TOKEN, {
      method: 'POST',
      url: '/internal/values',
      payload: { asker: { tenants: asking.tenants, as: null }, request: readsValues(asking) },
      headers: HEADERS,
    });
    return text;
  },
};

export const SURFACES: readonly Surface[] = [
  engine,
  restQuery,
  restValues,
  embedded,
  graphql,
  graphqlField,
  commandLine,
  restDimension,
  graphqlDimension,
  commandLineDimension,
  ...FREEZE_SURFACES,
];

/** Fields of GraphQL's root: `values`, `query` and `dimensionValues` are surfaces, the others speak of the catalog. */
export const GRAPHQL_FIELDS: readonly string[] = [
  'values',
  'query',
  'dimensionValues',
  'metrics',
  'changelog',
  'metric',
];

const QUERY = { metrics: ['revenue'], by: ['account.name'] };
const GRANTED_KEY = { label: 'x', tenants: ['alder'], capability: 'viewer' };
const NEW_KEY = { ...GRANTED_KEY, expiresAt: null };

/** Routes that never read the warehouse, with a request that each of them answers. */
export const WITHOUT_WAREHOUSE: Readonly<Record<string, InjectOptions>> = {
  'POST /v1/query/plan': { method: 'POST', url: '/v1/query/plan', payload: QUERY },
  'GET /v1/receipts/:id': { url: `/v1/receipts/${'0'.repeat(64)}` },
  'GET /v1/freezes': { url: '/v1/freezes' },
  'GET /v1/freezes/:freeze': { url: `/v1/freezes/${'0'.repeat(64)}` },
  // The reporting zone of bounds is a profile's, which is read like any other rows in scope.
  'POST /v1/annotations': { method: 'POST', url: '/v1/annotations', payload: { text: 'x' } },
  'GET /v1/annotations': { url: '/v1/annotations' },
  'GET /v1/annotations/:annotation': { url: `/v1/annotations/${'0'.repeat(32)}` },
  'PATCH /v1/annotations/:annotation': {
    method: 'PATCH',
    url: `/v1/annotations/${'0'.repeat(32)}`,
    payload: { revision: 1 },
  },
  'DELETE /v1/annotations/:annotation': { method: 'DELETE', url: `/v1/annotations/${'0'.repeat(32)}` },
  'GET /v1/metrics': { url: '/v1/metrics' },
  'GET /v1/metrics/:metric': { url: '/v1/metrics/revenue' },
  'GET /v1/dimensions': { url: '/v1/dimensions' },
  'GET /v1/dimensions/:dimension': { url: '/v1/dimensions/channel.name' },
  // Profiles of tenants, which this project has none of, are read like any other rows in scope.
  'GET /v1/tenants': { url: '/v1/tenants' },
  'GET /v1/metrics/:metric/versions': { url: '/v1/metrics/revenue/versions' },
  'GET /v1/metrics/:metric/lineage': { url: '/v1/metrics/revenue/lineage' },
  'GET /v1/metrics/:metric/changelog': { url: '/v1/metrics/revenue/changelog' },
  'GET /v1/dimensions/:dimension/changelog': { url: '/v1/dimensions/orders.status/changelog' },
  'GET /v1/schema.graphql': { url: '/v1/schema.graphql' },
  'GET /v1/changelog': { url: '/v1/changelog' },
  'GET /v1/changelog.atom': { url: '/v1/changelog.atom' },
  'GET /v1/deployments': { url: '/v1/deployments' },
  'GET /v1/benchmarks': { url: '/v1/benchmarks' },
  'GET /v1/keys': { url: '/v1/keys' },
  'POST /v1/keys': { method: 'POST', url: '/v1/keys', payload: GRANTED_KEY },
  'POST /v1/keys/:id/rotate': { method: 'POST', url: `/v1/keys/${'0'.repeat(16)}/rotate`, payload: {} },
  'DELETE /v1/keys/:id': { method: 'DELETE', url: `/v1/keys/${'0'.repeat(16)}` },
  'POST /v1/embed-tokens': { method: 'POST', url: '/v1/embed-tokens', payload: { metrics: ['revenue'] } },
  'GET /v1/audit': { url: '/v1/audit' },
  'GET /v1/audit/export': { url: '/v1/audit/export' },
  'GET /v1/usage': { url: '/v1/usage' },
  'GET /v1/openapi.json': { url: '/v1/openapi.json' },
  'GET /livez': { url: '/livez' },
  'GET /readyz': { url: '/readyz' },
  'POST /internal/keys': { method: 'POST', url: '/internal/keys', payload: NEW_KEY },
  'GET /internal/keys': { url: '/internal/keys' },
  'DELETE /internal/keys/:id': { method: 'DELETE', url: '/internal/keys/0123456789abcdef' },
  'POST /internal/seed': { method: 'POST', url: '/internal/seed', payload: {} },
  'POST /internal/keys/:id/replacement': {
    method: 'POST',
    url: `/internal/keys/${'0'.repeat(16)}/replacement`,
    payload: { overlapMs: 0, expiresAt: null },
  },
  'POST /internal/reload': { method: 'POST', url: '/internal/reload', payload: {} },
  'POST /internal/audit': {
    method: 'POST',
    url: '/internal/audit',
    payload: { filter: {}, page: { limit: 1 } },
  },
  'POST /internal/usage': { method: 'POST', url: '/internal/usage', payload: {} },
  'POST /internal/deployments': {
    method: 'POST',
    url: '/internal/deployments',
    payload: { page: { limit: 1 } },
  },
  'POST /internal/key-proofs': { method: 'POST', url: '/internal/key-proofs', payload: { checked: [] } },
};

const TABLES = { kind: 'table_names' };

/** Routes that look at the warehouse's tables as a whole, for nobody but the bearer of the process token. */
export const FOR_THE_OPERATOR: Readonly<Record<string, InjectOptions>> = {
  'POST /internal/inspections': { method: 'POST', url: '/internal/inspections', payload: TABLES },
};
