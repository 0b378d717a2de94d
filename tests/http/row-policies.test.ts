/** Rows that a claim tells, over HTTP: on every surface, and in receipts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;
const keys = new Map<string, string>();
beforeAll(async () => {
  shop = await serveShop({ also: 'policies' });
  const make = async (name: string, claims: Record<string, string[]>, groups: string[] = []) => {
    const request = {
      label: name,
      tenants: ['a' as TenantId],
      capability: 'analyst',
      groups,
      claims,
    } as const;
    keys.set(name, (await shop.store.createKey({ ...request, expiresAt: null })).key);
  };
  await make('germany', { area: ['DE'] });
  await make('germany too', { area: ['DE'] });
  await make('austria', { area: ['AT'] });
  await make('board', {}, ['board']);
  await make('nowhere', {});
});
afterAll(() => shop.close());

const post = (name: string, payload: object, url = '/v1/query') =>
  ask(shop.app, keys.get(name) ?? '', { method: 'POST', url, payload });
const get = (name: string, url: string) => ask(shop.app, keys.get(name) ?? '', { url });

describe('rows of a claim', () => {
  it('are the same on every surface', async () => {
    const { data } = JSON.parse((await post('germany', { metrics: ['orders_count'] })).text);
    const values = await get('germany', '/v1/metrics/orders_count/values');
    expect(JSON.parse(values.text).data).toEqual(data);
    const source = '{ query(input: { metrics: [{ metric: "orders_count" }] }) { rows } }';
    const graphql = JSON.parse((await post('germany', { query: source }, '/graphql')).text);
    expect(Number(graphql.data.query.rows[0].orders_count)).toBe(data[0].orders_count);
    const names = JSON.parse((await get('austria', '/v1/dimensions/country.name/values')).text);
    expect(names.items.length).toBeGreaterThan(0);
    const customers = JSON.parse((await get('austria', '/v1/dimensions/customers.name/values')).text);
    expect(customers.items.toSorted()).toEqual(['a', '～']);
  });

  it('are refused without the claim, in plans too', async () => {
    for (const url of ['/v1/query', '/v1/query/plan']) {
      const reply = await post('nowhere', { metrics: ['orders_count'] }, url);
      expect([reply.status, readJson(reply)['code']]).toEqual([403, 'TENANT_CLAIM']);
    }
    expect((await post('nowhere', { metrics: ['clicks'] })).status).toBe(403);
    expect((await post('nowhere', { metrics: ['stock_units'] })).status).toBe(200);
  });

  it('are told of in receipts, which are read by those who see the same rows', async () => {
    const receiptOf = async (name: string, metric: string) =>
      JSON.parse((await post(name, { metrics: [metric] })).text).receipt.url as string;
    const [german, whole] = [await receiptOf('germany', 'revenue'), await receiptOf('board', 'revenue')];
    expect(JSON.parse((await get('germany', german)).text).scope).toEqual({
      tenants: ['a'],
      rows: { 'claim area': ['DE'] },
      words: 'rows of tenant a; claim area: DE',
    });
    const status = async (name: string, url: string) => (await get(name, url)).status;
    expect(await status('germany too', german)).toBe(200);
    for (const name of ['austria', 'board', 'nowhere']) expect(await status(name, german)).toBe(404);
    expect(await status('board', whole)).toBe(200);
    for (const name of ['germany', 'austria', 'nowhere']) expect(await status(name, whole)).toBe(404);
  });

  it('show in a plan by the name of the claim, and never by its values', async () => {
    const plan = await post('austria', { metrics: ['revenue'] }, '/v1/query/plan');
    expect(plan.text).toContain('claim area');
    expect(plan.text).not.toContain('"AT"');
  });
});
