/** Sensitive dimensions in tokens for embedding: shown as to the key that made them, and never a way to what is hidden. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbedPortal, openPortal, outcome } from '../support/embed-portal.ts';
import { readJson } from '../support/served-shop.ts';

let portal: EmbedPortal;
beforeAll(async () => {
  portal = await openPortal({ also: 'sensitive' });
});
afterAll(() => portal.shop.close());

const metrics = ['orders_count'];
const dimensions = ['customer.name'];
const namesBy = async (key: string): Promise<(string | null)[]> => {
  const token = await portal.tokenOf({ metrics, dimensions }, key);
  const { data } = JSON.parse((await portal.query(token, { metrics, by: dimensions })).text);
  return data.map((row: Record<string, string | null>) => row['customer.name'] ?? null).sort();
};

describe('sensitive dimensions in a token', () => {
  it('are shown as to its key, which has to list them', async () => {
    const { key } = await portal.makeKey();
    expect(await namesBy(key)).toEqual([null, '•••']);
    const other = await portal.tokenOf({ metrics }, key);
    const refused = await portal.query(other, { metrics, by: dimensions });
    expect(outcome(refused)).toEqual([400, 'QUERY_UNKNOWN_MEMBER', '/by/0']);
    const hidden = await portal.mint({ metrics, dimensions: ['customers.name_length'] }, key);
    expect(outcome(hidden)).toEqual([400, 'QUERY_UNKNOWN_MEMBER', '/dimensions/0']);
  });

  it('are no way to values that are not shown', async () => {
    const filters = [{ dimension: 'customer.name', values: ['Z'] }];
    for (const groups of [[], ['support']]) {
      const { key } = await portal.makeKey({ groups });
      const reply = await portal.mint({ metrics, filters }, key);
      expect(outcome(reply)).toEqual([400, 'TENANT_EMBEDDING_INVALID', '/filters/0/dimension']);
      expect(readJson(reply)['detail']).toContain('not shown in clear');
    }
    const board = await portal.makeKey({ groups: ['board'] });
    const token = await portal.tokenOf({ metrics, filters }, board.key);
    const told = JSON.parse((await portal.query(token, { metrics })).text);
    const [row] = await portal.shop.database.transaction(
      [
        {
          text: `select count(*)::text from shop.orders o join shop.customers c on c.client_id = o.client_id
                 and c.id = o.customer_id where o.client_id = 'a' and c.name = 'Z'`,
          parameters: [],
        },
      ],
      { mode: 'read_only', timeoutMs: 60_000 },
    );
    expect(String(told.data[0].orders_count)).toBe(row?.[0]?.[0]);
  });

  it('have pseudonyms of the token’s own, which stay when its key is rotated', async () => {
    const { id, key } = await portal.makeKey({ groups: ['support'] });
    const own = await portal.query(key, { metrics, by: dimensions });
    const names = await namesBy(key);
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => name !== null && own.text.includes(name))).toEqual([]);
    const next = await portal.shop.store.replaceKey(id, { overlapMs: 60_000, expiresAt: null });
    expect(await namesBy(next?.key ?? '')).toEqual(names);
  });
});
