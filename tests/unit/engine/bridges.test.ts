/** What answers across a bridge say of themselves: that groups share rows, in a warning, the receipt and the plan. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine.ts';
import { openTestPglite, type TestDatabase } from '../../support/databases.ts';
import { openShop, principalOf } from '../../support/shop.ts';

const a = principalOf(['a']);
let opened: TestDatabase;
let engine: Engine;
beforeAll(async () => {
  opened = await openTestPglite();
  engine = (await openShop(opened.database)).engineWith({ also: 'tags' });
});
afterAll(() => opened.close());

describe('answers across a bridge', () => {
  it('warn that groups share rows, and name the bridge in their receipt', async () => {
    const answer = await engine.query(a, { metrics: ['items_quantity'], by: ['tag.name', 'orders.status'] });
    expect(answer.warnings).toEqual([
      'A row counts once in each "tag.name" that it reaches across the bridge orders.tag: groups share rows, and may add up to more than the total.',
    ]);
    const receipt: unknown = JSON.parse(await engine.receipt(a, answer.receipt.id));
    expect(receipt).toMatchObject({ query: { bridges: [{ column: 'tag.name', bridge: 'orders.tag' }] } });
  });

  it('say nothing where a condition alone is about partners', async () => {
    const answer = await engine.query(a, {
      metrics: ['orders_count'],
      where: [{ dimension: 'tag.name', op: 'eq', value: 'vip' }],
    });
    expect(answer.warnings).toEqual([]);
  });

  it('explain which way was taken, and that it is a bridge', async () => {
    const { dimensions } = await engine.plan(a, { metrics: ['items_quantity'], by: ['tag.name'] });
    expect(dimensions).toMatchObject([
      {
        path: ['order', 'tag'],
        models: ['order_items', 'orders', 'tags'],
        because: expect.stringMatching(/order\.tag is a bridge: a row counts once in each group/),
      },
    ]);
  });
});
