/** Notes on values that somebody may not see: sensitive ones, and those of rows that a claim hides. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Capability } from '../../src/base/capability.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { ask, readJson, type ServedShop, serveShop } from '../support/served-shop.ts';

interface Holder {
  readonly capability?: Capability;
  readonly groups?: readonly string[];
  readonly claims?: Readonly<Record<string, readonly string[]>>;
}

/** A shop in which each of `holders` has a key. */
async function open(also: string, holders: Readonly<Record<string, Holder>>) {
  const shop: ServedShop = await serveShop({ also });
  const keys = new Map<string, string>();
  for (const [label, { capability = 'analyst', groups = [], claims = {} }] of Object.entries(holders)) {
    const request = { label, tenants: ['a' as TenantId], capability, groups, claims, expiresAt: null };
    keys.set(label, (await shop.store.createKey(request)).key);
  }
  const send = (method: 'GET' | 'POST', url: string, name: string, payload?: object) =>
    ask(shop.app, keys.get(name) ?? '', { method, url, ...(payload ? { payload } : {}) });
  const post = async (name: string, note: object) => {
    const reply = await send('POST', '/v1/annotations', name, { text: 'x', visibility: 'client', ...note });
    const { id, code } = readJson(reply);
    return reply.status === 201 ? String(id) : `${reply.status} ${String(code)}`;
  };
  /** Who is told, by its id and in the list. */
  const readersOf = async (id: string): Promise<readonly string[]> => {
    const told: string[] = [];
    for (const name of Object.keys(holders)) {
      const { status } = await send('GET', `/v1/annotations/${id}`, name);
      const { text } = await send('GET', '/v1/annotations?limit=500', name);
      expect([name, text.includes(id)]).toEqual([name, status === 200]);
      if (status === 200) told.push(name);
    }
    return told;
  };
  return { shop, post, readersOf };
}

type Opened = Awaited<ReturnType<typeof open>>;

describe('values of sensitive dimensions', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open('sensitive', {
      board: { groups: ['board'] },
      support: { groups: ['support'] },
      anybody: {},
      admin: { capability: 'admin' },
      'viewer of the board': { capability: 'viewer', groups: ['board'] },
    });
  });
  afterAll(() => opened.shop.close());

  it('are noted by those who see them in clear, and told to nobody else', async () => {
    const about = { metric: 'orders_count', dimension: 'customers.name', value: 'Z' };
    expect(await opened.readersOf(await opened.post('board', about))).toEqual([
      'board',
      'viewer of the board',
    ]);
    for (const name of ['support', 'anybody', 'admin'])
      expect(await opened.post(name, about)).toBe('400 QUERY_ANNOTATION_REFUSED');
  });

  it('are unknown where nobody is shown them', async () => {
    expect(await opened.post('board', { dimension: 'customers.note', value: 'z' })).toBe(
      '400 QUERY_UNKNOWN_MEMBER',
    );
  });
});

describe('values of rows that a claim tells', () => {
  let opened: Opened;
  const status = { dimension: 'orders.status', value: 'paid' };
  beforeAll(async () => {
    opened = await open('policies', {
      germany: { claims: { area: ['DE'], channel: ['ads'], reason: ['late'] } },
      'germany too': { claims: { reason: ['late'], channel: ['ads'], area: ['DE'] } },
      austria: { claims: { area: ['AT'], channel: ['ads'], reason: ['late'] } },
      board: { groups: ['board'] },
      nowhere: {},
    });
  });
  afterAll(() => opened.shop.close());

  it('are told to those who see the same rows, and to those who see all', async () => {
    expect(await opened.readersOf(await opened.post('germany', status))).toEqual([
      'germany',
      'germany too',
      'board',
    ]);
    expect(await opened.readersOf(await opened.post('board', status))).toEqual(['board']);
  });

  it('are noted by nobody whose rows are not known', async () => {
    expect(await opened.post('nowhere', status)).toBe('400 QUERY_ANNOTATION_REFUSED');
  });

  it('do not keep notes without a value from anybody', async () => {
    const all = ['germany', 'germany too', 'austria', 'board', 'nowhere'];
    expect(await opened.readersOf(await opened.post('board', { metric: 'revenue' }))).toEqual(all);
    expect(await opened.readersOf(await opened.post('nowhere', {}))).toEqual(all);
  });
});
