/** Each address that takes tokens for embedding under each thing that a token can be narrowed to. */
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NewEmbedTokenSchema } from '../../src/serving/rest/embed-tokens/embed-token-schemas.ts';
import { routes } from '../../src/serving/routes/list-routes.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { type EmbedPortal, openPortal, outcome } from '../support/embed-portal.ts';
import type { Reply } from '../support/served-shop.ts';

let portal: EmbedPortal;
let both = '';
beforeAll(async () => {
  portal = await openPortal();
  both = (await portal.makeKey({ tenants: ['a', 'b'] as TenantId[] })).key;
});
afterAll(() => portal.shop.close());

/** What every token here may do, unless its field says less. */
const GRANT = {
  tenant: 'a',
  metrics: ['clicks', 'orders_count'],
  dimensions: ['channel.name', 'customer.name', 'orders.ordered_at'],
};
const GRANTS = {
  tenant: { tenant: 'b' },
  metrics: { metrics: ['clicks'] },
  dimensions: { dimensions: ['customer.name'] },
  filters: { filters: [{ dimension: 'channel.name', values: ['seo'] }] },
  window: { window: { from: '2026-01-01', to: '2026-04-01' } },
  finest_grain: { finest_grain: 'month' },
  rows: { rows: 1 },
  origins: { origins: ['https://portal.example.com'] },
};

type Field = keyof typeof GRANTS;

/** What is asked, and the data or the refusal that must come of it. */
interface Cell {
  readonly ask: InjectOptions;
  readonly expected: unknown;
}

const post = (payload: object): InjectOptions => ({ method: 'POST', url: '/v1/query', payload });
const get = (url: string): InjectOptions => ({ url: `/v1/${url}` });
const cell = (ask: InjectOptions, expected: unknown): Cell => ({ ask, expected });
const elsewhere = (ask: InjectOptions): Cell => cell(ask, [403, 'TENANT_EMBEDDING']);
const count = { metrics: ['orders_count'] };
const values = 'metrics/orders_count/values';
const [channels, customers] = ['dimensions/channel.name/values', 'dimensions/customer.name/values'];
const metricNames = ['clicks', 'orders_count'];
const names = ['channel.name', 'customer.name', 'orders.ordered_at'];
/** Routes that say nothing of data are the same whatever narrows it. */
const described = (
  ask: InjectOptions,
  whole: unknown,
): Pick<Record<Field, Cell>, 'tenant' | 'filters' | 'window' | 'finest_grain' | 'rows' | 'origins'> => ({
  tenant: cell(ask, whole),
  filters: cell(ask, whole),
  window: cell(ask, whole),
  finest_grain: cell(ask, whole),
  rows: cell(ask, whole),
  origins: elsewhere(ask),
});

/** The counts are those of lines in tests/fixtures/shop/data.sql. */
const CELLS: Readonly<Record<string, Readonly<Record<Field, Cell>>>> = {
  'POST /v1/query': {
    tenant: cell(post(count), [[4]]),
    metrics: cell(post(count), [404, 'QUERY_UNKNOWN_METRIC', '/metrics/0']),
    dimensions: cell(post({ ...count, by: ['channel.name'] }), [400, 'QUERY_UNKNOWN_MEMBER', '/by/0']),
    filters: cell(post(count), [[4]]),
    window: cell(post(count), [[11]]),
    finest_grain: cell(post({ ...count, time: { grain: 'day' } }), [403, 'TENANT_EMBEDDING', '/time/grain']),
    rows: cell(post({ ...count, by: ['channel.name'] }), [['ads', 6]]),
    origins: elsewhere(post(count)),
  },
  'GET /v1/metrics/:metric/values': {
    tenant: cell(get(values), [[4]]),
    metrics: cell(get(values), [404, 'QUERY_UNKNOWN_METRIC', 'metric']),
    dimensions: cell(get(`${values}?by=channel.name`), [400, 'QUERY_UNKNOWN_MEMBER', '?by']),
    filters: cell(get(values), [[4]]),
    window: cell(get(values), [[11]]),
    finest_grain: cell(get(`${values}?grain=day`), [403, 'TENANT_EMBEDDING', '?grain']),
    rows: cell(get(`${values}?by=channel.name`), [['ads', 6]]),
    origins: elsewhere(get(values)),
  },
  'GET /v1/dimensions/:dimension/values': {
    tenant: cell(get(channels), ['b ads', 'b seo', 'b tv']),
    metrics: cell(get(channels), ['ads', 'mail', 'radio', 'seo', null]),
    dimensions: cell(get(channels), [400, 'QUERY_UNKNOWN_MEMBER', 'dimension']),
    filters: cell(get(channels), ['seo']),
    window: cell(get(customers), ['Z', 'a', 'z', 'Ä', 'é', '😀']),
    finest_grain: cell(get('dimensions/orders.ordered_at:day/values'), [
      403,
      'TENANT_EMBEDDING',
      'dimension',
    ]),
    rows: cell(get(channels), ['ads']),
    origins: elsewhere(get(channels)),
  },
  'GET /v1/metrics': {
    ...described(get('metrics'), metricNames),
    metrics: cell(get('metrics'), ['clicks']),
    dimensions: cell(get('metrics'), metricNames),
  },
  'GET /v1/metrics/:metric': {
    ...described(get('metrics/orders_count'), names),
    metrics: cell(get('metrics/orders_count'), [404, 'QUERY_UNKNOWN_METRIC']),
    dimensions: cell(get('metrics/orders_count'), ['customer.name']),
  },
  'GET /v1/dimensions': {
    ...described(get('dimensions'), names),
    metrics: cell(get('dimensions'), ['channel.name']),
    dimensions: cell(get('dimensions'), ['customer.name']),
  },
  'GET /v1/dimensions/:dimension': {
    ...described(get('dimensions/channel.name'), metricNames),
    metrics: cell(get('dimensions/channel.name'), ['clicks']),
    dimensions: cell(get('dimensions/channel.name'), [400, 'QUERY_UNKNOWN_MEMBER', 'dimension']),
  },
};

/** What a token is told: rows, names or values, or why not. */
function told(reply: Reply): unknown {
  if (reply.status >= 400) return outcome(reply);
  const { data, items, dimensions, metrics } = JSON.parse(reply.text);
  if (data) return data.map((row: object) => Object.values(row));
  if (items) return items.map((item: { name: string } | string | null) => nameOf(item));
  return dimensions ?? metrics;
}

function nameOf(item: { readonly name: string } | string | null): string | null {
  return typeof item === 'object' && item !== null ? item.name : item;
}

describe('the matrix', () => {
  it('has every address that takes tokens, and every field of one but its end', () => {
    const taking = routes.flatMap(({ method, path, embeds }) => (embeds ? [`${method} ${path}`] : []));
    expect(Object.keys(CELLS).sort()).toEqual(taking.sort());
    const { expires_in: _end, ...fields } = NewEmbedTokenSchema.properties;
    expect(Object.keys(GRANTS).sort()).toEqual(Object.keys(fields).sort());
  });

  const cells = Object.entries(CELLS).flatMap(([route, fields]) =>
    (Object.keys(GRANTS) as Field[]).map((field) => ({ route, field, ...fields[field] })),
  );

  it.each(cells)('$route is narrowed by $field', async ({ field, ask, expected }) => {
    const token = await portal.tokenOf({ ...GRANT, ...GRANTS[field] }, both);
    expect(told(await portal.send(token, ask))).toEqual(expected);
  });
});
