/** Tokens for embedding: who makes them and for what, which are genuine, and where browsers may use them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/serving/routes/list-routes.ts';
import type { Principal, TenantId } from '../../src/tenancy/principal.ts';
import { type EmbedPortal, forge, openPortal, outcome, readToken } from '../support/embed-portal.ts';
import { readJson } from '../support/served-shop.ts';

const policy = (name: string, metric: string, access: string): string =>
  `policy: ${name}\ndescription: For insiders.\nowner: a@shop.example\napplies_to: { metrics: [${metric}] }\naccess: ${access}\n`;

const USER: Principal = {
  kind: 'user',
  id: 'https://login.example.com/ ann',
  tenants: ['a' as TenantId],
  capability: 'admin',
  groups: [],
};

let portal: EmbedPortal;
beforeAll(async () => {
  const files = {
    'policies/cost.yaml': policy('cost', 'ad_cost', '{ groups: [finance] }'),
    'policies/paid.yaml': policy('paid', 'payments', '{ capability: analyst }'),
  };
  const users = { findPrincipal: async (token: string) => (token === 'of-a-user' ? USER : null) };
  portal = await openPortal({ files }, {}, users);
});
afterAll(() => portal.shop.close());

const PLAIN = { metrics: ['orders_count'] };
const FULL = {
  metrics: ['orders_count', 'revenue'],
  dimensions: ['channel.name', 'customer.signed_up_at'],
  filters: [{ dimension: 'channel.name', values: ['seo', 'ads'] }],
  window: { from: '2026-01-01', to: '2026-04-01' },
  finest_grain: 'month',
  rows: 10,
  origins: ['https://portal.example.com', 'http://localhost:3000'],
  expires_in: 600,
};

describe('POST /v1/embed-tokens', () => {
  it('makes a token, says all that it may do, and is kept by nobody', async () => {
    const before = Date.now();
    const reply = await portal.mint(FULL);
    const answered = Date.now();
    expect([reply.status, reply.headers['cache-control'], reply.headers['etag']]).toEqual([
      201,
      'private, no-store',
      undefined,
    ]);
    const { token, expires_at: expires, ...granted } = JSON.parse(reply.text);
    const { expires_in: _seconds, ...asked } = FULL;
    expect(granted).toEqual({ tenant: 'a', ...asked });
    const madeAt = Date.parse(expires) - 600_000;
    // Tokens count in whole seconds.
    expect(madeAt > before - 1_000 && madeAt <= answered).toBe(true);
    const { header, payload } = readToken(token);
    expect(header).toEqual({ alg: 'HS256', typ: 'vitrine-embed+jwt' });
    expect(payload).toMatchObject({
      iss: 'vitrine',
      aud: 'vitrine-embed',
      sub: portal.partner.id,
      tenant: 'a',
    });
  });

  it('leaves open what is not given, and lasts five minutes', async () => {
    const reply = await portal.mint(PLAIN);
    const { token, expires_at: _expires, ...granted } = JSON.parse(reply.text);
    expect(granted).toEqual({
      tenant: 'a',
      ...PLAIN,
      dimensions: [],
      filters: [],
      window: null,
      finest_grain: null,
      rows: null,
      origins: [],
    });
    const { iat, exp } = readToken(token).payload;
    expect(Number(exp) - Number(iat)).toBe(300);
  });

  const filter = (dimension: string, ...values: unknown[]) => ({ filters: [{ dimension, values }] });
  it.each<[string, object, readonly unknown[]]>([
    ['no metrics', { metrics: [] }, [400, 'QUERY_INVALID', '/metrics']],
    [
      'an unknown metric',
      { metrics: ['orders_count', 'profit'] },
      [404, 'QUERY_UNKNOWN_METRIC', '/metrics/1'],
    ],
    [
      'a version that is not served',
      { metrics: ['revenue@7'] },
      [400, 'QUERY_UNKNOWN_VERSION', '/metrics/0'],
    ],
    ['too many metrics', { metrics: Array(51).fill('revenue') }, [400, 'QUERY_INVALID', '/metrics']],
    [
      'an unknown dimension',
      { dimensions: ['channel.colour'] },
      [400, 'QUERY_UNKNOWN_MEMBER', '/dimensions/0'],
    ],
    ['the tenant as a dimension', { dimensions: ['tenant'] }, [400, 'QUERY_UNKNOWN_MEMBER', '/dimensions/0']],
    [
      'a dimension with a grain',
      { dimensions: ['customer.signed_up_at:day'] },
      [400, 'QUERY_UNKNOWN_MEMBER', '/dimensions/0'],
    ],
    ['a filter on nothing', filter('colour', 'red'), [400, 'QUERY_UNKNOWN_MEMBER', '/filters/0/dimension']],
    ['a filter without values', filter('channel.name'), [400, 'QUERY_INVALID', '/filters/0/values']],
    [
      'a filter of too many values',
      filter('channel.name', ...Array(51).keys()),
      [400, 'QUERY_INVALID', '/filters/0/values'],
    ],
    [
      'a filter on a formula',
      filter('orders.size_band', 'large'),
      [400, 'TENANT_EMBEDDING_INVALID', '/filters/0/dimension'],
    ],
    [
      'a filter on a time',
      filter('orders.ordered_at', '2026-01-01'),
      [400, 'TENANT_EMBEDDING_INVALID', '/filters/0/dimension'],
    ],
    [
      'a value of another type',
      filter('orders.gift', true, 'perhaps'),
      [400, 'TENANT_EMBEDDING_INVALID', '/filters/0/values/1'],
    ],
    [
      'a value that cannot be stored',
      filter('channel.name', 'seo', 'a\u0000'),
      [400, 'TENANT_EMBEDDING_INVALID', '/filters/0/values/1'],
    ],
    [
      'a number that is another when it is read',
      filter('task_events.task_id', 9_007_199_254_740_992),
      [400, 'HTTP_BODY_INVALID'],
    ],
    [
      'two filters on one dimension',
      { filters: [...filter('orders.gift', true).filters, ...filter('orders.gift', false).filters] },
      [400, 'TENANT_EMBEDDING_INVALID', '/filters/1/dimension'],
    ],
    [
      'a filter that a metric does not reach',
      { metrics: ['orders_count', 'stock_units'], ...filter('channel.name', 'seo') },
      [403, 'TENANT_FILTER_UNREACHED', '/filters/0'],
    ],
    ['an empty window', { window: {} }, [400, 'QUERY_INVALID', '/window']],
    ['a window of no time', { window: { from: 'soon' } }, [400, 'QUERY_BAD_TIME', '/window/from']],
    [
      'a window that ends before it begins',
      { window: { from: '2026-02-01', to: '2026-01-01' } },
      [400, 'TENANT_EMBEDDING_INVALID', '/window/to'],
    ],
    ['a grain that is none', { finest_grain: 'decade' }, [400, 'QUERY_INVALID', '/finest_grain']],
    ['no rows', { rows: 0 }, [400, 'QUERY_INVALID', '/rows']],
    ['more rows than anybody may have', { rows: 50_001 }, [400, 'QUERY_INVALID', '/rows']],
    [
      'an origin without https',
      { origins: ['http://portal.example.com'] },
      [400, 'TENANT_EMBEDDING_INVALID', '/origins/0'],
    ],
    [
      'an origin with a path',
      { origins: ['https://a.example', 'https://b.example/'] },
      [400, 'TENANT_EMBEDDING_INVALID', '/origins/1'],
    ],
    ['any origin', { origins: ['*'] }, [400, 'TENANT_EMBEDDING_INVALID', '/origins/0']],
    ['too long a life', { expires_in: 601 }, [400, 'QUERY_INVALID', '/expires_in']],
    ['no life', { expires_in: 0 }, [400, 'QUERY_INVALID', '/expires_in']],
    ['a misspelt word', { filter: [] }, [400, 'QUERY_INVALID', '/filter']],
    [
      'more than a header holds',
      {
        dimensions: Array.from({ length: 50 }, () => 'channel.name'),
        filters: Array.from({ length: 1 }, () => ({
          dimension: 'channel.name',
          values: Array.from({ length: 50 }, (_, place) => `${place}`.padEnd(200, 'x')),
        })),
      },
      [400, 'TENANT_EMBEDDING_INVALID'],
    ],
  ])('refuses %s', async (_, change, expected) => {
    expect(outcome(await portal.mint({ ...PLAIN, ...change }))).toEqual(expected);
  });

  it('is for partners and admins, by their keys', async () => {
    const { viewerA, adminA } = portal.shop.keys;
    expect(outcome(await portal.mint(PLAIN, viewerA))).toEqual([403, 'TENANT_CAPABILITY']);
    expect(outcome(await portal.mint(PLAIN, adminA))).toEqual([201]);
    expect(outcome(await portal.mint(PLAIN, 'of-a-user'))).toEqual([400, 'TENANT_EMBEDDING_INVALID']);
  });

  it('never gives more than its maker has', async () => {
    const both = (await portal.makeKey({ tenants: ['a', 'b'] as TenantId[] })).key;
    expect(outcome(await portal.mint({ ...PLAIN, tenant: 'b' }))).toEqual([403, 'TENANT_REFUSED', '/tenant']);
    expect(outcome(await portal.mint(PLAIN, both))).toEqual([403, 'TENANT_REQUIRED', '/tenant']);
    expect(outcome(await portal.mint({ ...PLAIN, tenant: 'b' }, both))).toEqual([201]);
    const hidden = await portal.mint({ metrics: ['ad_cost'] });
    const unknown = await portal.mint({ metrics: ['no_cost'] });
    expect(JSON.stringify(readJson(hidden)).replaceAll('ad_cost', 'no_cost')).toBe(
      JSON.stringify(readJson(unknown)),
    );
    const finance = (await portal.makeKey({ groups: ['finance'] })).key;
    expect(outcome(await portal.mint({ metrics: ['ad_cost'] }, finance))).toEqual([201]);
    const analyst = (await portal.makeKey({ capability: 'admin' })).key;
    expect(outcome(await portal.mint({ metrics: ['payments'] }, analyst))).toEqual([
      404,
      'QUERY_UNKNOWN_METRIC',
      '/metrics/0',
    ]);
  });
});

describe('a token', () => {
  const read = (token: string) => portal.query(token, PLAIN);

  it('reads the rows of its tenant', async () => {
    const both = (await portal.makeKey({ tenants: ['a', 'b'] as TenantId[] })).key;
    const counts = await Promise.all(
      ['a', 'b'].map(async (tenant) => read(await portal.tokenOf({ ...PLAIN, tenant }, both))),
    );
    // As many lines of tests/fixtures/shop/data.sql.
    expect(counts.map((reply) => readJson(reply)['data'])).toEqual([
      [{ orders_count: 16 }],
      [{ orders_count: 4 }],
    ]);
  });

  it('that is anything but genuine is no token, and all are answered alike', async () => {
    const token = await portal.tokenOf(FULL);
    const { iat } = readToken(token).payload;
    const made = Number(iat);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'vitrine-embed+jwt' })).toString('base64url');
    const embedding = { ...(readToken(token).payload['embedding'] as object) };
    const wrong: Readonly<Record<string, string>> = {
      expired: forge(token, { payload: { iat: made - 300, exp: made - 1 } }),
      'of the future': forge(token, { payload: { iat: made + 100, exp: made + 200 } }),
      'for too long': forge(token, { payload: { exp: made + 601 } }),
      'for ever': forge(token, { payload: { exp: 1e308 } }),
      'without an end': forge(token, { payload: { exp: undefined } }),
      'of another type': forge(token, { header: { typ: 'JWT' } }),
      'for another audience': forge(token, { payload: { aud: 'vitrine' } }),
      'by another issuer': forge(token, { payload: { iss: 'portal' } }),
      'without an id': forge(token, { payload: { jti: undefined } }),
      'of another algorithm': forge(token, { header: { alg: 'HS512' } }),
      unsigned: `${none}.${payload}.`,
      'signed with nothing': `${none}.${payload}.${signature}`,
      'signed with another secret': forge(token, {}, 'x'.repeat(32)),
      "signed with the server's secret itself": forge(token, {}, 's'.repeat(32)),
      changed: `${header}.${forge(token, { payload: { tenant: 'b' } }).split('.')[1]}.${signature}`,
      'of another tenant': forge(token, { payload: { tenant: 'b' } }),
      'of a key that there is not': forge(token, { payload: { sub: '0'.repeat(16) } }),
      'of a viewer': forge(token, { payload: { sub: portal.shop.keys.viewerA.split('_')[2] } }),
      'with a word more': forge(token, { payload: { embedding: { ...embedding, everything: true } } }),
      'with a word less': forge(token, { payload: { embedding: { ...embedding, filters: undefined } } }),
      'with an empty filter': forge(token, {
        payload: { embedding: { ...embedding, filters: [{ dimension: 'channel.name', values: [] }] } },
      }),
    };
    const answers = await Promise.all(
      Object.values(wrong).map((each) => portal.send(each, { url: '/v1/metrics' })),
    );
    const alike = await portal.send('vtr_no_key', { url: '/v1/metrics' });
    for (const [place, name] of Object.keys(wrong).entries())
      expect([name, answers[place]?.status, readJson(answers[place] ?? alike)]).toEqual([
        name,
        401,
        readJson(alike),
      ]);
    expect(answers.map(({ headers }) => headers['www-authenticate'])).toEqual(
      answers.map(() => alike.headers['www-authenticate']),
    );
    const again = forge(token, {});
    expect((await portal.send(again, { url: '/v1/metrics', headers: PORTAL })).status).toBe(200);
  });

  it('ends with the key that made it', async () => {
    const revoked = await portal.makeKey();
    const token = await portal.tokenOf(PLAIN, revoked.key);
    expect((await read(token)).status).toBe(200);
    await portal.shop.store.revokeKey(revoked.id);
    expect(outcome(await read(token))).toEqual([401, 'TENANT_UNAUTHENTICATED']);
  });

  it('ends with the key that another has replaced', async () => {
    const rotated = await portal.makeKey();
    const token = await portal.tokenOf(PLAIN, rotated.key);
    await portal.shop.store.replaceKey(rotated.id, { overlapMs: 0, expiresAt: null });
    expect(outcome(await read(token))).toEqual([401, 'TENANT_UNAUTHENTICATED']);
  });

  it.each(routes.filter(({ access }) => access === 'principal'))(
    'is refused at $path, or narrowed there',
    async ({ method, path, embeds }) => {
      const token = await portal.tokenOf(PLAIN);
      const url = path.replace(/:\w+/g, 'orders_count');
      const reply = await portal.send(token, {
        method,
        url,
        ...(method === 'POST' ? { payload: PLAIN } : {}),
      });
      expect(outcome(reply).join(' ') === '403 TENANT_EMBEDDING').toBe(embeds !== true);
    },
  );

  it('is taken at these addresses alone', () => {
    const taken = routes.filter(({ embeds }) => embeds).map(({ method, path }) => `${method} ${path}`);
    expect(taken.sort()).toEqual([
      'GET /v1/dimensions',
      'GET /v1/dimensions/:dimension',
      'GET /v1/dimensions/:dimension/values',
      'GET /v1/metrics',
      'GET /v1/metrics/:metric',
      'GET /v1/metrics/:metric/values',
      'POST /v1/query',
    ]);
  });
});

const PORTAL = { origin: 'https://portal.example.com' };

describe('pages of other origins', () => {
  it('are those that the token lists', async () => {
    const [bound, free] = [await portal.tokenOf(FULL), await portal.tokenOf(PLAIN)];
    const statusOf = async (token: string, headers: Record<string, string>) =>
      outcome(await portal.send(token, { url: '/v1/metrics', headers }));
    for (const headers of [PORTAL, { origin: 'http://localhost:3000' }])
      expect(await statusOf(bound, headers)).toEqual([200]);
    for (const headers of [{}, { origin: 'null' }, { origin: 'https://portal.example.com.evil.example' }])
      expect(await statusOf(bound, headers)).toEqual([403, 'TENANT_EMBEDDING']);
    expect(await statusOf(free, {})).toEqual([200]);
    expect(await statusOf(free, { origin: 'https://anybody.example' })).toEqual([200]);
  });

  it('read answers and refusals, and what goes along with them', async () => {
    const token = await portal.tokenOf(FULL);
    for (const credential of [token, null]) {
      const { headers } = await portal.send(credential, { url: '/v1/metrics', headers: PORTAL });
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['access-control-allow-credentials']).toBe(undefined);
      expect(headers['access-control-expose-headers']).toBe(
        'Deprecation, ETag, Link, RateLimit, RateLimit-Policy, Retry-After, Sunset, X-Request-Id',
      );
    }
  });

  it('ask first, for the addresses that take tokens and no others', async () => {
    const asking = {
      ...PORTAL,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    };
    for (const { path, embeds } of routes) {
      const url = path.replace(/:\w+/g, 'x');
      const { status, headers } = await portal.send(null, { method: 'OPTIONS', url, headers: asking });
      expect([path, status, headers['access-control-allow-origin']]).toEqual(
        embeds ? [path, 204, '*'] : [path, 405, undefined],
      );
      if (!embeds) continue;
      expect(headers['access-control-allow-methods']).toBe('GET, POST');
      expect(headers['access-control-allow-headers']).toBe(
        'Authorization, Content-Type, If-None-Match, Idempotency-Key',
      );
    }
    const nowhere = await portal.send(null, { method: 'OPTIONS', url: '/nothing', headers: asking });
    expect([nowhere.status, nowhere.headers['access-control-allow-origin']]).toEqual([404, undefined]);
    const other = await portal.send(portal.shop.keys.adminA, { url: '/v1/keys', headers: PORTAL });
    expect([other.status, other.headers['access-control-allow-origin']]).toEqual([200, undefined]);
  });
});
