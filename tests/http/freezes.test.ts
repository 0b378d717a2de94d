/** Publishing over HTTP: who may, what is kept, and what is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLISHED_FILES } from '../support/publishing.ts';
import { type ServedPublishing, servePublishing } from '../support/served-publishing.ts';
import { readJson } from '../support/served-shop.ts';

const QUARTER = { range: '2026-Q3' };
const KPI = { metrics: ['net'], time: QUARTER };

let shop: ServedPublishing;
beforeAll(async () => {
  shop = await servePublishing();
});
afterAll(() => shop.close());

describe('POST /v1/freezes', () => {
  it('answers 201 with what was kept, and where it is', async () => {
    const note = 'For the board.';
    const reply = await shop.post('/v1/freezes', {
      name: '2026-Q3 as reported',
      note,
      queries: { kpi: KPI },
    });
    const body = readJson(reply);
    expect(reply.status).toBe(201);
    expect(reply.headers['location']).toBe(`/v1/freezes/${String(body['id'])}`);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      name: '2026-Q3 as reported',
      note,
      tenants: ['a'],
      made_by: expect.stringMatching(/^[0-9a-f]{16}$/),
      made_at: '2026-10-05T09:00:00.000Z',
      catalog: shop.catalog,
      queries: ['kpi'],
    });
    expect((await shop.get(String(reply.headers['location']))).status).toBe(200);
  });

  it('takes a name once for the same tenants, and the same request as often as it is sent', async () => {
    const payload = { name: 'once', queries: { kpi: KPI } };
    const headers = { 'idempotency-key': 'one' };
    const send = () => shop.send('POST', '/v1/freezes', { payload, headers });
    const [first, again] = [await send(), await send()];
    expect([again.status, again.text, again.headers['location']]).toEqual([
      201,
      first.text,
      first.headers['location'],
    ]);
    const other = await shop.post('/v1/freezes', payload);
    expect([other.status, readJson(other)['code'], readJson(other)['path']]).toEqual([
      409,
      'QUERY_FREEZE_EXISTS',
      '/name',
    ]);
    expect((await shop.post('/v1/freezes', payload, 'adminA')).status).toBe(409);
    expect((await shop.post('/v1/freezes', payload, 'analystB')).status).toBe(201);
  });

  it('makes one of ten that come at once under one name', async () => {
    const payload = { name: 'at once', queries: { kpi: KPI } };
    const replies = await Promise.all(Array.from({ length: 10 }, () => shop.post('/v1/freezes', payload)));
    const made = replies.filter(({ status }) => status === 201);
    expect([made.length, replies.filter(({ status }) => status === 409).length]).toEqual([1, 9]);
  });

  it('keeps twenty queries, and refuses one more', async () => {
    const queries = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`q${index}`, KPI]));
    const id = await shop.publish(queries(20));
    expect(JSON.parse((await shop.get(`/v1/freezes/${id}`)).text).answers).toHaveLength(20);
    expect(await shop.refusal(queries(21))).toEqual([400, 'QUERY_LIMIT_EXCEEDED', '/queries']);
  });

  it('is for analysts and admins', async () => {
    for (const key of ['viewerA', 'partnerA'])
      expect(await shop.refusal({ kpi: KPI }, key)).toEqual([403, 'TENANT_CAPABILITY', undefined]);
    expect(await shop.refusal({ kpi: KPI }, null)).toEqual([401, 'TENANT_UNAUTHENTICATED', undefined]);
    const minted = await shop.post('/v1/embed-tokens', { metrics: ['net'] }, 'partnerA');
    const { token } = JSON.parse(minted.text);
    expect(await shop.refusal({ kpi: KPI }, token)).toEqual([403, 'TENANT_EMBEDDING', undefined]);
  });

  it('refuses what would be half an answer, or another one each time', async () => {
    const where = (value: string) => [{ dimension: 'orders.on_day', op: 'in_range', value }];
    const metrics = Array.from({ length: 11 }, (_, index) => ({ metric: 'net', as: `m${index}` }));
    const cases: readonly [object, readonly unknown[]][] = [
      [{ by: ['channel.name'] }, [400, 'QUERY_FREEZE_REFUSED', '/queries/x/metrics']],
      [{ ...KPI, cursor: 'x' }, [400, 'QUERY_FREEZE_REFUSED', '/queries/x/cursor']],
      [{ metrics: ['net'], time: { from: '2026-07-01' } }, [400, 'QUERY_FREEZE_REFUSED', '/queries/x/time']],
      [{ metrics: ['net'], time: { grain: 'month' } }, [400, 'QUERY_FREEZE_REFUSED', '/queries/x/time']],
      [
        { metrics: ['net'], by: ['channel.name'], time: QUARTER, limit: 2 },
        [400, 'QUERY_FREEZE_REFUSED', '/queries/x/limit'],
      ],
      [{ metrics: ['net'], where: where('last 30 days') }, [400, 'QUERY_FREEZE_REFUSED', '/queries/x/where']],
      [{ metrics }, [400, 'QUERY_LIMIT_EXCEEDED', '/queries/x/metrics']],
      [{ metrics: ['nothing'] }, [404, 'QUERY_UNKNOWN_METRIC', '/queries/x/metrics/0']],
      [{ metrics: ['net'], grain: 'day' }, [400, 'QUERY_INVALID', '/queries/x/grain']],
      [{ metrics: ['net'], by: ['a.b'] }, [400, 'QUERY_UNKNOWN_MEMBER', '/queries/x/by/0']],
    ];
    for (const [query, expected] of cases) {
      expect([query, ...(await shop.refusal({ x: query }))]).toEqual([query, ...expected]);
    }
    // Nothing of a freeze is kept where one of its queries is refused.
    expect(await shop.refusal({ kpi: KPI, x: { metrics: ['nothing'] } })).toEqual([
      404,
      'QUERY_UNKNOWN_METRIC',
      '/queries/x/metrics/0',
    ]);
    const { items } = readJson(await shop.get('/v1/freezes')) as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).not.toContain('refused');
  });

  it('refuses benchmarks, which are of all tenants', async () => {
    const policy = `policy: peers
description: Why.
owner: a@shop.example
benchmarks:
  - benchmark: net_of_peers
    description: In the middle.
    metric: net
    statistic: median
    by: [channel.name]
    grain: month
    min_tenants: 8
    entities: orders_count
    min_entities: 20
`;
    const files = {
      ...PUBLISHED_FILES,
      'policies/peers.yaml': policy,
      'project.yaml': `${PUBLISHED_FILES['project.yaml'] ?? ''}tenants: { model: clients }\n`,
      'models/clients.yaml': 'model: clients\nsource: pub.clients\nprimary_key: id\ntenant: id\n',
    };
    await shop.withFiles(files, async () => {
      const query = { metrics: ['net', 'net_of_peers'], time: { ...QUARTER, grain: 'month' } };
      expect(await shop.refusal({ x: query })).toEqual([400, 'QUERY_FREEZE_REFUSED', '/queries/x/metrics']);
    });
  });

  it('refuses bodies that are none', async () => {
    const bodies = [
      {},
      { name: 'x' },
      { name: '', queries: { kpi: KPI } },
      { name: ' ', queries: { kpi: KPI } },
      { name: 'x\0', queries: { kpi: KPI } },
      { name: 'x', note: '\ud800', queries: { kpi: KPI } },
      { name: 'x'.repeat(201), queries: { kpi: KPI } },
      { name: 'x', queries: {} },
      { name: 'x', queries: { Kpi: KPI } },
      { name: 'x', queries: { kpi: 'net' } },
      { name: 'x', queries: [KPI] },
      { name: 'x', queries: { kpi: KPI }, tenants: ['b'] },
    ];
    for (const body of bodies)
      expect([body, (await shop.post('/v1/freezes', body)).status]).toEqual([body, 400]);
  });

  it('is of the tenants that its queries name, all the same', async () => {
    expect(await shop.refusal({ kpi: KPI }, 'analystBoth')).toEqual([403, 'TENANT_REQUIRED', undefined]);
    expect(await shop.refusal({ kpi: { ...KPI, tenants: ['b'] } })).toEqual([
      403,
      'TENANT_REFUSED',
      '/queries/kpi/tenants/0',
    ]);
    const queries = { one: { ...KPI, tenants: ['a'] }, two: { ...KPI, tenants: ['b'] } };
    expect(await shop.refusal(queries, 'analystBoth')).toEqual([
      400,
      'QUERY_FREEZE_REFUSED',
      '/queries/two/tenants',
    ]);
    const both = { kpi: { ...KPI, by: ['tenant'], tenants: 'all' } };
    const id = await shop.publish(both, 'analystBoth');
    const { tenants, answers } = JSON.parse((await shop.get(`/v1/freezes/${id}`, 'analystBoth')).text);
    expect(tenants).toEqual(['a', 'b']);
    expect(answers[0].data.map((row: { tenant: string }) => row.tenant)).toEqual(['a', 'b']);
    for (const key of ['analystA', 'analystB'])
      expect((await shop.get(`/v1/freezes/${id}`, key)).status).toBe(404);
  });
});
