/** Policies for rows go on holding for the tokens that a key makes: by the key's claims, and as for any viewer. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewServiceKey } from '../../src/store/store.ts';
import { type EmbedPortal, openPortal, outcome, rowsOf } from '../support/embed-portal.ts';
import { readRows } from '../support/shop.ts';

let portal: EmbedPortal;
beforeAll(async () => {
  portal = await openPortal({ also: 'policies' });
});
afterAll(() => portal.shop.close());

const metrics = ['orders_count'];
const askBy = async (key: Partial<NewServiceKey>, grant: object = {}) => {
  const made = await portal.makeKey(key);
  return portal.query(await portal.tokenOf({ metrics, ...grant }, made.key), { metrics });
};
/** Of a statement written by hand. */
const count = async (where: string): Promise<number> => {
  const [[counted] = []] = await readRows(
    portal.shop.database,
    `select count(*) from shop.orders o
     left join shop.customers k on k.client_id = o.client_id and k.id = o.customer_id
     left join shop.campaigns c on c.client_id = o.client_id and c.id = o.campaign_id
     left join shop.channels h on h.client_id = c.client_id and h.id = c.channel_id
     where o.client_id = 'a' and ${where}`,
  );
  return Number(counted);
};

describe('a token of a key under policies', () => {
  const claims = { area: ['DE', 'AT'], gift: ['true', 'false'] };

  it('sees the rows that the key’s claims name, and of those what its filters do', async () => {
    const own = await count("k.country_code in ('DE', 'AT') and o.is_gift is not null");
    const filtered = await count(
      "k.country_code in ('DE', 'AT') and o.is_gift is not null and h.name = 'ads'",
    );
    expect([own > filtered, filtered > 0]).toEqual([true, true]);
    expect(rowsOf(await askBy({ claims }))).toEqual([[own]]);
    const filters = [{ dimension: 'channel.name', values: ['ads'] }];
    expect(rowsOf(await askBy({ claims }, { filters }))).toEqual([[filtered]]);
  });

  it('gets no other rows by a filter on what the claim is about', async () => {
    const filters = [{ dimension: 'customer.country.code', values: ['DE', 'BR'] }];
    const german = await count("k.country_code = 'DE' and o.is_gift is not null");
    expect(german).toBeGreaterThan(0);
    expect(rowsOf(await askBy({ claims }, { filters }))).toEqual([[german]]);
  });

  it('is refused what the key has no claim to', async () => {
    expect(outcome(await askBy({}))).toEqual([403, 'TENANT_CLAIM']);
  });

  it('is excepted by the key’s groups, and never by its capability', async () => {
    const gift = { gift: ['true'] };
    const gifts = await count('o.is_gift');
    expect(rowsOf(await askBy({ groups: ['board'], claims: gift }))).toEqual([[gifts]]);
    const admin = { groups: ['board'], capability: 'admin' } as const;
    const { key } = await portal.makeKey(admin);
    expect(rowsOf(await portal.query(key, { metrics }))).toEqual([[await count('true')]]);
    expect(outcome(await askBy(admin))).toEqual([403, 'TENANT_CLAIM']);
  });
});
