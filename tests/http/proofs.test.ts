/** The operator's door: closed to every key, counts only, and what it proves shows in lists and receipts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashKeys } from '../../src/catalog/hash-keys.ts';
import { ask, PROCESS_TOKEN, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';
import { loadShopCatalog } from '../support/shop.ts';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const inspect = (payload: object, key: string | null = PROCESS_TOKEN) =>
  ask(shop.app, key, { method: 'POST', url: '/internal/inspections', payload });
const source = { schema: 'shop', table: 'orders' };

describe('POST /internal/inspections', () => {
  it('counts for the command line', async () => {
    const reply = await inspect({ kind: 'column_counts', source, tests: [] });
    expect(reply.status).toBe(200);
    expect(reply.text).toMatch(/^\{"rows":\[\["[1-9]\d*"\]\]\}$/);
    const tables = await inspect({ kind: 'tables', sources: [source, { schema: 'shop', table: 'none' }] });
    expect(JSON.parse(tables.text)).toEqual({ rows: [['shop', 'orders', 'r', null]] });
  });

  const validity = { from: 'paid_at', until: 'ordered_at' };
  it.each([
    { kind: 'reversed', source, validity },
    { kind: 'overlaps', source, keys: ['customer_id'], primaryKey: ['id'], validity, tenant: null },
    { kind: 'tenant_variants', source, column: 'client_id' },
    { kind: 'repeated_keys', source, columns: ['id'], tenant: { hops: [], column: 'client_id' } },
    { kind: 'broken_runs', source, date: 'due_on', columns: [], tenant: null },
    { kind: 'orphans', source, target: source, on: [{ column: 'id', target: 'id', byText: false }] },
  ])('counts whatever the command line may ask: %j', async (payload) => {
    expect((await inspect(payload)).text).toMatch(/^\{"rows":\[\["\d+"\]\]\}$/);
  });

  it.each(['analystA', 'viewerBoth', 'revoked'] as const)('is not there for %s', async (name) => {
    for (const url of ['/internal/inspections', '/internal/key-proofs']) {
      const reply = await ask(shop.app, shop.keys[name], { method: 'POST', url, payload: {} });
      expect([401, 403, 404]).toContain(reply.status);
      expect(reply.text).not.toContain('rows');
    }
  });

  it.each([
    {},
    { kind: 'select', text: 'select * from shop.orders' },
    { kind: 'column_counts', source, tests: [{ column: 'amount', test: 'sum' }] },
    { kind: 'column_counts', source: { ...source, catalog: 'x' }, tests: [] },
    { kind: 'repeated_keys', source, columns: [], tenant: null },
    { kind: 'tables', sources: 'shop.orders' },
  ])('takes nothing but an inspection: %j', async (payload) => {
    expect((await inspect(payload)).status).toBe(400);
  });

  it('reads no table of the server itself', async () => {
    for (const schema of ['vitrine', 'pg_catalog', 'information_schema']) {
      const reply = await inspect({ kind: 'column_counts', source: { schema, table: 'x' }, tests: [] });
      expect(readJson(reply)).toMatchObject({ code: 'PLAN_NOT_SCOPED' });
    }
  });
});

describe('proven keys', () => {
  const query = async () => {
    const reply = await ask(shop.app, shop.keys.analystA, {
      method: 'POST',
      url: '/v1/query',
      payload: { metrics: ['revenue'], by: ['channel.name'] },
    });
    const { url, id } = JSON.parse(reply.text).receipt;
    const receipt = await ask(shop.app, shop.keys.analystA, { url });
    return { id, proven: JSON.parse(receipt.text).keys_proven };
  };
  const provenSources = async () => {
    const rest = await ask(shop.app, shop.keys.viewerA, { url: '/v1/metrics/revenue' });
    const graphql = await ask(shop.app, shop.keys.viewerA, {
      method: 'POST',
      url: '/graphql',
      payload: { query: '{ metric(name: "revenue") { sources { keys_proven_at } } }' },
    });
    return [
      JSON.parse(rest.text).sources[0].keys_proven_at,
      JSON.parse(graphql.text).data.metric.sources[0].keys_proven_at,
    ];
  };
  const save = async (names: readonly string[], proven: boolean) => {
    const { models } = await loadShopCatalog();
    const checked = names.map((name) => {
      const model = models.get(name);
      if (!model) throw new Error(`no model ${name}`);
      return { definition: hashKeys(model), source: `shop.${name}`, physical: '0'.repeat(64), proven };
    });
    const reply = await ask(shop.app, PROCESS_TOKEN, {
      method: 'POST',
      url: '/internal/key-proofs',
      payload: { checked },
    });
    expect(reply.status).toBe(200);
    shop.setNow(new Date(Date.parse('2026-11-22T12:00:00Z') + (clock += 60_000)).toISOString());
  };
  let clock = 0;

  it('make a receipt say so once all its sources are proven, under another id', async () => {
    const before = await query();
    expect([before.proven, await provenSources()]).toEqual([false, [null, null]]);
    const { models } = await loadShopCatalog();
    await save(
      [...models.keys()].filter((name) => name !== 'channels'),
      true,
    );
    expect((await query()).proven).toBe(false);
    const [rest, graphql] = await provenSources();
    expect(rest).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(graphql).toBe(rest);
    await save(['channels'], true);
    const after = await query();
    expect(after.proven).toBe(true);
    expect(after.id).not.toBe(before.id);
    await save(['channels'], false);
    expect(await query()).toEqual(before);
  });
});
