/** Access over HTTP: what a key may not see does not exist for it, on any surface. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

const POLICY = `policy: returns
description: What comes back is for finance.
owner: security@shop.example
applies_to: { metrics: [refunds_amount, refunds_count], members: [channels.name], models: [plans] }
access: { groups: [finance] }
`;
const KEPT = `metric: kept_revenue
version: 1
description: Revenue less what came back.
owner: data@shop.example
formula: revenue - refunds_amount
access: all
`;
const GOAL = `metric: goal
version: 1
description: What was planned.
owner: data@shop.example
formula: sum(plans.amount)
access: all
`;

let shop: ServedShop;
beforeAll(async () => {
  shop = await serveShop({
    also: 'spread',
    files: {
      'policies/returns.yaml': POLICY,
      'added/kept_revenue.yaml': KEPT,
      'added/goal.yaml': GOAL,
    },
  });
});
afterAll(() => shop.close());

type Key = keyof ServedShop['keys'];
const get = (url: string, key: Key) => ask(shop.app, shop.keys[key], { url });
const post = (url: string, payload: object, key: Key) =>
  ask(shop.app, shop.keys[key], { method: 'POST', url, payload });
const HIDDEN = /refunds_amount|refunds_count|refund_rate|channels?\.name|plans/;

describe('what a key may not see', () => {
  it('is on no list, in no description and in no suggestion', async () => {
    for (const url of [
      '/v1/metrics?limit=500',
      '/v1/dimensions?limit=500',
      '/v1/metrics/kept_revenue',
      '/v1/metrics/revenue',
    ]) {
      const [refused, shown] = [await get(url, 'analystA'), await get(url, 'financeA')];
      expect([refused.status, shown.status]).toEqual([200, 200]);
      expect(refused.text).not.toMatch(HIDDEN);
      expect(shown.text).toMatch(HIDDEN);
    }
    const misspelt = await post('/v1/query', { metrics: ['refunds_amoun'] }, 'analystA');
    expect(misspelt.text.replace('refunds_amoun"', '')).not.toMatch(HIDDEN);
  });

  it('is refused as a name that does not exist', async () => {
    const asked = [
      { metrics: ['refunds_amount'] },
      { metrics: ['revenue'], by: ['channel.name'] },
      { by: ['channel.name'] },
      { metrics: ['revenue'], where: [{ dimension: 'channel.name', op: 'eq', value: 'ads' }] },
      { metrics: ['revenue'], having: [{ metric: 'refunds_amount', op: 'gt', value: 1 }] },
    ];
    for (const query of asked) {
      const refused = await post('/v1/query', query, 'analystA');
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect(readJson(refused)['code']).toMatch(/^QUERY_(UNKNOWN|INVALID|NOT)/);
    }
    for (const url of [
      '/v1/metrics/refunds_amount',
      '/v1/metrics/refunds_amount/values',
      '/v1/dimensions/channel.name',
      '/v1/dimensions/channel.name/values',
    ]) {
      const [refused, shown] = [await get(url, 'analystA'), await get(url, 'financeA')];
      expect([refused.status < 500 && refused.status >= 400, shown.status]).toEqual([true, 200]);
      expect(readJson(refused)['code']).toMatch(/^QUERY_UNKNOWN/);
    }
  });

  it('does not exist in GraphQL either', async () => {
    const asked = {
      query: '{ metrics(limit: 500) { items { name formula } } metric(name: "refunds_amount") { name } }',
    };
    const refused = await post('/graphql', asked, 'analystA');
    expect(refused.text).toContain('QUERY_UNKNOWN_METRIC');
    expect(refused.text.replaceAll('\\"refunds_amount\\"', '')).not.toMatch(HIDDEN);
    expect((await post('/graphql', asked, 'financeA')).text).not.toContain('QUERY_UNKNOWN_METRIC');
  });

  it('still counts in a number that is open to all, whose plan and SQL are not', async () => {
    const query = { metrics: ['kept_revenue'], totals: true };
    const [refused, shown] = [
      await post('/v1/query', query, 'analystA'),
      await post('/v1/query', query, 'financeA'),
    ];
    expect(readJson(refused)['data']).toEqual(readJson(shown)['data']);
    const plan = await post('/v1/query/plan', query, 'analystA');
    expect([plan.status, readJson(plan)['code']]).toEqual([403, 'TENANT_PLAN_RESTRICTED']);
    expect((await post('/v1/query/plan', query, 'financeA')).status).toBe(200);
    const open = await post('/v1/query/plan', { metrics: ['revenue'] }, 'analystA');
    expect([open.status, HIDDEN.test(open.text)]).toEqual([200, false]);
  });

  it('has no name in a warning, nor where a receipt repeats it', async () => {
    const query = { metrics: ['goal'], time: { from: '2026-03-01', to: '2026-03-08' } };
    const [told, shown] = [
      await post('/v1/query', query, 'analystA'),
      await post('/v1/query', query, 'financeA'),
    ];
    expect(readJson(told)['data']).toEqual(readJson(shown)['data']);
    expect(readJson(told)['warnings']).toEqual([expect.stringContaining('"goal" rests on ‹restricted›')]);
    expect(readJson(shown)['warnings']).toEqual([expect.stringContaining('rests on plans.planned')]);
    const { receipt } = JSON.parse(told.text);
    const read = await get(receipt.url, 'analystA');
    expect(read.status).toBe(200);
    expect(read.text).not.toMatch(HIDDEN);
    const described = await get('/v1/metrics/goal', 'analystA');
    expect(readJson(described)).toMatchObject({
      sources: [{ model: '‹restricted›', source: '‹restricted›' }],
    });
  });

  it('has no name in a receipt, which those who may see it do not share', async () => {
    const query = { metrics: ['kept_revenue'] };
    const idOf = async (key: Key): Promise<string> => {
      const { receipt } = JSON.parse((await post('/v1/query', query, key)).text);
      return receipt.id;
    };
    const [mine, theirs] = [await idOf('analystA'), await idOf('financeA')];
    expect(mine).not.toBe(theirs);
    const read = await get(`/v1/receipts/${mine}`, 'analystA');
    expect(read.status).toBe(200);
    expect(read.text).not.toMatch(HIDDEN);
    expect(readJson(read)).toMatchObject({ sql: [], metrics: [{ formula: 'revenue - ‹restricted›' }] });
    expect(readJson(read)).not.toHaveProperty('access');
    expect((await get(`/v1/receipts/${theirs}`, 'analystA')).status).toBe(404);
    expect((await get(`/v1/receipts/${mine}`, 'financeA')).status).toBe(404);
    expect((await get(`/v1/receipts/${theirs}`, 'financeA')).text).toContain('refunds_amount');
  });
});
