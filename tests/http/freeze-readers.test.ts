/** What was published, over HTTP: read and compared by those who may, and by nobody else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BY_CHANNEL, CHANGED, LATER_DATA, PUBLISHED_FILES } from '../support/publishing.ts';
import { type ServedPublishing, servePublishing } from '../support/served-publishing.ts';
import { readJson } from '../support/served-shop.ts';
import { metricFile } from '../unit/catalog/small-project.ts';

const QUARTER = { range: '2026-Q3' };
const KPI = { metrics: ['net'], time: QUARTER };

let shop: ServedPublishing;
beforeAll(async () => {
  shop = await servePublishing();
});
afterAll(() => shop.close());

describe('what was published', () => {
  it('is read with its digits, its definitions and its queries, resolved', async () => {
    const id = await shop.publish({ by_channel: BY_CHANNEL });
    const { text } = await shop.get(`/v1/freezes/${id}`, 'viewerA');
    expect(text).toContain('{"channel.name":"mail","net":9007199254740993.01,');
    const { answers, metrics } = JSON.parse(text);
    expect(answers[0]).toMatchObject({
      name: 'by_channel',
      query: BY_CHANNEL,
      resolved: {
        time: { from: '2026-07-01T00:00:00+00:00', to: '2026-10-01T00:00:00+00:00', zone: 'UTC' },
      },
    });
    expect(metrics).toMatchObject([
      { metric: 'net', version: 1, formula: 'sum(orders.amount)', has_changed: false },
      { metric: 'per_order', formula: 'net / orders_count', owner: expect.any(String) },
      { metric: 'orders_count' },
    ]);
    expect((await shop.get(`/v1/freezes/${id}?numbers=strings`)).text).toContain(
      '"net":"9007199254740993.01"',
    );
  });

  it('is compared with today under its own text and under its resolved one, and no other', async () => {
    const id = await shop.publish({ kpi: KPI, by_channel: BY_CHANNEL });
    const { answers } = JSON.parse((await shop.get(`/v1/freezes/${id}`)).text);
    await shop.runScript(LATER_DATA);
    await shop.withFiles(CHANGED, async () => {
      const replies = await Promise.all(
        [BY_CHANNEL, answers[1].resolved].map((query) => shop.post(`/v1/freezes/${id}/query`, query)),
      );
      for (const reply of replies) {
        expect(reply.status).toBe(200);
        expect(reply.text).toContain(
          '{"seen":"both","group":{"channel.name":"ads"},"values":{"net":{"published":150.30,"current":100.25,"definition":-60.05,"data":10.00}',
        );
      }
      const other = await shop.post(`/v1/freezes/${id}/query`, { metrics: ['net'] });
      expect([other.status, readJson(other)['code'], readJson(other)['detail']]).toEqual([
        400,
        'QUERY_NOT_FROZEN',
        expect.stringContaining('"kpi", "by_channel"'),
      ]);
      const { metrics } = JSON.parse((await shop.get(`/v1/freezes/${id}`)).text);
      expect(metrics[0]).toMatchObject({ metric: 'net', formula: 'sum(orders.amount)', has_changed: true });
    });
    await shop.resetTables();
  });

  it('is listed newest first, in pages, to those who may read it', async () => {
    for (const key of ['analystA', 'financeA', 'adminA', 'analystB']) await shop.publish({ kpi: KPI }, key);
    const { items } = readJson(await shop.get('/v1/freezes')) as { items: { id: string }[] };
    expect(items.length).toBeGreaterThan(3);
    const first = readJson(await shop.get('/v1/freezes?limit=2')) as {
      items: { id: string }[];
      next: string;
    };
    const rest = readJson(await shop.get(`/v1/freezes?cursor=${first.next}`)) as { items: { id: string }[] };
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    const cursors = [
      'x',
      ...[
        ['2026-02-30T00:00:00.000Z', '0'.repeat(64)],
        ['2026-01-01T00:00:00.000Z', '0'],
      ].map((place) => Buffer.from(JSON.stringify(place)).toString('base64url')),
    ];
    for (const cursor of cursors) expect((await shop.get(`/v1/freezes?cursor=${cursor}`)).status).toBe(400);
    const ofB = readJson(await shop.get('/v1/freezes', 'analystB')) as { items: { tenants: string[] }[] };
    expect(ofB.items.flatMap(({ tenants }) => tenants)).toEqual(['b']);
  });

  it('takes no room on the pages of those who may not read it', async () => {
    for (const key of ['analystA', 'analystB', 'financeA']) await shop.publish({ kpi: KPI }, key);
    for (const key of ['analystA', 'financeA', 'adminA', 'analystB', 'analystBoth']) {
      const whole = readJson(await shop.get('/v1/freezes?limit=500', key)) as { items: object[] };
      const paged: object[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const place = cursor === '' ? '' : `&cursor=${cursor}`;
        const page = readJson(await shop.get(`/v1/freezes?limit=1${place}`, key)) as {
          items: object[];
          next: string | null;
        };
        expect(page.items).toHaveLength(1);
        paged.push(...page.items);
        cursor = page.next;
      }
      expect(paged).toEqual(whole.items);
    }
  });

  it('does not exist for other tenants, in the same bytes as what does not exist for anybody', async () => {
    const id = await shop.publish({ kpi: KPI });
    const unknown = '0'.repeat(64);
    const told = async (asked: string, key: string) =>
      (
        await Promise.all([
          shop.get(`/v1/freezes/${asked}`, key),
          shop.post(`/v1/freezes/${asked}/query`, KPI, key),
        ])
      ).map(({ status, text }) => [status, text.replaceAll(asked, 'id')]);
    expect(await told(id, 'analystB')).toEqual(await told(unknown, 'analystB'));
    expect((await told(id, 'analystB')).map(([status]) => status)).toEqual([404, 404]);
    // Who sees the rows of more tenants sees them under the scope of these.
    expect((await shop.get(`/v1/freezes/${id}`, 'analystBoth')).status).toBe(200);
    expect((await shop.post(`/v1/freezes/${id}/query`, KPI, 'analystBoth')).status).toBe(200);
  });

  it('does not exist either for those who may not see its metrics, or dimensions, today', async () => {
    const id = await shop.publish({ by_channel: BY_CHANNEL });
    const statuses = async () =>
      Promise.all(
        ['analystA', 'financeA'].map(async (key) => [
          (await shop.get(`/v1/freezes/${id}`, key)).status,
          (await shop.post(`/v1/freezes/${id}/query`, BY_CHANNEL, key)).status,
          (await shop.get('/v1/freezes', key)).text.includes(id),
        ]),
      );
    const restricted = `${PUBLISHED_FILES['sales/net.yaml'] ?? ''}access: { groups: [finance] }\n`;
    await shop.withFiles({ ...PUBLISHED_FILES, 'sales/net.yaml': restricted }, async () => {
      expect(await statuses()).toEqual([
        [404, 404, false],
        [200, 200, true],
      ]);
    });
    const channels = (PUBLISHED_FILES['models/channels.yaml'] ?? '').replace(
      '{ type: string }',
      '{ type: string, access: { groups: [finance] } }',
    );
    await shop.withFiles({ ...PUBLISHED_FILES, 'models/channels.yaml': channels }, async () => {
      expect(await statuses()).toEqual([
        [404, 404, false],
        [200, 200, true],
      ]);
    });
  });

  it('does not exist for those who are shown something else in the place of its values today', async () => {
    const conditions = [
      { any: [{ not: { dimension: 'orders.kind', op: 'eq', value: 'fax' } }] },
      { dimension: 'channel.name', op: 'ne', value: 'tv' },
    ];
    const queries = [
      { ...KPI, by: ['orders.kind'] },
      { ...KPI, where: conditions },
    ];
    const asked = await Promise.all(
      queries.map(async (query) => {
        const { receipt } = JSON.parse((await shop.post('/v1/query', query, 'viewerA')).text);
        return { query, id: await shop.publish({ kpi: query }), receipt: String(receipt.url) };
      }),
    );
    const statusesOf = async (key: string) =>
      Promise.all(
        asked.flatMap(({ query, id, receipt }) => [
          shop.get(`/v1/freezes/${id}`, key).then(({ status }) => status),
          shop.post(`/v1/freezes/${id}/query`, query, key).then(({ status }) => status),
          shop.get('/v1/freezes', key).then(({ text }) => text.includes(id)),
          shop.get(receipt, key).then(({ status }) => status),
        ]),
      );
    const readable = [200, 200, true, 200, 200, 200, true, 200];
    const unknown = [404, 404, false, 404, 404, 404, false, 404];
    expect(await statusesOf('viewerA')).toEqual(readable);
    const sensitive = {
      ...PUBLISHED_FILES,
      'models/orders.yaml': (PUBLISHED_FILES['models/orders.yaml'] ?? '').replace(
        'kind: { type: string }',
        'kind: { type: string, sensitive: pii }',
      ),
    };
    for (const show of ['masked', 'pseudonym']) {
      const policy = `policy: kinds
description: What kind an order is, is for finance.
owner: data@shop.example
sensitive:
  - { members: [orders.kind], show: ${show} }
  - { members: [orders.kind], show: clear, to: { groups: [finance] } }
`;
      await shop.withFiles({ ...sensitive, 'policies/kinds.yaml': policy }, async () => {
        expect(await statusesOf('viewerA')).toEqual(unknown);
        expect(await statusesOf('adminA')).toEqual(unknown);
        expect(
          (await shop.post(`/v1/freezes/${asked[0]?.id}/query`, queries[0] ?? {}, 'financeA')).status,
        ).toBe(200);
      });
    }
    await shop.withFiles(sensitive, async () => {
      expect(await statusesOf('viewerA')).toEqual(unknown);
    });
  });

  it('of a metric that is another number now is for those who may see what that rested on', async () => {
    const id = await shop.publish({ kpi: KPI });
    const orders = (PUBLISHED_FILES['models/orders.yaml'] ?? '').replace(
      'amount: { type: decimal, unit: currency }',
      'amount: { type: decimal, unit: currency, access: { groups: [finance] } }',
    );
    const files = {
      ...PUBLISHED_FILES,
      'models/orders.yaml': orders,
      'sales/net.yaml': metricFile('net', 'sum(orders.cost)'),
      'sales/margin_per_order.yaml': metricFile('margin_per_order', 'count(orders)'),
    };
    const trimmed = {
      ...files,
      'models/orders.yaml': orders.replace(/ {2}margin: .*\n/, ''),
    };
    await shop.withFiles(trimmed, async () => {
      expect((await shop.post('/v1/query', KPI)).status).toBe(200);
      expect((await shop.get(`/v1/freezes/${id}`)).status).toBe(404);
      expect((await shop.get(`/v1/freezes/${id}`, 'financeA')).status).toBe(200);
      expect((await shop.post(`/v1/freezes/${id}/query`, KPI, 'financeA')).status).toBe(200);
    });
  });

  it('is an error, and no number, where somebody edited it in the store', async () => {
    const id = await shop.publish({ kpi: KPI });
    const set = (content: string) =>
      shop.runScript(`ALTER TABLE vitrine.freezes DISABLE TRIGGER freezes_rows;
        UPDATE vitrine.freezes SET content = ${content} WHERE id = '${id}';
        ALTER TABLE vitrine.freezes ENABLE TRIGGER freezes_rows`);
    await set("replace(content, '9007199254741213.31', '9007199254741213.32')");
    for (const reply of [
      await shop.get(`/v1/freezes/${id}`),
      await shop.post(`/v1/freezes/${id}/query`, KPI),
    ])
      expect([reply.status, readJson(reply)['code']]).toEqual([500, 'SERVER_FREEZE_EDITED']);
    await set("replace(content, '9007199254741213.32', '9007199254741213.31')");
    expect((await shop.get(`/v1/freezes/${id}`)).status).toBe(200);
  });

  it('is neither changed nor removed over HTTP', async () => {
    const id = await shop.publish({ kpi: KPI });
    for (const method of ['PUT', 'PATCH', 'DELETE'] as const)
      expect((await shop.send(method, `/v1/freezes/${id}`, { key: 'adminA' })).status).toBe(405);
  });

  it('leaves shop.records in the audit: of each query its metrics and statements, and no value', async () => {
    shop.records.length = 0;
    const id = await shop.publish({ kpi: KPI, by_channel: BY_CHANNEL });
    await shop.post(`/v1/freezes/${id}/query`, KPI);
    expect(shop.records).toMatchObject([
      {
        route: '/v1/freezes',
        tenants: ['a'],
        outcome: 'answered',
        metrics: [{ metric: 'net' }, { metric: 'per_order' }, { metric: 'orders_count' }],
      },
      {
        route: '/v1/freezes/:freeze/query',
        catalog: shop.catalog,
        tenants: ['a'],
        metrics: [{ metric: 'net', version: 1, rows: 1 }],
      },
    ]);
    expect(JSON.stringify(shop.records)).not.toContain('report ');
  });
});
