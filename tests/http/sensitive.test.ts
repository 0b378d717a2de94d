/** Sensitive dimensions over HTTP: who is shown what stands in their place, on every surface, and in receipts. */
import { createHmac, hkdfSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

/** Of tenant `a`; one more has none. */
const NAMES = ['Ä', 'a', 'Z', 'é', 'z', '😀', '～', ''];

let shop: ServedShop;
const keys = new Map<string, { readonly id: string; readonly key: string }>();
beforeAll(async () => {
  shop = await serveShop({ also: 'sensitive' });
  const make = async (name: string, groups: string[], tenants = ['a']) => {
    const bound = tenants.map((tenant) => tenant as TenantId);
    const request = { label: name, tenants: bound, capability: 'analyst', groups, expiresAt: null } as const;
    keys.set(name, await shop.store.createKey(request));
  };
  await make('board', ['board']);
  await make('support', ['support']);
  await make('support too', ['support']);
  await make('anybody', []);
});
afterAll(() => shop.close());

const keyOf = (name: string): string => keys.get(name)?.key ?? '';
const post = (name: string, payload: object, url = '/v1/query') =>
  ask(shop.app, keyOf(name), { method: 'POST', url, payload });
const get = (name: string, url: string) => ask(shop.app, keyOf(name), { url });
const namesFor = async (name: string, query: object = {}): Promise<unknown[]> => {
  const { data } = JSON.parse((await post(name, { by: ['customers.name'], ...query })).text);
  return data.map((row: Record<string, unknown>) => row['customers.name']);
};

/** As it is documented, by other means than SQL. */
function pseudonymOf(value: string, keyId: string): string {
  const info = `vitrine pseudonyms v1\nservice_key ${keyId}`;
  const key = Buffer.from(hkdfSync('sha256', 's'.repeat(32), '', info, 32));
  return createHmac('sha256', key).update(value).digest('hex').slice(0, 32);
}

describe('pseudonyms', () => {
  it('are an HMAC of each value under a key of whoever asks', async () => {
    const id = keys.get('support')?.id ?? '';
    const expected = NAMES.map((name) => pseudonymOf(name, id)).sort();
    expect(await namesFor('support')).toEqual([...expected, null]);
    const { items } = JSON.parse((await get('support', '/v1/dimensions/customers.name/values')).text);
    expect(items).toEqual([...expected, null]);
    const lengths = await post('support', { by: ['customers.name_length'] });
    const { data, columns } = JSON.parse(lengths.text);
    expect(columns).toEqual([
      { name: 'customers.name_length', kind: 'dimension', type: 'string', shown: 'pseudonym' },
    ]);
    expect(data.map((row: Record<string, unknown>) => row['customers.name_length'])).toEqual([
      ...['0', '1'].map((length) => pseudonymOf(length, id)).sort(),
      null,
    ]);
  });

  it('are other ones for everybody else, and stay the same when a key is rotated', async () => {
    const first = await namesFor('support');
    const others = await namesFor('support too');
    expect(first.filter((name) => name !== null && others.includes(name))).toEqual([]);
    const old = keys.get('support too');
    const next = await shop.store.replaceKey(old?.id ?? '', { overlapMs: 60_000, expiresAt: null });
    keys.set('rotated', next ?? { id: '', key: '' });
    expect(await namesFor('rotated')).toEqual(others);
    const third = await shop.store.replaceKey(next?.id ?? '', { overlapMs: 60_000, expiresAt: null });
    keys.set('rotated twice', third ?? { id: '', key: '' });
    expect(await namesFor('rotated twice')).toEqual(others);
  });

  it('can be asked for again, and nothing can be asked of the values behind them', async () => {
    const pseudonym = pseudonymOf('Z', keys.get('support')?.id ?? '');
    const where = (op: string, value: string) => ({ where: [{ dimension: 'customers.name', op, value }] });
    expect(await namesFor('support', where('eq', pseudonym))).toEqual([pseudonym]);
    for (const op of ['eq', 'contains', 'starts_with', 'lte'])
      expect(await namesFor('support', where(op, op === 'lte' ? '!' : 'Z'))).toEqual([]);
    const found = await get(
      'support',
      `/v1/dimensions/customers.name/values?search=${pseudonym.slice(2, 12)}`,
    );
    expect(JSON.parse(found.text).items).toEqual([pseudonym]);
    const missed = await get('support', '/v1/dimensions/customers.name/values?search=z');
    expect(JSON.parse(missed.text).items).toEqual([]);
  });

  it('go on from page to page', async () => {
    const pages: unknown[] = [];
    let cursor: string | null = null;
    do {
      const paged = { by: ['customers.name'], limit: 4, ...(cursor === null ? {} : { cursor }) };
      const { data, page } = JSON.parse((await post('support', paged)).text);
      pages.push(...data.map((row: Record<string, unknown>) => row['customers.name']));
      cursor = page.next;
    } while (cursor !== null);
    expect(pages).toEqual(await namesFor('support'));
  });

  it('show in a plan without the key that makes them', async () => {
    const plan = await post('support', { by: ['customers.name'] }, '/v1/query/plan');
    expect(plan.status).toBe(200);
    const [statement] = JSON.parse(plan.text).statements;
    expect(statement.parameters.filter((shown: string) => shown.includes('pseudonym'))).toEqual([
      "outer half of a pseudonym's key",
      "inner half of a pseudonym's key",
    ]);
    expect(plan.text).not.toMatch(/[0-9a-f]{128}/);
  });
});

describe('what is shown', () => {
  it('is told of each dimension, and is a member like any other', async () => {
    const shown = async (name: string): Promise<unknown> => {
      const reply = await get(name, '/v1/dimensions/customers.name');
      return [reply.status, readJson(reply)['shown']];
    };
    expect(await shown('board')).toEqual([200, null]);
    expect(await shown('support')).toEqual([200, 'pseudonym']);
    expect(await shown('anybody')).toEqual([200, 'masked']);
    expect(await namesFor('anybody')).toEqual(['•••', null]);
    expect(new Set(await namesFor('board'))).toEqual(new Set([...NAMES, null]));
    const hidden = await post('anybody', { by: ['customers.name_length'] });
    const unknown = await post('anybody', { by: ['customers.name_lengths'] });
    const said = (text: string) =>
      text.replaceAll('name_lengths', 'name_length').replace(/"request_id":"[^"]*"/, '');
    expect(said(hidden.text)).toBe(said(unknown.text));
  });

  it('is the same over GraphQL', async () => {
    const source = '{ query(input: { by: ["customers.name"] }) { columns { name shown } rows } }';
    const { query } = JSON.parse((await post('anybody', { query: source }, '/graphql')).text).data;
    expect(query.columns).toEqual([{ name: 'customers.name', shown: 'masked' }]);
    expect(query.rows).toEqual([{ 'customers.name': '•••' }, { 'customers.name': null }]);
  });

  it('decides who reads the receipt', async () => {
    const receiptOf = async (name: string): Promise<string> => {
      const query = { metrics: ['orders_count'], where: [{ dimension: 'customer.name', op: 'not_null' }] };
      return JSON.parse((await post(name, query)).text).receipt.url;
    };
    const status = async (name: string, url: string) => (await get(name, url)).status;
    const [clear, own, masked] = [
      await receiptOf('board'),
      await receiptOf('support'),
      await receiptOf('anybody'),
    ];
    expect(await status('board', clear)).toBe(200);
    expect(await status('support', own)).toBe(200);
    expect(await status('anybody', masked)).toBe(200);
    for (const [name, url] of [
      ['support', clear],
      ['anybody', clear],
      ['board', own],
      ['rotated', own],
      ['support', masked],
    ] as const)
      expect(await status(name, url)).toBe(404);
    const { scope } = JSON.parse((await get('support', own)).text);
    const recipient = `service_key ${keys.get('support')?.id}`;
    expect(scope.recipient).toBe(recipient);
    expect(scope.words).toBe(`rows of tenant a; pseudonyms of ${recipient}`);
  });

  it('is no matter of queries that name nothing sensitive', async () => {
    const { receipt } = JSON.parse((await post('board', { metrics: ['orders_count'] })).text);
    expect((await get('anybody', receipt.url)).status).toBe(200);
  });
});
