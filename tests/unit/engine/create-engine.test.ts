/** The engine on a real database: scope before names, receipts and who may read them, cuts and totals. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../src/base/exact-number.ts';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import type { Principal } from '../../../src/tenancy/principal.ts';
import { openTestPostgres, type TestDatabase } from '../../support/databases.ts';
import { openShop, principalOf, readRows, type Shop } from '../../support/shop.ts';

let opened: TestDatabase;
let shop: Shop;

beforeAll(async () => {
  opened = await openTestPostgres();
  shop = await openShop(opened.database);
});
afterAll(() => opened.close());

const a = principalOf(['a']);
const b = principalOf(['b']);
const both = principalOf(['a', 'b']);
const viewer: Principal = { ...a, capability: 'viewer' };
const REVENUE: MetricQuery = { metrics: ['revenue'], by: ['channel.name'] };

async function receiptOf(query: MetricQuery, principal = a): Promise<string> {
  return (await shop.engine.query(principal, query)).receipt.id;
}

async function read(principal: Principal, id: string): Promise<Record<string, unknown>> {
  return JSON.parse(await shop.engine.receipt(principal, id));
}

describe('receipts', () => {
  it('of equal answers are equal, whenever and however they were asked', async () => {
    const id = await receiptOf(REVENUE);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    shop.setNow('2031-01-01T00:00:00Z');
    expect(await receiptOf({ by: ['channel.name'], metrics: ['revenue@1'], limit: 1_000 })).toBe(id);
    shop.setNow();
    expect(await receiptOf({ ...REVENUE, tenants: ['a'] }, both)).toBe(id);
  });

  it('of one answer are stored once', async () => {
    const id = await receiptOf({ metrics: ['orders_count'] });
    await receiptOf({ metrics: ['orders_count'] });
    const count = await readRows(opened.database, `select count(*) from vitrine.receipts where id = '${id}'`);
    expect(count).toEqual([['1']]);
  });

  it.each<[string, MetricQuery]>([
    ['other rows', { ...REVENUE, by: ['channel.id'] }],
    ['another name', { ...REVENUE, metrics: [{ metric: 'revenue', as: 'turnover' }] }],
    ['another condition', { ...REVENUE, where: [{ dimension: 'orders.status', op: 'not_null' }] }],
    ['another limit', { ...REVENUE, limit: 1 }],
    ['another range without any row in between', { ...REVENUE, time: { from: '1990-01-01' } }],
    ['totals', { ...REVENUE, totals: true }],
  ])('differ for %s', async (_, query) => {
    expect(await receiptOf(query)).not.toBe(await receiptOf(REVENUE));
  });

  it('differ for another tenant, though both answers are empty', async () => {
    const nothing: MetricQuery = { ...REVENUE, time: { from: '1990-01-01', to: '1990-01-02' } };
    expect((await shop.engine.query(a, nothing)).rows).toEqual([]);
    expect((await shop.engine.query(b, nothing)).rows).toEqual([]);
    expect(await receiptOf(nothing, b)).not.toBe(await receiptOf(nothing));
  });

  it('say what the number is made of', async () => {
    const range = { from: '2026-01-01', to: '2026-07-01' };
    const id = await receiptOf({ metrics: ['refund_rate'], time: range });
    expect(await read(a, id)).toMatchObject({
      id,
      catalog: shop.engine.catalog().hash,
      scope: { tenants: ['a'] },
      query: {
        range: { from: '2026-01-01T00:00:00+01:00', to: '2026-07-01T00:00:00+02:00' },
        zone: 'Europe/Berlin',
      },
      metrics: [{ column: 'refund_rate', metric: 'refund_rate', version: 1 }],
      result: { rows: 1 },
      sql: [{ text: expect.stringContaining('select') }],
    });
  });

  it('show SQL to analysts only, and the same beside it', async () => {
    const id = await receiptOf(REVENUE);
    const [seen, whole] = [await read(viewer, id), await read(a, id)];
    expect(seen).not.toHaveProperty('sql');
    expect(JSON.stringify(seen)).not.toMatch(/select|client_id/i);
    expect({ ...seen, sql: whole.sql }).toEqual(whole);
  });

  it('are found by those only who may see the rows', async () => {
    const id = await receiptOf(REVENUE);
    expect((await read(both, id)).id).toBe(id);
    for (const [principal, asked] of [
      [b, id],
      [a, id.toUpperCase()],
      [a, `${id} `],
      [a, '0'.repeat(64)],
      [a, ''],
      [a, "' or '1'='1"],
    ] as const) {
      await expect(shop.engine.receipt(principal, asked)).rejects.toMatchObject({
        code: 'TENANT_RECEIPT_UNKNOWN',
        status: 404,
      });
    }
  });
});

describe('scope', () => {
  it.each<[string, Principal, MetricQuery, string]>([
    ['no tenant of two', both, REVENUE, 'TENANT_REQUIRED'],
    ['one of two', both, { ...REVENUE, tenants: ['a', 'zz'] }, 'TENANT_REFUSED'],
    ['one of others', a, { ...REVENUE, tenants: ['b'] }, 'TENANT_REFUSED'],
    ['one that does not exist', a, { ...REVENUE, tenants: ['zz'] }, 'TENANT_REFUSED'],
    ['no tenant at all', principalOf([]), REVENUE, 'TENANT_REFUSED'],
    ['scope before names', a, { metrics: ['nothing'], tenants: ['b'] }, 'TENANT_REFUSED'],
    ['names in scope', a, { metrics: ['nothing'], tenants: ['a'] }, 'QUERY_UNKNOWN_METRIC'],
  ])('%s', async (_, principal, query, code) => {
    await expect(shop.engine.query(principal, query)).rejects.toMatchObject({ code });
    await expect(shop.engine.plan(principal, query)).rejects.toMatchObject({ code });
  });

  it('is not in a plan: another tenant has the same one', async () => {
    expect(await shop.engine.plan(a, REVENUE)).toEqual(await shop.engine.plan(b, REVENUE));
  });
});

describe('plans', () => {
  it('show the tree, the SQL and what fills it, and run nothing', async () => {
    const plan = await shop.engine.plan(a, {
      ...REVENUE,
      where: [{ dimension: 'orders.status', op: 'in', values: ['x', 'y'] }],
      totals: true,
      limit: 5,
    });
    expect(plan.plan.split('\n')[0]).toBe('OrderRows revenue desc, channel.name asc');
    expect(plan.statements.map(({ name }) => name)).toEqual(['rows']);
    expect(plan.statements[0]?.parameters).toEqual(expect.arrayContaining(['tenant', 'x, y', '6']));
    expect(plan.rules.map(({ name }) => name)).toEqual([
      'drop-idle-combine',
      'push-conditions-into-scan',
      'join-totals-to-rows',
    ]);
    expect(plan.statements.map(({ sql }) => sql).join()).not.toMatch(/'x'|'a'/);
  });
});

describe('answers', () => {
  it('say that there is more, and total all of it', async () => {
    const whole = await shop.engine.query(a, { ...REVENUE, totals: true });
    const cut = await shop.engine.query(a, { ...REVENUE, totals: true, limit: 1 });
    expect(whole.page).toEqual({ limit: 1_000, next: null, more: false });
    expect(whole.warnings).toEqual([]);
    expect(cut.page).toEqual({ limit: 1, next: expect.any(String), more: true });
    expect(cut.rows).toEqual(whole.rows.slice(0, 1));
    expect(cut.totals).toEqual(whole.totals);
    expect(cut.warnings).toHaveLength(1);
  });

  it('exactly as many rows as the limit are not cut', async () => {
    const { rows } = await shop.engine.query(a, REVENUE);
    expect((await shop.engine.query(a, { ...REVENUE, limit: rows.length })).page.more).toBe(false);
  });

  it('group by two names of one thing in two columns', async () => {
    const { columns, rows } = await shop.engine.query(a, {
      metrics: ['revenue'],
      by: ['customer.name', 'orders.customer.name', 'orders.ordered_at:month'],
      time: { grain: 'month' },
    });
    expect(columns.map(({ name }) => name)).toEqual([
      'time',
      'customer.name',
      'orders.customer.name',
      'orders.ordered_at:month',
      'revenue',
    ]);
    expect(rows.length).toBeGreaterThan(5);
    for (const [time, name, spelt, month] of rows) expect([month, spelt]).toEqual([time, name]);
  });

  it('carry every digit', async () => {
    const { totals } = await shop.engine.query(a, { metrics: ['revenue'], totals: true });
    expect(totals).toEqual([new ExactNumber('12345678901235048.30')]);
  });

  it('are ready when both databases are', async () => {
    expect(await shop.engine.ready()).toEqual({ warehouse: true, store: true });
  });
});
