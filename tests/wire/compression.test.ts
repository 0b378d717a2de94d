/** Answers in fewer bytes, as they arrive on a real socket: the same answers, and never half of one. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { buildBareApp } from '../support/bare-app.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { openShop } from '../support/shop.ts';

const LONG = '/v1/openapi.json';
const DECODERS = { br: brotliDecompressSync, gzip: gunzipSync } as const;

let test: TestPostgres;
let address: string;
let key: string;
let stop: () => Promise<void>;
/** What the store answers to the next pages of the audit. */
let readAudit: Store['readAudit'] | null = null;

beforeAll(async () => {
  test = await openTestPostgres();
  const { engine } = await openShop(test.database);
  const now = () => new Date();
  const store = createPostgresStore(test.database, { secret: 's'.repeat(32), environment: 'test', now });
  const read = store.readAudit.bind(store);
  store.readAudit = (filter, page) => (readAudit ?? read)(filter, page);
  const app = await buildBareApp({ engine: () => engine, store });
  address = await app.listen({ host: '127.0.0.1', port: 0 });
  stop = () => app.close();
  const made = { label: 'test', tenants: ['a' as TenantId], capability: 'admin', expiresAt: null } as const;
  ({ key } = await store.createKey(made));
});
afterAll(async () => {
  await stop();
  await test.close();
});

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly isWhole: boolean;
}

function send(
  path: string,
  { body, ...headers }: Record<string, string> = {},
  method = body === undefined ? 'GET' : 'POST',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const pieces: Buffer[] = [];
      const end = (isWhole: boolean) =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(pieces),
          isWhole,
        });
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.once('end', () => end(true));
      response.once('error', () => end(false));
    });
    sent.end(body);
  });
}

describe('an answer', () => {
  it.each(['br', 'gzip'] as const)('is the same in %s, in fewer bytes', async (encoding) => {
    const plain = await send(LONG);
    const packed = await send(LONG, { 'accept-encoding': encoding });
    expect([packed.status, packed.headers['content-encoding']]).toEqual([200, encoding]);
    expect(packed.body.length).toBeLessThan(plain.body.length / 3);
    expect(DECODERS[encoding](packed.body).equals(plain.body)).toBe(true);
    for (const reply of [plain, packed]) expect(reply.headers['vary']).toContain('accept-encoding');
  });

  it.each([
    ['gzip, deflate, br', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0.5, br;q=0.1', 'gzip'],
    ['identity', undefined],
    ['compress', undefined],
    ['', undefined],
  ])('to "%s" comes as %s', async (accepted, encoding) => {
    const { headers } = await send(LONG, { 'accept-encoding': accepted });
    expect(headers['content-encoding']).toBe(encoding);
  });

  it('is left as it is where it is short', async () => {
    const reply = await send('/livez', { 'accept-encoding': 'br' });
    expect([reply.status, reply.headers['content-encoding']]).toEqual([200, undefined]);
  });

  it('has a weak tag, by which it is not sent again', async () => {
    const plain = await send('/v1/metrics');
    const packed = await send('/v1/metrics', { 'accept-encoding': 'gzip' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.headers['etag']).toBe(`W/${plain.headers['etag']}`);
    const held = await send('/v1/metrics', {
      'accept-encoding': 'gzip',
      'if-none-match': String(packed.headers['etag']),
    });
    expect([held.status, held.body.length, held.headers['content-encoding']]).toEqual([304, 0, undefined]);
    const head = await send('/v1/metrics', { 'accept-encoding': 'gzip' }, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
  });

  it('to a query is packed too, and so is what is refused at length', async () => {
    const body = JSON.stringify({ metrics: ['revenue'], by: ['orders.id'] });
    const [plain, packed] = [
      await send('/v1/query', { body }),
      await send('/v1/query', { body, 'accept-encoding': 'br' }),
    ];
    expect(packed.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(packed.body).equals(plain.body)).toBe(true);
  });
});

describe('a request', () => {
  it('is read as it is, whatever it says that it is packed in', async () => {
    const body = JSON.stringify({ metrics: ['revenue'] });
    const reply = await send('/v1/query', { body, 'content-encoding': 'identity' });
    expect(reply.status).toBe(200);
    const packed = await send('/v1/query', { body: '\u001f\u008b', 'content-encoding': 'gzip' });
    expect(packed.status).toBe(400);
  });
});

describe('an answer in pieces', () => {
  const record = {
    id: '00000000-0000-4000-8000-000000000000',
    requestId: 'r',
    at: '2026-01-01T00:00:00.000Z',
    principal: null,
    tenants: ['a'],
    method: 'GET',
    route: '/v1/metrics',
    surface: 'rest',
    catalog: 'c',
    metrics: [],
    sql: [],
    rows: 1,
    ms: 1,
    status: 200,
    outcome: 'answered',
    code: null,
  } as const;
  const items = Array.from({ length: 1_000 }, () => record);
  const next = { at: record.at, id: record.id };

  it.each(['br', 'gzip'] as const)('is whole in %s', async (encoding) => {
    let pages = 0;
    readAudit = async () => {
      pages += 1;
      return { items, next: pages < 20 ? next : null };
    };
    const packed = await send('/v1/audit/export', { 'accept-encoding': encoding });
    expect([packed.isWhole, packed.headers['content-encoding']]).toEqual([true, encoding]);
    expect(DECODERS[encoding](packed.body).toString().split('\n')).toHaveLength(20_001);
    readAudit = null;
  });

  it.each(['br', 'gzip', 'identity'])(
    'that ends before it should is no whole answer, as %s',
    async (encoding) => {
      let pages = 0;
      readAudit = async () => {
        pages += 1;
        if (pages > 10) throw new Error('the store went away');
        return { items, next };
      };
      const reply = await send('/v1/audit/export', { 'accept-encoding': encoding });
      // Where nothing was sent yet it is refused; after that the connection ends before the answer does.
      expect([reply.status, reply.isWhole]).not.toEqual([200, true]);
      readAudit = null;
    },
  );
});
