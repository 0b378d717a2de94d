/** Notes on numbers over HTTP: who may write, change and read which. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

const POLICY = `policy: returns
description: What comes back is for finance.
owner: security@shop.example
applies_to: { metrics: [refunds_amount, refunds_count], members: [channels.name] }
access: { groups: [finance] }
`;
const HIDDEN_METRIC = `metric: part
version: 1
description: For formulas only.
owner: data@shop.example
formula: sum(orders.amount)
private: true
`;

type Key = keyof ServedShop['keys'];
type Body = Record<string, unknown>;

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop({
    files: { 'policies/returns.yaml': POLICY, 'added/part.yaml': HIDDEN_METRIC },
  });
});
afterAll(() => shop.close());

const send = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, key: Key | null, payload?: Body) =>
  ask(shop.app, key === null ? null : shop.keys[key], {
    method,
    url,
    headers: { 'x-request-id': 'annotations' },
    ...(payload === undefined ? {} : { payload }),
  });
const write = async (payload: Body, key: Key = 'analystA'): Promise<string> => {
  const reply = await send('POST', '/v1/annotations', key, payload);
  if (reply.status !== 201) throw new Error(reply.text);
  return String(readJson(reply)['id']);
};
const refusal = async (payload: Body, key: Key | null = 'analystA') => {
  const reply = await send('POST', '/v1/annotations', key, payload);
  const { code, path } = readJson(reply);
  return [reply.status, code, path];
};
const statuses = async (id: string, ...keys: Key[]) => {
  const replies = await Promise.all(keys.map((key) => send('GET', `/v1/annotations/${id}`, key)));
  return replies.map(({ status }) => status);
};
const idsOf = async (key: Key, query = ''): Promise<string[]> => {
  const { items } = JSON.parse((await send('GET', `/v1/annotations?limit=500${query}`, key)).text);
  return items.map(({ id }: { id: string }) => id);
};

describe('POST /v1/annotations', () => {
  it('answers 201 with what was kept, and where it is', async () => {
    const text = 'Кампания стояла.\n"Quoted" <b> \\ 😀';
    const reply = await send('POST', '/v1/annotations', 'financeA', {
      text,
      metric: 'revenue',
      dimension: 'channel.name',
      value: 'ads',
      from: '2026-05-03',
      to: '2026-05-06T12:30',
      visibility: 'client',
    });
    const body = readJson(reply);
    expect(reply.status).toBe(201);
    // The reporting zone is Europe/Berlin, two hours ahead of UTC in May.
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      text,
      tenants: ['a'],
      metric: 'revenue',
      dimension: 'channel.name',
      value: 'ads',
      from: '2026-05-02T22:00:00Z',
      to: '2026-05-06T10:30:00Z',
      visibility: 'client',
      author: expect.stringMatching(/^[0-9a-f]{16}$/),
      revision: 1,
      made_at: expect.stringMatching(/^\d{4}-.*Z$/),
      edited_at: null,
    });
    expect(reply.headers['location']).toBe(`/v1/annotations/${String(body['id'])}`);
    expect(readJson(await send('GET', String(reply.headers['location']), 'financeA'))).toEqual(body);
  });

  it('takes a text alone, for the agency, of the only tenant', async () => {
    const body = readJson(await send('POST', '/v1/annotations', 'analystA', { text: 'x' }));
    expect(body).toMatchObject({
      tenants: ['a'],
      metric: null,
      value: null,
      from: null,
      visibility: 'agency',
    });
  });

  it('takes values of every type that answers show alike', async () => {
    const cases: readonly [dimension: string, value: unknown, kept: unknown][] = [
      ['orders.gift', true, true],
      ['orders.due_on', '2026-05-03', '2026-05-03'],
      ['orders.status', 'paid', 'paid'],
      ['orders.customer_id', 12, '12'],
    ];
    for (const [dimension, value, kept] of cases) {
      const body = readJson(
        await send('POST', '/v1/annotations', 'analystA', { text: 'x', dimension, value }),
      );
      expect([dimension, body['value']]).toEqual([dimension, kept]);
    }
  });

  it('is for analysts and admins', async () => {
    expect(await refusal({ text: 'x' }, 'viewerA')).toEqual([403, 'TENANT_CAPABILITY', undefined]);
    expect(await refusal({ text: 'x' }, null)).toEqual([401, 'TENANT_UNAUTHENTICATED', undefined]);
  });

  it('assumes no tenant among several, and takes none of others', async () => {
    expect(await refusal({ text: 'x' }, 'adminBoth')).toEqual([403, 'TENANT_REQUIRED', undefined]);
    expect(await refusal({ text: 'x', tenants: ['b'] })).toEqual([403, 'TENANT_REFUSED', '/tenants/0']);
    expect(await refusal({ text: 'x', tenants: ['a', 'c'] }, 'adminBoth')).toEqual([
      403,
      'TENANT_REFUSED',
      '/tenants/1',
    ]);
    expect(await refusal({ text: 'x', tenants: [] })).toEqual([400, 'QUERY_INVALID', '/tenants']);
  });

  it('refuses what queries would refuse, and what is no note', async () => {
    const channel = { text: 'x', dimension: 'orders.status' };
    const cases: readonly [Body, readonly unknown[]][] = [
      [{}, [400, 'QUERY_INVALID', '']],
      [{ text: '' }, [400, 'QUERY_INVALID', '/text']],
      [{ text: ' \n' }, [400, 'QUERY_ANNOTATION_REFUSED', '/text']],
      [{ text: 'nul \0' }, [400, 'QUERY_ANNOTATION_REFUSED', '/text']],
      [{ text: '\ud800' }, [400, 'QUERY_ANNOTATION_REFUSED', '/text']],
      [{ text: 'x'.repeat(2_001) }, [400, 'QUERY_INVALID', '/text']],
      [{ text: 'x', visibility: 'all' }, [400, 'QUERY_INVALID', '/visibility']],
      [{ text: 'x', author: 'me' }, [400, 'QUERY_INVALID', '/author']],
      [{ text: 'x', metric: 'nothing' }, [404, 'QUERY_UNKNOWN_METRIC', '/metric']],
      [{ text: 'x', metric: 'part' }, [404, 'QUERY_UNKNOWN_METRIC', '/metric']],
      [{ text: 'x', metric: 'refunds_amount' }, [404, 'QUERY_UNKNOWN_METRIC', '/metric']],
      [{ text: 'x', metric: 'revenue@1' }, [400, 'QUERY_ANNOTATION_REFUSED', '/metric']],
      [{ text: 'x', dimension: 'channel.name', value: 'ads' }, [400, 'QUERY_UNKNOWN_MEMBER', '/dimension']],
      [{ text: 'x', dimension: 'tenant', value: 'b' }, [400, 'QUERY_UNKNOWN_MEMBER', '/dimension']],
      [{ text: 'x', dimension: 'orders.client_id', value: 'b' }, [400, 'QUERY_UNKNOWN_MEMBER', '/dimension']],
      [{ text: 'x', dimension: 'orders.amount', value: 1 }, [400, 'QUERY_UNKNOWN_MEMBER', '/dimension']],
      [
        { text: 'x', dimension: 'orders.ordered_at', value: '2026-05-03' },
        [400, 'QUERY_ANNOTATION_REFUSED', '/dimension'],
      ],
      [channel, [400, 'QUERY_ANNOTATION_REFUSED', '/value']],
      [{ text: 'x', value: 'paid' }, [400, 'QUERY_ANNOTATION_REFUSED', '/value']],
      [{ ...channel, value: 1 }, [400, 'QUERY_TYPE_MISMATCH', '/value']],
      [{ ...channel, value: 'nul \0' }, [400, 'QUERY_TYPE_MISMATCH', '/value']],
      [{ text: 'x', from: 'yesterday' }, [400, 'QUERY_BAD_TIME', '/from']],
      [{ text: 'x', from: '0001-01-01T00:00:00+01:00' }, [400, 'QUERY_BAD_TIME', '/from']],
      [{ text: 'x', from: '2026-05-03', to: '2026-05-03' }, [400, 'QUERY_EMPTY_RANGE', '/to']],
    ];
    for (const [payload, expected] of cases)
      expect([payload, ...(await refusal(payload))]).toEqual([payload, ...expected]);
    expect(await refusal({ text: '😀'.repeat(2_000) })).toEqual([201, undefined, undefined]);
  });

  it('happens once under one Idempotency-Key', async () => {
    const again = () =>
      ask(shop.app, shop.keys.adminA, {
        method: 'POST',
        url: '/v1/annotations',
        payload: { text: 'once' },
        headers: { 'idempotency-key': 'note' },
      });
    expect((await again()).text).toBe((await again()).text);
  });
});

describe('readers', () => {
  it('are those of the tenant, and of the agency where it is for them', async () => {
    const [agency, client] = [await write({ text: 'x' }), await write({ text: 'x', visibility: 'client' })];
    const readers = ['analystA', 'adminA', 'adminBoth', 'viewerA', 'viewerBoth', 'viewerB'] as const;
    expect(await statuses(agency, ...readers)).toEqual([200, 200, 200, 404, 404, 404]);
    expect(await statuses(client, ...readers)).toEqual([200, 200, 200, 200, 200, 404]);
    expect(await idsOf('viewerA')).toContain(client);
    expect(await idsOf('viewerA')).not.toContain(agency);
    expect(await idsOf('viewerB')).not.toContain(client);
  });

  it('are those who may see metric and dimension', async () => {
    const about = [
      { metric: 'refunds_amount' },
      { dimension: 'channel.name', value: 'ads' },
      { metric: 'revenue', dimension: 'channel.name', value: 'ads' },
    ];
    for (const subject of about) {
      const id = await write({ text: 'x', visibility: 'client', ...subject }, 'financeA');
      expect(await statuses(id, 'financeA', 'viewerA', 'analystA', 'adminA')).toEqual([200, 404, 404, 404]);
      for (const key of ['viewerA', 'analystA', 'adminA'] as const)
        expect(await idsOf(key)).not.toContain(id);
      expect(await idsOf('financeA')).toContain(id);
      const change = await send('PATCH', `/v1/annotations/${id}`, 'adminA', { revision: 1, text: 'y' });
      expect(change.status).toBe(404);
    }
  });

  it('of one tenant are not told the others', async () => {
    const id = await write({ text: 'x', tenants: ['b', 'a'], visibility: 'client' }, 'adminBoth');
    const told = async (key: Key) => readJson(await send('GET', `/v1/annotations/${id}`, key))['tenants'];
    expect(await told('adminBoth')).toEqual(['a', 'b']);
    expect(await told('viewerA')).toEqual(['a']);
    expect(await told('viewerB')).toEqual(['b']);
  });

  it('who may not are told what is told of one that does not exist', async () => {
    const id = await write({ text: 'x' });
    const adminB = await adminOfB();
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const told = async (of: string) => {
        const url = `/v1/annotations/${of}`;
        const headers = { 'x-request-id': 'annotations' };
        const payload = method === 'PATCH' ? { payload: { revision: 1, text: 'y' } } : {};
        const { status, text } = await ask(shop.app, adminB, { method, url, headers, ...payload });
        return [status, text.replaceAll(of, 'ID')];
      };
      const [status, text] = await told(id);
      expect([status, text]).toEqual(await told('f'.repeat(32)));
      expect([status, JSON.parse(String(text)).code]).toEqual([404, 'TENANT_ANNOTATION_UNKNOWN']);
    }
    for (const odd of ["'%20OR%20true--", '%00', '..', 'x'.repeat(200)])
      expect((await send('GET', `/v1/annotations/${odd}`, 'analystA')).status).toBe(404);
  });
});

async function adminOfB(): Promise<string> {
  const request = { label: 'b', tenants: ['b' as never], capability: 'admin', expiresAt: null } as const;
  return (await shop.store.createKey(request)).key;
}

describe('PATCH and DELETE', () => {
  const patch = (id: string, payload: Body, key: Key = 'analystA') =>
    send('PATCH', `/v1/annotations/${id}`, key, payload);

  it('change what is given, and leave the rest', async () => {
    const id = await write({ text: 'x', metric: 'revenue', from: '2026-05-03', to: '2026-05-06' });
    const body = readJson(
      await patch(id, { revision: 1, text: 'y', to: null, dimension: 'orders.status', value: 'paid' }),
    );
    expect(body).toMatchObject({
      text: 'y',
      metric: 'revenue',
      from: '2026-05-02T22:00:00Z',
      to: null,
      dimension: 'orders.status',
      value: 'paid',
      revision: 2,
      edited_at: expect.stringMatching(/Z$/),
    });
    expect(readJson(await send('GET', `/v1/annotations/${id}`, 'analystA'))).toEqual(body);
    expect(readJson(await patch(id, { revision: 2, value: 'placed' }))).toMatchObject({ value: 'placed' });
    expect(readJson(await patch(id, { revision: 3, dimension: 'orders.gift' }))['code']).toBe(
      'QUERY_ANNOTATION_REFUSED',
    );
    expect(readJson(await patch(id, { revision: 3, to: '2026-05-01' }))['code']).toBe('QUERY_EMPTY_RANGE');
    expect(readJson(await patch(id, { revision: 3, dimension: null, metric: null }))).toMatchObject({
      metric: null,
      dimension: null,
      value: null,
      revision: 4,
    });
  });

  it('lose nobody’s change: of ten at once one is made', async () => {
    const id = await write({ text: 'x' });
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) => patch(id, { revision: 1, text: `y${index}` })),
    );
    const codes = replies.map((reply) => [reply.status, readJson(reply)['code']].join(' ').trim());
    expect(codes.toSorted()).toEqual([
      '200',
      ...Array.from({ length: 9 }, () => '409 QUERY_ANNOTATION_STALE'),
    ]);
    const { text, revision } = readJson(await send('GET', `/v1/annotations/${id}`, 'analystA'));
    expect([text, revision]).toEqual([`y${codes.indexOf('200')}`, 2]);
    expect((await patch(id, { revision: 3, text: 'z' })).status).toBe(409);
    expect((await patch(id, { text: 'z' })).status).toBe(400);
  });

  it('are for the author, and for admins of all its tenants', async () => {
    const id = await write({ text: 'x' });
    const refused = await patch(id, { revision: 1, text: 'y' }, 'financeA');
    expect([refused.status, readJson(refused)['code']]).toEqual([403, 'TENANT_ANNOTATION_OTHERS']);
    expect((await send('DELETE', `/v1/annotations/${id}`, 'financeA')).status).toBe(403);
    expect((await send('DELETE', `/v1/annotations/${id}`, 'viewerA')).status).toBe(403);
    expect((await patch(id, { revision: 1, text: 'y' }, 'adminA')).status).toBe(200);
    const both = await write({ text: 'x', tenants: ['a', 'b'] }, 'adminBoth');
    expect((await patch(both, { revision: 1, text: 'y' }, 'adminA')).status).toBe(403);
    expect((await send('DELETE', `/v1/annotations/${both}`, 'adminA')).status).toBe(403);
    expect((await send('DELETE', `/v1/annotations/${both}`, 'adminBoth')).status).toBe(200);
    expect((await send('GET', `/v1/annotations/${both}`, 'adminBoth')).status).toBe(404);
  });

  it('are for the key that was made in the place of its author', async () => {
    const { id: key } = (await shop.store.findPrincipal(shop.keys.financeA)) ?? { id: '' };
    const next = await shop.store.replaceKey(key, { overlapMs: 60_000, expiresAt: null });
    const note = await write({ text: 'x' }, 'financeA');
    const reply = await ask(shop.app, next?.key ?? '', { method: 'DELETE', url: `/v1/annotations/${note}` });
    expect([reply.status, reply.text]).toEqual([200, '{"removed":true}']);
  });
});

describe('GET /v1/annotations', () => {
  it('filters by metric and range', async () => {
    const all = await write({ text: 'x' }, 'adminA');
    const revenue = await write({ text: 'x', metric: 'revenue', from: '2030-05-03', to: '2030-05-06' });
    const count = await write({ text: 'x', metric: 'orders_count', from: '2030-05-03' });
    const seen = async (query: string) => {
      const ids = await idsOf('analystA', query);
      return [all, revenue, count].map((id) => ids.includes(id));
    };
    expect(await seen('&metric=revenue')).toEqual([true, true, false]);
    expect(await seen('&from=2030-05-05&to=2030-05-06')).toEqual([true, true, true]);
    expect(await seen('&from=2030-05-06')).toEqual([true, false, true]);
    expect(await seen('&to=2030-05-03')).toEqual([true, false, false]);
    const refusals: readonly [string, unknown[]][] = [
      ['metric=refunds_amount', [404, 'QUERY_UNKNOWN_METRIC']],
      ['from=x', [400, 'QUERY_BAD_TIME']],
      ['from=2030-05-05&to=2030-05-05', [400, 'QUERY_EMPTY_RANGE']],
      ['cursor=x', [400, 'HTTP_PARAMETER']],
      ['limit=0', [400, 'HTTP_PARAMETER']],
      ['tenant=a', [400, 'HTTP_PARAMETER']],
    ];
    for (const [query, expected] of refusals) {
      const reply = await send('GET', `/v1/annotations?${query}`, 'analystA');
      expect([query, reply.status, readJson(reply)['code']]).toEqual([query, ...expected]);
    }
  });

  it('pages through all, the newest first, and tells none twice while others are written', async () => {
    const before = await idsOf('analystA');
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = JSON.parse((await send('GET', `/v1/annotations?limit=3${after}`, 'analystA')).text);
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.next;
      await write({ text: 'meanwhile' });
    }
    expect(before.length).toBeGreaterThan(6);
    expect(seen).toEqual(before);
  });
});
