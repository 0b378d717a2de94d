/** Administration of keys over REST: an admin gives away no more than it has, and a request sent twice makes one key. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, type Reply, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

type Key = keyof ServedShop['keys'];
const send = (method: 'GET' | 'POST' | 'DELETE', url: string, key: Key, more: object = {}) =>
  ask(shop.app, shop.keys[key], { method, url, ...more });
const make = (payload: object, key: Key = 'adminA', headers: Record<string, string> = {}) =>
  send('POST', '/v1/keys', key, { payload, headers });
const idOf = (reply: Reply): string => JSON.parse(reply.text).id;
const ofKey = (name: Key): string => shop.keys[name].split('_')[2] ?? '';
const outcome = (reply: Reply) => {
  const { code, path } = readJson(reply);
  return [reply.status, code, path];
};
const NEW = { label: 'dashboard', tenants: ['a'], capability: 'viewer' };

describe('POST /v1/keys', () => {
  it('makes a key with what was asked, shown once', async () => {
    const expires = '2999-01-01T00:00:00.000Z';
    const made = await make({ ...NEW, groups: ['ops'], expires_at: expires });
    expect(made.status).toBe(201);
    const { id, key } = JSON.parse(made.text);
    const list = await send('GET', '/v1/keys', 'adminA');
    expect(list.text).not.toContain(key);
    const { items }: { items: { id: string }[] } = JSON.parse(list.text);
    expect(items.find((item) => item.id === id)).toEqual({
      id,
      ...NEW,
      groups: ['ops'],
      claims: {},
      replaces: null,
      created_at: expect.stringMatching(/Z$/),
      expires_at: expires,
      revoked_at: null,
    });
    const used = await ask(shop.app, key, {
      method: 'POST',
      url: '/v1/query',
      payload: { metrics: ['orders_count'] },
    });
    expect(used.status).toBe(200);
  });

  it.each<[string, object, readonly unknown[]]>([
    ['another tenant', { ...NEW, tenants: ['a', 'b'] }, [403, 'TENANT_REFUSED', '/tenants/1']],
    ['no tenant', { ...NEW, tenants: [] }, [400, 'QUERY_INVALID', '/tenants']],
    ['an empty tenant', { ...NEW, tenants: [''] }, [400, 'QUERY_INVALID', '/tenants/0']],
    [
      'a group that its maker is not in',
      { ...NEW, groups: ['ops', 'finance'] },
      [400, 'TENANT_KEY_INVALID', '/groups/1'],
    ],
    [
      'a claim that its maker has not',
      { ...NEW, claims: { region: ['north'] } },
      [400, 'TENANT_KEY_INVALID', '/claims/region'],
    ],
    [
      'a claim that is no list',
      { ...NEW, claims: { region: 'north' } },
      [400, 'QUERY_INVALID', '/claims/region'],
    ],
    ['a capability that is none', { ...NEW, capability: 'owner' }, [400, 'QUERY_INVALID', '/capability']],
    ['a misspelt word', { ...NEW, expires: '2999-01-01T00:00:00Z' }, [400, 'QUERY_INVALID', '/expires']],
    [
      'an expiry that has passed',
      { ...NEW, expires_at: '2001-01-01T00:00:00Z' },
      [400, 'TENANT_KEY_INVALID', undefined],
    ],
  ])('refuses %s', async (_, payload, expected) => {
    expect(outcome(await make(payload))).toEqual(expected);
  });

  it('is for admins', async () => {
    for (const key of ['viewerA', 'analystA', 'financeA'] as const)
      expect(outcome(await make(NEW, key))).toEqual([403, 'TENANT_CAPABILITY', undefined]);
  });
});

describe('an Idempotency-Key', () => {
  it('makes one key of a request that is sent again, also at the same time', async () => {
    const headers = { 'idempotency-key': 'one-of-mine' };
    const replies = await Promise.all([1, 2, 3, 4].map(() => make(NEW, 'adminA', headers)));
    const busy = replies.filter(({ status }) => status === 409);
    const done = [...replies.filter(({ status }) => status === 201), await make(NEW, 'adminA', headers)];
    expect(busy.length + done.length).toBe(5);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(busy.every((reply) => readJson(reply)['code'] === 'HTTP_IDEMPOTENCY_BUSY')).toBe(true);
    expect(busy.every(({ headers: { 'retry-after': after } }) => after !== undefined)).toBe(true);
  });

  it('is its owner’s, and of one request', async () => {
    const headers = { 'idempotency-key': 'shared' };
    const [mine, theirs] = [await make(NEW, 'adminA', headers), await make(NEW, 'adminBoth', headers)];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(mine.text).not.toBe(theirs.text);
    const other = await make({ ...NEW, label: 'another' }, 'adminA', headers);
    expect(outcome(other)).toEqual([422, 'HTTP_IDEMPOTENCY_REUSED', undefined]);
  });

  it('is free again where nothing was done', async () => {
    const headers = { 'idempotency-key': 'mended' };
    expect((await make({ ...NEW, tenants: ['b'] }, 'adminA', headers)).status).toBe(403);
    expect((await make(NEW, 'adminA', headers)).status).toBe(201);
  });

  it.each(['', ' ', 'a b', 'ключ', 'x'.repeat(201)])('is refused where it is %j', async (key) => {
    const reply = await make(NEW, 'adminA', { 'idempotency-key': key });
    expect(outcome(reply)).toEqual([400, 'HTTP_IDEMPOTENCY_KEY', undefined]);
  });
});

describe('keys of others', () => {
  it('are not listed, replaced or revoked, and are answered for like none', async () => {
    const theirs = idOf(await make({ ...NEW, tenants: ['b'] }, 'adminBoth'));
    expect((await send('GET', '/v1/keys?limit=500', 'adminA')).text).not.toContain(theirs);
    expect((await send('GET', '/v1/keys?limit=500', 'adminBoth')).text).toContain(theirs);
    for (const id of [theirs, ofKey('viewerBoth'), ofKey('financeA'), '0'.repeat(16), 'x']) {
      const expected = [404, 'TENANT_KEY_UNKNOWN', undefined];
      expect(outcome(await send('DELETE', `/v1/keys/${id}`, 'adminA'))).toEqual(expected);
      expect(outcome(await send('POST', `/v1/keys/${id}/rotate`, 'adminA', { payload: {} }))).toEqual(
        expected,
      );
    }
    expect((await send('DELETE', `/v1/keys/${theirs}`, 'viewerA')).status).toBe(403);
    expect((await send('GET', '/v1/keys', 'viewerA')).status).toBe(403);
  });
});

describe('a key', () => {
  it('is replaced, lives on for as long as was said, and ends when revoked', async () => {
    const { id, key } = JSON.parse((await make(NEW)).text);
    const rotated = await send('POST', `/v1/keys/${id}/rotate`, 'adminA', {
      payload: { overlap_seconds: 60 },
    });
    expect(rotated.status).toBe(201);
    const next = JSON.parse(rotated.text);
    for (const each of [key, next.key])
      expect((await ask(shop.app, each, { url: '/v1/metrics' })).status).toBe(200);
    const again = await send('POST', `/v1/keys/${id}/rotate`, 'adminA', { payload: {} });
    expect(outcome(again)).toEqual([400, 'TENANT_KEY_INVALID', undefined]);
    const revoked = await send('DELETE', `/v1/keys/${next.id}`, 'adminA');
    expect(readJson(revoked)).toEqual({ revoked: true });
    expect((await send('DELETE', `/v1/keys/${next.id}`, 'adminA')).status).toBe(404);
    expect((await ask(shop.app, next.key, { url: '/v1/metrics' })).status).toBe(401);
  });

  it('is listed page by page', async () => {
    const whole: { items: { id: string }[] } = JSON.parse(
      (await send('GET', '/v1/keys?limit=500', 'adminA')).text,
    );
    const paged: string[] = [];
    let cursor = '';
    do {
      const page = await send('GET', `/v1/keys?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`, 'adminA');
      const { items, next }: { items: { id: string }[]; next: string | null } = JSON.parse(page.text);
      paged.push(...items.map(({ id }) => id));
      cursor = next ?? '';
    } while (cursor !== '');
    expect(paged).toEqual(whole.items.map(({ id }) => id));
  });
});
