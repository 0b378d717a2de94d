/** The tenants of a key, and how each is reported. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

/** Of tenant c the table says nothing, and d has no row. */
const PROFILES = [
  'create table shop.profiles (client_id text primary key, zone text, currency text)',
  "insert into shop.profiles values ('a', 'Asia/Tokyo', 'JPY'), ('b', 'America/New_York', null), ('c', null, '')",
];

let plain: ServedShop;
let profiled: ServedShop;
beforeAll(async () => {
  plain = await serveShop();
  profiled = await serveShop({
    models: {
      profiles: {
        source: 'shop.profiles',
        primary_key: 'client_id',
        tenant: 'client_id',
        dimensions: { zone: { type: 'string' }, currency: { type: 'string' } },
      },
    },
    project: { tenants: { model: 'profiles', zone: 'zone', currency: 'currency' } },
  });
  await profiled.database.transaction(
    PROFILES.map((script) => ({ script })),
    { mode: 'read_write', timeoutMs: 60_000 },
  );
});
afterAll(async () => {
  await plain.close();
  await profiled.close();
});

const keyOf = async (shop: ServedShop, ...tenants: string[]): Promise<string> => {
  const bound = tenants.map((tenant) => tenant as TenantId);
  const request = { label: 'x', tenants: bound, capability: 'viewer', expiresAt: null } as const;
  return (await shop.store.createKey(request)).key;
};

describe('GET /v1/tenants', () => {
  it('lists those of the key, in the zone and currency of the project', async () => {
    const { items, next } = readJson(await ask(plain.app, plain.keys.viewerBoth, { url: '/v1/tenants' }));
    expect(items).toEqual([
      { tenant: 'a', zone: 'Europe/Berlin', currency: 'EUR' },
      { tenant: 'b', zone: 'Europe/Berlin', currency: 'EUR' },
    ]);
    expect(next).toBeNull();
  });

  it('says what each says of itself, and the project’s where it says nothing', async () => {
    const key = await keyOf(profiled, 'd', 'b', 'a', 'c');
    expect(readJson(await ask(profiled.app, key, { url: '/v1/tenants' }))['items']).toEqual([
      { tenant: 'a', zone: 'Asia/Tokyo', currency: 'JPY' },
      { tenant: 'b', zone: 'America/New_York', currency: 'EUR' },
      { tenant: 'c', zone: 'Europe/Berlin', currency: 'EUR' },
      { tenant: 'd', zone: 'Europe/Berlin', currency: 'EUR' },
    ]);
    const own = await ask(profiled.app, await keyOf(profiled, 'b'), { url: '/v1/tenants' });
    expect(readJson(own)['items']).toEqual([{ tenant: 'b', zone: 'America/New_York', currency: 'EUR' }]);
  });

  it('goes on from page to page, whatever tenants are called', async () => {
    const names = ['a', '"}', 'Ёлки, палки', '\\', '😀'.repeat(50), ' '];
    const key = await keyOf(profiled, ...names);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const after: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = JSON.parse((await ask(profiled.app, key, { url: `/v1/tenants?limit=1${after}` })).text);
      seen.push(...page.items.map((item: { readonly tenant: string }) => item.tenant));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual([...names].sort());
    for (const odd of ['x', 'eyJhZnRlciI6MX0', Buffer.from('{"after":"\\x"}').toString('base64url')]) {
      const reply = await ask(profiled.app, key, { url: `/v1/tenants?cursor=${odd}` });
      expect([odd, reply.status, readJson(reply)['path']]).toEqual([odd, 400, '?cursor']);
    }
  });
});
