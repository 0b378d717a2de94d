/** Counts of use over HTTP: by metric and version, of answered requests about an admin's own tenants. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop();
  const send = (key: keyof ServedShop['keys'], payload: object) =>
    ask(shop.app, shop.keys[key], { method: 'POST', url: '/v1/query', payload });
  await send('viewerA', { metrics: ['revenue', 'roas'] });
  await send('analystA', { metrics: ['revenue'], by: ['channel.name'] });
  await send('viewerA', { metrics: ['revenue'] });
  // Neither of these was answered with a number.
  await send('viewerA', { metrics: ['revenue', 'nothing'] });
  await ask(shop.app, shop.keys.analystA, {
    method: 'POST',
    url: '/v1/query/plan',
    payload: { metrics: ['orders_count'] },
  });
  await send('viewerB', { metrics: ['revenue'] });
  await send('viewerBoth', { metrics: ['roas'], tenants: 'all' });
  await shop.flushAudit();
});
afterAll(() => shop.close());

async function usage(key: keyof ServedShop['keys'], search = '') {
  const reply = await ask(shop.app, shop.keys[key], { url: `/v1/usage${search}` });
  const { items }: { items: Record<string, unknown>[] } = JSON.parse(reply.text);
  return items.map(({ metric, version, requests, principals }) => [metric, version, requests, principals]);
}

describe('GET /v1/usage', () => {
  it('counts answered requests and who sent them, of own tenants only', async () => {
    expect(await usage('adminA')).toEqual([
      ['revenue', 1, 3, 2],
      ['roas', 1, 1, 1],
    ]);
    expect(await usage('adminBoth')).toEqual([
      ['revenue', 1, 4, 3],
      ['roas', 1, 2, 2],
    ]);
  });

  it('tells rows and when it was last asked', async () => {
    const { items } = readJson(await ask(shop.app, shop.keys.adminA, { url: '/v1/usage?metric=roas' }));
    expect(items).toEqual([
      {
        metric: 'roas',
        version: 1,
        requests: 1,
        principals: 1,
        callers: [
          {
            kind: 'service_key',
            id: shop.keys.viewerA.split('_')[2],
            requests: 1,
            last_asked: expect.stringMatching(/Z$/),
          },
        ],
        rows: 1,
        last_asked: expect.stringMatching(/Z$/),
      },
    ]);
  });

  it('tells of old versions alone where asked: of the shop’s metrics none has one', async () => {
    expect(await usage('adminA', '?outdated=true')).toEqual([]);
    expect(await usage('adminA', '?outdated=false')).toHaveLength(2);
  });

  it('is of a range, and of one metric', async () => {
    expect(await usage('adminA', '?to=2020-01-01')).toEqual([]);
    expect(await usage('adminA', '?from=2020-01-01&metric=roas')).toEqual([['roas', 1, 1, 1]]);
    expect(await usage('adminA', '?metric=nothing')).toEqual([]);
    const reply = await ask(shop.app, shop.keys.adminA, { url: '/v1/usage?from=soon' });
    expect([reply.status, readJson(reply)['code']]).toEqual([400, 'HTTP_PARAMETER']);
  });
});
