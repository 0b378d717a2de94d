/** Values of a dimension that other rows say: listed, searched, and those of each tenant its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/engine/engine.ts';
import { openTestPglite, type TestDatabase } from '../../support/databases.ts';
import { openShop, principalOf } from '../../support/shop.ts';

let opened: TestDatabase;
let engine: Engine;
beforeAll(async () => {
  opened = await openTestPglite();
  engine = (await openShop(opened.database)).engineWith({ also: 'holdings' });
});
afterAll(() => opened.close());

describe('values of a dimension that other rows say', () => {
  const dimension = 'customers.band';

  it('are listed', async () => {
    const { items } = await engine.values(principalOf(['a']), { dimension });
    expect(items).toEqual(['none', 'rich', 'some']);
  });

  it('are searched, whatever the case', async () => {
    const { items } = await engine.values(principalOf(['a']), { dimension, search: 'IC' });
    expect(items).toEqual(['rich']);
  });

  it('are those of each tenant', async () => {
    const { items } = await engine.values(principalOf(['b']), { dimension });
    expect(items).not.toContain('some');
    const both = await engine.values(principalOf(['a', 'b']), { dimension, search: 'e', tenants: 'all' });
    expect(both.items).toEqual(['none', 'some']);
  });

  it('are searched in texts and keys only', async () => {
    const request = { dimension: 'customers.balance', search: '1' };
    await expect(engine.values(principalOf(['a']), request)).rejects.toMatchObject({
      code: expect.any(String),
    });
  });
});
