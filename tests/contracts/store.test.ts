/** What every store owes the server: keys and receipts. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore, type StoreOptions } from '../../src/store/postgres-store.ts';
import type { NewServiceKey, Store } from '../../src/store/store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { readRows } from '../support/statements.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');
const SECRET = 'a secret of the server for tests only';

describeEachDatabase('a store', (database) => {
  /** Moves both clocks. */
  let clock: number;
  let store: Store;

  const open = (options: Partial<StoreOptions> = {}) =>
    createPostgresStore(database(), {
      secret: SECRET,
      environment: 'test',
      now: () => new Date(clock),
      elapsedMs: () => clock,
      ...options,
    });

  beforeAll(() => migrate(database()));
  beforeEach(() => {
    clock = START;
    store = open();
  });

  test('remembers proofs of keys by warehouse, until they do not hold', async () => {
    const checked = (definition: string, proven = true) => ({
      definition,
      source: 'shop.orders',
      physical: 'p',
      proven,
    });
    await store.saveKeyProofs('here', [checked('a'), checked('b', false), checked('c')]);
    await store.saveKeyProofs('there', [checked('a')]);
    clock += 60_000;
    await store.saveKeyProofs('here', [checked('a'), checked('c', false)]);
    expect(await store.listKeyProofs('here')).toEqual([
      { definition: 'a', provenAt: '2026-03-01T12:01:00.000Z' },
    ]);
    expect(await store.listKeyProofs('there')).toEqual([
      { definition: 'a', provenAt: '2026-03-01T12:00:00.000Z' },
    ]);
    expect(await store.listKeyProofs('elsewhere')).toEqual([]);
  });

  describe('keys', () => {
    test('are shown once, found, and listed without their secret', async () => {
      const { id, key } = await store.createKey(
        newKey({
          tenants: tenants('17', 'Ёлки, "и" палки'),
          label: 'first',
          groups: ['ops-2', 'finance', 'ops-2'],
          claims: { region: ['south', 'north', 'south'], area: ['', '"{}'] },
        }),
      );
      expect(key).toMatch(new RegExp(`^vtr_test_${id}_[0-9a-f]{64}$`));
      expect(await store.findPrincipal(key)).toEqual({
        kind: 'service_key',
        id,
        line: id,
        tenants: ['17', 'Ёлки, "и" палки'],
        capability: 'viewer',
        groups: ['finance', 'ops-2'],
        claims: { area: ['', '"{}'], region: ['north', 'south'] },
      });
      const listed = (await store.listKeys()).find((candidate) => candidate.id === id);
      expect(listed).toEqual({
        id,
        label: 'first',
        tenants: ['17', 'Ёлки, "и" палки'],
        capability: 'viewer',
        groups: ['finance', 'ops-2'],
        claims: { area: ['', '"{}'], region: ['north', 'south'] },
        replaces: null,
        createdAt: '2026-03-01T12:00:00.000Z',
        expiresAt: null,
        revokedAt: null,
      });
    });

    test('are stored as HMACs alone', async () => {
      const { key } = await store.createKey(newKey());
      const secret = key.split('_').at(-1) ?? '';
      const rows = await readRows(database(), 'SELECT k::text FROM vitrine.service_keys AS k');
      expect(JSON.stringify(rows)).not.toContain(secret);
    });

    test('differ, all of them', async () => {
      const made = await Promise.all(Array.from({ length: 20 }, () => store.createKey(newKey())));
      expect(new Set(made.map(({ id }) => id)).size).toBe(20);
      expect(new Set(made.map(({ key }) => key.split('_').at(-1))).size).toBe(20);
    });

    test('are nothing with another secret, of another id, environment or server', async () => {
      const [one, two] = [await store.createKey(newKey()), await store.createKey(newKey())];
      const secretOf = (key: string) => key.split('_').at(-1) ?? '';
      expect(await store.findPrincipal(`vtr_test_${one.id}_${secretOf(two.key)}`)).toBeNull();
      expect(await store.findPrincipal(`vtr_test_${one.id}_${'0'.repeat(64)}`)).toBeNull();
      expect(await store.findPrincipal(`vtr_test_${'0'.repeat(16)}_${secretOf(one.key)}`)).toBeNull();
      expect(await store.findPrincipal(one.key.replace('vtr_test', 'vtr_live'))).toBeNull();
      expect(await open({ environment: 'live' }).findPrincipal(one.key)).toBeNull();
      const otherEnvironment = one.key.replace('vtr_test', 'vtr_live');
      expect(await open({ environment: 'live' }).findPrincipal(otherEnvironment)).toBeNull();
      expect(await open({ secret: 'another secret of another server!!' }).findPrincipal(one.key)).toBeNull();
      expect(await store.findPrincipal(one.key)).not.toBeNull();
    });

    test('end at their expiry, also where they are remembered', async () => {
      const { id, key } = await store.createKey(newKey({ expiresAt: '2026-03-01T15:00:10+03:00' }));
      clock = START + 9_999;
      expect(await store.findPrincipal(key)).toMatchObject({ id });
      clock = START + 10_000;
      expect(await store.findPrincipal(key)).toBeNull();
      expect(await open().findPrincipal(key)).toBeNull();
      expect((await store.listKeys()).find((listed) => listed.id === id)?.expiresAt).toBe(
        '2026-03-01T12:00:10.000Z',
      );
      expect(await store.revokeKey(id)).toBe(false);
    });

    test('end when revoked: here at once, on another server within a minute', async () => {
      const { id, key } = await store.createKey(newKey());
      const other = open();
      expect(await other.findPrincipal(key)).not.toBeNull();
      expect(await store.findPrincipal(key)).not.toBeNull();
      clock += 1_000;
      expect(await store.revokeKey(id)).toBe(true);
      expect(await store.revokeKey(id)).toBe(false);
      expect(await store.findPrincipal(key)).toBeNull();
      clock += 59_000;
      expect(await other.findPrincipal(key)).toBeNull();
      expect((await store.listKeys()).find((listed) => listed.id === id)?.revokedAt).toBe(
        '2026-03-01T12:00:01.000Z',
      );
    });

    test('say who holds what they have made, for as long as they live themselves', async () => {
      const { id, key } = await store.createKey(newKey({ expiresAt: '2026-03-01T12:00:10Z' }));
      const other = open();
      expect(await other.findBearer(id)).toEqual(await store.findPrincipal(key));
      clock = START + 10_000;
      expect(await other.findBearer(id)).toBeNull();
      const { id: revoked } = await store.createKey(newKey());
      expect(await store.findBearer(revoked)).toMatchObject({ id: revoked });
      await store.revokeKey(revoked);
      expect(await store.findBearer(revoked)).toBeNull();
      for (const odd of ['', '0'.repeat(16), key, "'; --", 'a\u0000'])
        expect(await store.findBearer(odd)).toBeNull();
    });

    test('are replaced by keys with their rights, and live on for a while', async () => {
      const request = newKey({
        groups: ['ops'],
        claims: { region: ['north'] },
        capability: 'partner',
        expiresAt: '2027-01-01T00:00:00Z',
      });
      const old = await store.createKey(request);
      const young = await store.replaceKey(old.id, { overlapMs: 3_600_000, expiresAt: null });
      const claims = { region: ['north'] };
      const rights = { tenants: ['17'], groups: ['ops'], claims, capability: 'partner' };
      expect(await store.findPrincipal(young?.key ?? '')).toMatchObject({ id: young?.id, ...rights });
      expect(await store.findPrincipal(old.key)).toMatchObject({ id: old.id, ...rights });
      expect(await store.findKey(young?.id ?? '')).toMatchObject({
        replaces: old.id,
        expiresAt: '2027-01-01T00:00:00.000Z',
      });
      expect((await store.findKey(old.id))?.expiresAt).toBe('2026-03-01T13:00:00.000Z');
      clock += 3_600_000;
      expect(await store.findPrincipal(old.key)).toBeNull();
      expect(await store.findPrincipal(young?.key ?? '')).not.toBeNull();
    });

    test('two of a line live at most, and each is replaced once', async () => {
      const first = await store.createKey(newKey());
      const replacement = { overlapMs: 3_600_000, expiresAt: null };
      const made = await Promise.allSettled([1, 2, 3].map(() => store.replaceKey(first.id, replacement)));
      const seconds = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      expect([seconds.length, made.length]).toEqual([1, 3]);
      const refused = made.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []));
      expect(refused).toEqual(refused.map(() => expect.objectContaining({ code: 'TENANT_KEY_INVALID' })));
      const second = seconds[0]?.id ?? '';
      expect(await store.findPrincipal(first.key)).not.toBeNull();
      const third = await store.replaceKey(second, { overlapMs: 0, expiresAt: '2026-03-02T00:00:00Z' });
      expect(await store.findPrincipal(first.key)).toBeNull();
      expect(await store.findPrincipal(seconds[0]?.key ?? '')).toBeNull();
      expect(await store.findPrincipal(third?.key ?? '')).not.toBeNull();
      expect((await store.findKey(third?.id ?? ''))?.expiresAt).toBe('2026-03-02T00:00:00.000Z');
    });

    test('that do not live are not replaced', async () => {
      const gone = await store.createKey(newKey());
      await store.revokeKey(gone.id);
      for (const id of [gone.id, '0'.repeat(16), '', "' OR true --"])
        expect(await store.replaceKey(id, { overlapMs: 0, expiresAt: null })).toBeNull();
    });

    test('name each tenant once', async () => {
      const { key } = await store.createKey(newKey({ tenants: tenants('17', '17') }));
      expect(await store.findPrincipal(key)).toMatchObject({ tenants: ['17'] });
    });

    test.each<[name: string, change: Partial<NewServiceKey>]>([
      ['no tenant', { tenants: [] }],
      ['an empty tenant', { tenants: tenants('17', '') }],
      ['a tenant with NUL', { tenants: tenants('1\x007') }],
      ['too many tenants', { tenants: tenants(...Array.from({ length: 1_001 }, (_, n) => String(n))) }],
      ['an empty group', { groups: [''] }],
      ['a group that is no name', { groups: ['Finance & Co'] }],
      ['too many groups', { groups: Array.from({ length: 101 }, (_, n) => `g${n}`) }],
      ['a claim that is no name', { claims: { 'Sales region': ['x'] } }],
      ['a claim of a text that cannot be stored', { claims: { region: ['a\0b'] } }],
      ['a claim with a long value', { claims: { region: ['x'.repeat(201)] } }],
      ['a claim of too many values', { claims: { region: Array.from({ length: 1_001 }, String) } }],
      [
        'too many claims',
        { claims: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`c${n}`, []])) },
      ],
      ['no label', { label: ' ' }],
      ['a long label', { label: 'x'.repeat(201) }],
      ['an expiry that has passed', { expiresAt: '2026-03-01T11:59:59Z' }],
      ['an expiry now', { expiresAt: '2026-03-01T12:00:00Z' }],
      ['an expiry without offset', { expiresAt: '2027-01-01T00:00:00' }],
      ['an expiry that is a day', { expiresAt: '2027-01-01' }],
      ['an expiry on a day that is not', { expiresAt: '2027-02-30T00:00:00Z' }],
      ['an expiry that is no time', { expiresAt: 'never' }],
      ['an expiry beyond all years', { expiresAt: '+012000-01-01T00:00:00Z' }],
    ])('with %s are refused', async (_name, change) => {
      const before = await store.listKeys();
      await expect(store.createKey(newKey(change))).rejects.toMatchObject({ code: 'TENANT_KEY_INVALID' });
      expect(await store.listKeys()).toEqual(before);
    });

    test('cannot be written without tenants behind the store either', async () => {
      for (const list of ['{}', '{""}', '{NULL}', '{17,""}'])
        await expect(
          database().transaction(
            [
              {
                text: `INSERT INTO vitrine.service_keys (id, label, tenants, capability, key_hmac, created_at)
                       VALUES ('x', 'x', $1::text[], 'viewer', 'x', now())`,
                parameters: [list],
              },
            ],
            { mode: 'read_write', timeoutMs: 10_000 },
          ),
        ).rejects.toMatchObject({ fault: 'rejected' });
    });
  });

  describe('writes that may be sent again', () => {
    const write = (change: object = {}) => ({ owner: 'me', key: 'k', request: 'a', ...change });

    test('are done once, and answered alike by their owner and key', async () => {
      const own = write({ key: 'once' });
      expect(await store.claimWrite(own)).toEqual({ kind: 'new' });
      expect(await store.claimWrite(own)).toEqual({ kind: 'under_way' });
      await store.finishWrite(own, '{"secret":"é"}');
      expect(await open().claimWrite(own)).toEqual({ kind: 'done', reply: '{"secret":"é"}' });
      expect(await store.claimWrite({ ...own, request: 'b' })).toEqual({ kind: 'differs' });
      expect(await store.claimWrite({ ...own, owner: 'you' })).toEqual({ kind: 'new' });
    });

    test('are claimed by one of many', async () => {
      const claims = await Promise.all(
        Array.from({ length: 8 }, () => store.claimWrite(write({ key: 'race' }))),
      );
      expect(claims.filter(({ kind }) => kind === 'new')).toHaveLength(1);
    });

    test('are free again when they came to nothing, or were lost with their server', async () => {
      const [failed, lost] = [write({ key: 'failed' }), write({ key: 'lost' })];
      await store.claimWrite(failed);
      await store.releaseWrite(failed);
      expect(await store.claimWrite(failed)).toEqual({ kind: 'new' });
      await store.claimWrite(lost);
      clock += 60_000;
      expect(await store.claimWrite(lost)).toEqual({ kind: 'under_way' });
      clock += 1;
      expect(await store.claimWrite({ ...lost, request: 'b' })).toEqual({ kind: 'new' });
    });

    test('are forgotten after a day', async () => {
      const old = write({ key: 'old' });
      await store.claimWrite(old);
      await store.finishWrite(old, 'x');
      clock += 86_400_001;
      expect(await store.claimWrite(write({ key: 'another' }))).toEqual({ kind: 'new' });
      const rows = await readRows(database(), "SELECT FROM vitrine.kept_writes WHERE key = 'old'");
      expect(rows).toEqual([]);
    });

    test('have answers that nobody reads without the secret, nor in another place', async () => {
      const [own, other] = [write({ key: 'sealed' }), write({ key: 'elsewhere' })];
      for (const each of [own, other]) await store.claimWrite(each);
      await store.finishWrite(own, 'a secret');
      await store.finishWrite(other, 'another');
      const rows = await readRows(database(), 'SELECT k::text FROM vitrine.kept_writes AS k');
      expect(JSON.stringify(rows)).not.toContain('secret');
      const stranger = open({ secret: 'another secret of another server!!' });
      expect(await stranger.claimWrite(own)).toEqual({ kind: 'under_way' });
      const swap = `UPDATE vitrine.kept_writes SET reply =
        (SELECT reply FROM vitrine.kept_writes WHERE key = 'sealed') WHERE key = 'elsewhere'`;
      await database().transaction([{ script: swap }], { mode: 'read_write', timeoutMs: 10_000 });
      expect(await store.claimWrite(other)).toEqual({ kind: 'under_way' });
    });
  });

  describe('receipts', () => {
    test('are kept as they are, once, with the scope they were made under', async () => {
      const body = `{"sql":"select 'é' -- \\u0000","value":1.50}`;
      await store.saveReceipt({ id: 'r1', scopeHash: 'a', body });
      await Promise.all([1, 2, 3].map(() => store.saveReceipt({ id: 'r1', scopeHash: 'b', body: '{}' })));
      expect(await store.findReceipt('r1')).toEqual({ id: 'r1', scopeHash: 'a', body });
      expect(await store.findReceipt('r2')).toBeNull();
    });

    test('are large if need be, and their ids whatever a URL can carry', async () => {
      const body = JSON.stringify('x'.repeat(2_000_000));
      await store.saveReceipt({ id: 'large', scopeHash: 'a', body });
      expect((await store.findReceipt('large'))?.body).toBe(body);
      for (const id of ['', '\0', '\ud800', "' OR true --", 'x'.repeat(5_000)])
        expect(await store.findReceipt(id)).toBeNull();
    });
  });

  test('answers a ping while its tables are there', async () => {
    expect(await store.ping()).toBe(true);
  });
});

function newKey(change: Partial<NewServiceKey> = {}): NewServiceKey {
  return { label: 'a key', tenants: tenants('17'), capability: 'viewer', expiresAt: null, ...change };
}

function tenants(...ids: string[]): readonly TenantId[] {
  return ids as TenantId[];
}
