/** What a token for embedding is narrowed to binds every question that its bearer can put, in every place of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbedPortal, openPortal, outcome, rowsOf } from '../support/embed-portal.ts';
import { type Reply, readJson } from '../support/served-shop.ts';
import { readRows } from '../support/shop.ts';

const logged: string[] = [];
interface Recorded {
  readonly principal: { readonly kind: string };
}

let portal: EmbedPortal;
beforeAll(async () => {
  portal = await openPortal(
    {
      metrics: { unfiltered_revenue: 'unfiltered(revenue by channel)' },
      dimensions: { customers: { balances_ever: { type: 'integer', formula: 'count(balances)' } } },
    },
    { logger: { level: 'debug', stream: { write: (line: string) => logged.push(line) } } },
  );
});
afterAll(() => portal.shop.close());

const ask = async (grant: object, query: object): Promise<Reply> =>
  portal.query(await portal.tokenOf({ metrics: ['orders_count', 'revenue'], ...grant }), query);
const get = async (grant: object, url: string): Promise<Reply> =>
  portal.send(await portal.tokenOf({ metrics: ['orders_count', 'revenue'], ...grant }), { url });
/** Of a statement written by hand. */
const sql = (text: string) => readRows(portal.shop.database, text);
const unlike = async (hidden: Reply, name: string, other: string, unknown: Reply) => {
  const text = JSON.stringify(readJson(hidden)).replaceAll(name, other);
  expect(text).toBe(JSON.stringify(readJson(unknown)));
};

describe('metrics', () => {
  it('that are not listed do not exist, wherever they are named', async () => {
    const metrics = ['orders_count'];
    const queries = (name: string): object[] => [
      { metrics: [name] },
      { metrics: ['orders_count', { metric: name, as: 'x' }] },
      { metrics, having: [{ metric: name, op: 'gt', value: 1 }] },
      { metrics, order: [{ by: name }] },
      { metrics, by: ['channel.name'], top: { n: 1, of: ['channel.name'], by: name } },
    ];
    const grant = { metrics, dimensions: ['channel.name'] };
    for (const [place, query] of queries('revenue').entries()) {
      const [hidden, unknown] = [
        await ask(grant, query),
        await ask(grant, queries('no_metric')[place] ?? {}),
      ];
      expect([place, hidden.status]).toEqual([place, unknown.status]);
      await unlike(hidden, 'revenue', 'no_metric', unknown);
    }
    expect(outcome(await get(grant, '/v1/metrics/revenue'))).toEqual([404, 'QUERY_UNKNOWN_METRIC']);
    expect(outcome(await get(grant, '/v1/metrics/revenue/values'))).toEqual([
      404,
      'QUERY_UNKNOWN_METRIC',
      'metric',
    ]);
    const { items } = JSON.parse((await get(grant, '/v1/metrics')).text);
    expect(items.map(({ name }: { name: string }) => name)).toEqual(metrics);
  });

  it('are made of what has no name', async () => {
    const grant = { metrics: ['roas'] };
    const [[value]] = (await sql(
      `select (select sum(amount) from shop.orders where client_id = 'a') / (select sum(cost) from shop.ad_spend where client_id = 'a')`,
    )) as [[string]];
    const [row] = rowsOf(await ask(grant, { metrics: ['roas'], numbers: 'strings' }));
    expect(Number(row?.[0])).toBeCloseTo(Number(value), -6);
    const { text } = await get(grant, '/v1/metrics/roas');
    expect(JSON.parse(text)).toMatchObject({
      formula: '‹restricted› / ‹restricted›',
      inputs: [],
      dimensions: [],
    });
    for (const name of ['ad_cost', 'ad_spend', '"shop.', 'channel']) expect(text).not.toContain(name);
  });

  it('have no hints beside them', async () => {
    const reply = await ask({}, { metrics: ['revenu'] });
    expect([reply.status, readJson(reply)['hint']]).toEqual([404, undefined]);
    const key = await portal.query(portal.partner.key, { metrics: ['revenu'] });
    expect(readJson(key)['hint']).toBe('Did you mean "revenue"?');
  });
});

describe('dimensions', () => {
  it('that are not listed do not exist, however they are spelled', async () => {
    const metrics = ['orders_count'];
    const grant = { dimensions: ['customer.name', 'customer.signed_up_at'] };
    const queries = (name: string): object[] => [
      { metrics, by: [name] },
      { by: [name] },
      { metrics, where: [{ dimension: name, op: 'is_null' }] },
      { metrics, where: [{ any: [{ not: { dimension: name, op: 'is_null' } }] }] },
      { metrics, order: [{ by: name }] },
      { metrics, by: ['customer.name'], having: [{ dimension: name, op: 'is_null' }] },
      { metrics, by: ['customer.name'], top: { n: 1, of: [name], by: 'orders_count' } },
    ];
    // The same column by another way, by a spelled path, another column, a fact, and the reserved word.
    for (const name of ['recipient.name', 'orders.customer.name', 'channel.name', 'orders.amount', 'tenant'])
      for (const [place, query] of queries(name).entries()) {
        const unknown = await ask(grant, queries('no.dimension')[place] ?? {});
        const hidden = await ask(grant, query);
        expect([name, place, hidden.status]).toEqual([name, place, 400]);
        await unlike(hidden, name, 'no.dimension', unknown);
      }
    for (const path of ['', '/values']) {
      const reply = await get(grant, `/v1/dimensions/channel.name${path}`);
      expect(outcome(reply)).toEqual([400, 'QUERY_UNKNOWN_MEMBER', 'dimension']);
    }
  });

  it('that are listed are all that there are', async () => {
    const grant = { dimensions: ['customer.name', 'customer.signed_up_at', 'orders.amount'] };
    const { items } = JSON.parse((await get(grant, '/v1/dimensions')).text);
    expect(items.map(({ name }: { name: string }) => name)).toEqual([
      'customer.name',
      'customer.signed_up_at',
    ]);
    const months = await ask(grant, { metrics: ['orders_count'], by: ['customer.signed_up_at:year'] });
    expect(months.status).toBe(200);
    const large = {
      metrics: ['orders_count'],
      where: [{ dimension: 'orders.amount', op: 'gte', value: 75 }],
    };
    // Orders 3, 5, 9, 12 and 13.
    expect(rowsOf(await ask(grant, large))).toEqual([[5]]);
  });
});

describe('a filter', () => {
  const seo = { filters: [{ dimension: 'channel.name', values: ['seo'] }] };
  const named = { ...seo, dimensions: ['channel.name', 'campaign.name', 'orders.status'] };

  it('binds rows and totals', async () => {
    // Orders 3, 4, 12 and 15, by way of campaign 2.
    const reply = await ask(named, {
      metrics: ['orders_count', 'revenue'],
      by: ['orders.status'],
      totals: true,
    });
    expect(rowsOf(reply)).toEqual([
      ['Paid', 1, 0.3],
      ['cancelled', 1, 50],
      ['paid', 1, 100],
      ['placed', 1, 100],
    ]);
    expect(readJson(reply)['totals']).toEqual({ orders_count: 4, revenue: 250.3 });
  });

  it('cannot be lifted or widened by a query', async () => {
    const where = [{ dimension: 'channel.name', op: 'in', values: ['ads', 'seo'] }];
    expect(rowsOf(await ask(named, { metrics: ['orders_count'], where }))).toEqual([[4]]);
    const either = [{ any: [{ dimension: 'channel.name', op: 'ne', value: 'seo' }, ...where] }];
    expect(rowsOf(await ask(named, { metrics: ['orders_count'], where: either }))).toEqual([[4]]);
    const other = [{ dimension: 'channel.name', op: 'eq', value: 'ads' }];
    expect(rowsOf(await ask(named, { metrics: ['orders_count'], where: other }))).toEqual([[0]]);
    const grant = { ...named, metrics: ['unfiltered_revenue'] };
    const free = { metrics: ['unfiltered_revenue'], where: other };
    expect(rowsOf(await ask(grant, free))).toEqual([[250.3]]);
  });

  it('binds the values of dimensions, and searches among them', async () => {
    const values = async (url: string) => JSON.parse((await get(named, url)).text).items;
    expect(await values('/v1/dimensions/channel.name/values')).toEqual(['seo']);
    expect(await values('/v1/dimensions/campaign.name/values')).toEqual(['Spring']);
    expect(await values('/v1/dimensions/campaign.name/values?search=r')).toEqual(['Spring']);
    expect(rowsOf(await ask(named, { by: ['campaign.name'] }))).toEqual([['Spring']]);
  });

  it('binds the best groups and all others', async () => {
    const top = { n: 1, of: ['orders.status'], by: 'orders_count', others: true };
    const query = { metrics: ['orders_count'], by: ['orders.status'], top };
    const counts = rowsOf(await ask(named, query)).map((row) => Number(row.at(-1)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4);
  });

  it('of several values and several dimensions holds at once', async () => {
    const grant = {
      filters: [
        { dimension: 'channel.name', values: ['seo', 'ads'] },
        { dimension: 'orders.gift', values: [true] },
        { dimension: 'customer.country.code', values: ['DE', 'AT'] },
      ],
    };
    const [[count]] = (await sql(
      `select count(*) from shop.orders o
       join shop.campaigns c on c.client_id = o.client_id and c.id = o.campaign_id
       join shop.channels h on h.client_id = c.client_id and h.id = c.channel_id
       join shop.customers k on k.client_id = o.client_id and k.id = o.customer_id
       where o.client_id = 'a' and h.name in ('seo', 'ads') and o.is_gift and k.country_code in ('DE', 'AT')`,
    )) as [[string]];
    expect(Number(count)).toBeGreaterThan(0);
    expect(rowsOf(await ask(grant, { metrics: ['orders_count'] }))).toEqual([[Number(count)]]);
  });

  it('is never passed over where it does not reach', async () => {
    const grant = { ...seo, dimensions: ['customer.name', 'customers.balances_ever', 'channel.name'] };
    expect(outcome(await get(grant, '/v1/dimensions/customer.name/values'))).toEqual([
      403,
      'TENANT_FILTER_UNREACHED',
      'dimension',
    ]);
    const ever = { metrics: ['orders_count'], by: ['customer.balances_ever'] };
    const attribute = { ...seo, dimensions: ['customer.balances_ever'] };
    expect(outcome(await ask(attribute, ever))).toEqual([403, 'TENANT_ROWS_HIDDEN']);
  });

  it('leaves its values out of statements, the log and the audit', async () => {
    const grant = { ...seo, filters: [{ dimension: 'channel.name', values: ['seo', 'zebra-crossing'] }] };
    const reply = await ask(grant, { metrics: ['orders_count'] });
    expect(rowsOf(reply)).toEqual([[4]]);
    await portal.shop.flushAudit();
    const audit = await portal.send(portal.shop.keys.adminA, { url: '/v1/audit' });
    // Records of one millisecond are in no order.
    const { items } = JSON.parse(audit.text);
    const newest = (kind: string) => items.find((record: Recorded) => record.principal.kind === kind);
    expect(newest('embed')).toMatchObject({
      principal: { kind: 'embed', id: `${portal.partner.id}:embed`, capability: 'viewer' },
      route: '/v1/query',
      metrics: [{ metric: 'orders_count' }],
    });
    expect(newest('service_key')).toMatchObject({ principal: { id: portal.partner.id } });
    const { receipt } = JSON.parse(reply.text);
    const bodies = await sql(`select body from vitrine.receipts where id = '${receipt.id}'`);
    const { sql: statements } = JSON.parse(bodies[0]?.[0] ?? '{}');
    expect(JSON.stringify(statements)).toContain('$');
    for (const text of [audit.text, logged.join(''), JSON.stringify(statements)]) {
      expect(text).not.toContain('zebra-crossing');
      expect(text).not.toContain('eyJ');
    }
  });
});

describe('rows', () => {
  const three = { rows: 3, dimensions: ['customer.name'] };
  const query = { metrics: ['orders_count'], by: ['customer.name'] };

  it('are as many at most, and there is no page behind them', async () => {
    const reply = await ask(three, query);
    expect(rowsOf(reply).length).toBe(3);
    expect(readJson(reply)['page']).toMatchObject({ limit: 3, next: null });
    expect(rowsOf(await ask(three, { ...query, limit: 2 })).length).toBe(2);
    expect(outcome(await ask(three, { ...query, limit: 4 }))).toEqual([403, 'TENANT_EMBEDDING', '/limit']);
    const { page } = JSON.parse((await ask({ dimensions: ['customer.name'] }, { ...query, limit: 3 })).text);
    expect(outcome(await ask(three, { ...query, cursor: page.next }))).toEqual([
      403,
      'TENANT_EMBEDDING',
      '/cursor',
    ]);
    const values = await get(three, '/v1/dimensions/customer.name/values');
    expect(JSON.parse(values.text)).toMatchObject({ next: null, items: { length: 3 } });
    const more = await get(three, '/v1/dimensions/customer.name/values?limit=4');
    expect(outcome(more)).toEqual([403, 'TENANT_EMBEDDING', '?limit']);
  });
});

describe('tenants', () => {
  it('are the token’s one', async () => {
    const metrics = ['orders_count'];
    expect(rowsOf(await ask({}, { metrics, tenants: ['a'] }))).toEqual([[16]]);
    expect(rowsOf(await ask({}, { metrics, tenants: 'all' }))).toEqual([[16]]);
    expect(outcome(await ask({}, { metrics, tenants: ['b'] }))).toEqual([
      403,
      'TENANT_REFUSED',
      '/tenants/0',
    ]);
  });
});

describe('answers', () => {
  it('of equal rows under other grants have other receipts, tags and cursors', async () => {
    const dimensions = ['customer.name'];
    const query = { metrics: ['orders_count'], by: dimensions, limit: 2 };
    const grants = [
      { dimensions },
      { dimensions, window: { from: '2000-01-01' } },
      { dimensions, metrics: ['orders_count'] },
    ];
    const replies = await Promise.all(grants.map((grant) => ask(grant, query)));
    const own = await portal.query(portal.partner.key, query);
    const all = [...replies, own].map((reply) => ({ ...JSON.parse(reply.text), tag: reply.headers['etag'] }));
    expect(new Set(all.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(new Set(all.map(({ receipt }) => receipt.id)).size).toBe(4);
    expect(new Set(all.map(({ tag }) => tag)).size).toBe(4);
    const [first, second] = all;
    expect(outcome(await ask(grants[0] ?? {}, { ...query, cursor: first.page.next }))).toEqual([200]);
    expect(outcome(await ask(grants[0] ?? {}, { ...query, cursor: second.page.next }))).toEqual([
      409,
      'QUERY_CURSOR_STALE',
      '/cursor',
    ]);
    const receipt = await portal.send(portal.partner.key, { url: first.receipt.url });
    expect(receipt.status).toBe(404);
  });
});
