/** Drafts over HTTP: analysts see and use them, for viewers they do not exist. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

let shop: ServedShop;

beforeAll(async () => {
  shop = await serveShop();
});
afterAll(() => shop.close());

const query = (metric: string) => ({
  method: 'POST' as const,
  url: '/v1/query',
  payload: { metrics: [metric] },
});

describe('a draft', () => {
  it('is refused to a viewer as a name that does not exist, and suggested for none', async () => {
    const refused = await ask(shop.app, shop.keys.viewerA, query('rough_revenue'));
    expect(refused.status).toBe(404);
    expect(readJson(refused)).toMatchObject({
      code: 'QUERY_UNKNOWN_METRIC',
      detail: 'There is no metric "rough_revenue".',
      hint: expect.not.stringContaining('rough'),
    });
    const misspelt = await ask(shop.app, shop.keys.viewerA, query('rough_revenu'));
    expect(misspelt.text).not.toContain('rough_revenue');
  });

  it('is not in a list, a description or a dimension of a viewer', async () => {
    const list = await ask(shop.app, shop.keys.viewerA, { url: '/v1/metrics?limit=200' });
    const dimensions = await ask(shop.app, shop.keys.viewerA, { url: '/v1/dimensions?limit=200' });
    expect([list.status, dimensions.status]).toEqual([200, 200]);
    expect(list.text + dimensions.text).not.toContain('rough_revenue');
    expect((await ask(shop.app, shop.keys.viewerA, { url: '/v1/metrics/rough_revenue' })).status).toBe(404);
  });

  it('answers an analyst, and is described as a draft', async () => {
    const answer = await ask(shop.app, shop.keys.analystA, query('rough_revenue'));
    expect(answer.status).toBe(200);
    const described = await ask(shop.app, shop.keys.analystA, { url: '/v1/metrics/rough_revenue' });
    expect(readJson(described)).toMatchObject({ name: 'rough_revenue', draft: true });
  });
});
