/** A count that may be estimated says so where it is not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine.ts';
import { openTestPglite, type TestDatabase } from '../../support/databases.ts';
import { openShop, principalOf } from '../../support/shop.ts';

const SAYING = 'approx_count_distinct is exact here: PostgreSQL counts the values themselves.';

let opened: TestDatabase;
let engine: Engine;
beforeAll(async () => {
  opened = await openTestPglite();
  const metrics = {
    about_buyers: 'approx_count_distinct(orders.customer_id)',
    daily_buyers: 'avg(about_buyers per day)',
  };
  engine = (await openShop(opened.database)).engineWith({ metrics });
});
afterAll(() => opened.close());

describe('warnings of an answer', () => {
  it.each([
    ['about_buyers', [SAYING]],
    ['daily_buyers', [SAYING]],
    ['buyers', []],
  ])('with %s are %o', async (metric, warnings) => {
    const time = { grain: 'month', from: '2026-01-01', to: '2026-03-01' } as const;
    expect((await engine.query(principalOf(['a']), { metrics: [metric], time })).warnings).toEqual(warnings);
  });
});
