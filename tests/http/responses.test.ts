/** What every response has, and what the command line asks of a serving process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, PROCESS_TOKEN, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const get = (
  url: string,
  key: keyof ServedShop['keys'] | null = 'viewerA',
  headers: Record<string, string> = {},
) => ask(shop.app, key === null ? null : shop.keys[key], { method: 'GET', url, headers });

describe('what every response has', () => {
  it('repeats a sane request id and replaces any other', async () => {
    expect((await get('/livez', null, { 'x-request-id': 'abc-1' })).headers['x-request-id']).toBe('abc-1');
    for (const odd of ['a b', 'x'.repeat(200), '<script>', '']) {
      expect((await get('/livez', null, { 'x-request-id': odd })).headers['x-request-id']).toMatch(
        /^[0-9a-f-]{36}$/,
      );
    }
  });

  it('has an entity tag, and 304 for who holds it', async () => {
    const first = await get('/v1/metrics/roas');
    const tag = String(first.headers['etag']);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    const held = await get('/v1/metrics/roas', 'viewerA', { 'if-none-match': `"x", W/${tag}` });
    expect([held.status, held.text, held.headers['etag']]).toEqual([304, '', tag]);
    const other = await get('/v1/metrics/roas', 'viewerA', { 'if-none-match': '"x"' });
    expect(other.status).toBe(200);
    const revoked = await get('/v1/metrics/roas', 'revoked', { 'if-none-match': tag });
    expect(revoked.status).toBe(401);
  });

  it('answers HEAD like GET, without the body', async () => {
    const reply = await ask(shop.app, shop.keys.viewerA, { method: 'HEAD', url: '/v1/metrics/roas' });
    const full = await get('/v1/metrics/roas');
    expect([reply.status, reply.text]).toEqual([200, '']);
    expect(reply.headers['etag']).toBe(full.headers['etag']);
    expect(reply.headers['content-length']).toBe(full.headers['content-length']);
  });

  it('tells its timing to analysts only', async () => {
    expect((await get('/v1/metrics/roas', 'analystA')).headers['server-timing']).toMatch(
      /^auth;dur=[\d.]+, handle;dur=/,
    );
    expect((await get('/v1/metrics/roas')).headers['server-timing']).toBeUndefined();
  });
});

describe('routes of the command line', () => {
  const internal = (token: string, url: string, remoteAddress = '127.0.0.1') =>
    ask(shop.app, token, { method: 'GET', url, remoteAddress });

  it('answer the process token on this machine only', async () => {
    expect((await internal(PROCESS_TOKEN, '/internal/keys')).status).toBe(200);
    expect((await internal(`${PROCESS_TOKEN}x`, '/internal/keys')).status).toBe(401);
    expect((await internal(shop.keys.analystA, '/internal/keys')).status).toBe(401);
    expect((await internal(PROCESS_TOKEN, '/internal/keys', '10.0.0.7')).status).toBe(404);
    expect((await get('/v1/metrics', 'revoked')).status).toBe(401);
  });

  it('make, list and revoke keys, and ask for any tenant', async () => {
    const send = (method: 'POST' | 'DELETE', url: string, payload?: object) =>
      ask(shop.app, PROCESS_TOKEN, { method, url, ...(payload === undefined ? {} : { payload }) });
    const request = { label: 'l', tenants: ['b'], capability: 'viewer', expiresAt: null };
    const { id, key } = readJson(await send('POST', '/internal/keys', request)) as {
      id: string;
      key: string;
    };
    expect((await ask(shop.app, key, { url: '/v1/metrics' })).status).toBe(200);
    expect((await internal(PROCESS_TOKEN, '/internal/keys')).text).not.toContain(key);
    expect(readJson(await send('DELETE', `/internal/keys/${id}`))).toEqual({ revoked: true });
    expect(readJson(await send('DELETE', `/internal/keys/${id}`))).toEqual({ revoked: false });
    expect((await ask(shop.app, key, { url: '/v1/metrics' })).status).toBe(401);
    const asked = await send('POST', '/internal/query', {
      asker: { tenants: ['b'], as: null },
      query: { metrics: ['orders_count'] },
    });
    expect(asked.text).toContain('"data":[{"orders_count":4}]');
    expect((await send('POST', '/internal/seed', {})).text).toBe('{}');
  });
});
