/** What the client sends and gives back, on a server that answers as it is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, VitrineProblem } from '../../../src/client/client.ts';
import { type ScriptedServer, startScriptedServer } from '../../support/scripted-server.ts';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());

const page = (rows: readonly object[], next: string | null) => ({
  body: JSON.stringify({ data: rows, page: { limit: 2, next, more: next !== null } }),
});

async function problemOf(asked: Promise<unknown>): Promise<VitrineProblem> {
  const fault: unknown = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  if (fault instanceof VitrineProblem) return fault;
  throw new Error(`not a problem: ${String(fault)}`);
}

describe('query', () => {
  it('posts the query with the key', async () => {
    server.script(page([{ revenue: 1 }], null));
    const client = createClient({ url: `${server.url}/`, key: 'vtr_test_1' });
    const query = { metrics: ['revenue'], by: ['channel.name'], limit: 5 };
    expect((await client.query(query)).data).toEqual([{ revenue: 1 }]);
    expect(server.requests).toEqual([
      {
        method: 'POST',
        url: '/v1/query',
        headers: expect.objectContaining({
          authorization: 'Bearer vtr_test_1',
          'content-type': 'application/json',
          accept: 'application/json',
        }),
        body: JSON.stringify(query),
      },
    ]);
  });

  it('knows a server below a path, and one without keys', async () => {
    server.script(page([], null));
    await createClient({ url: `${server.url}/metrics/` }).query({ metrics: ['revenue'] });
    const [{ url, headers } = { url: '', headers: {} }] = server.requests;
    expect([url, headers.authorization]).toEqual(['/metrics/v1/query', undefined]);
  });

  it('asks for a fresh key each time, also before it tries again', async () => {
    server.script({ status: 503, headers: { 'retry-after': '0' } }, page([], null));
    let made = 0;
    const client = createClient({ url: server.url, key: async () => `token-${++made}` });
    await client.query({ metrics: ['revenue'] });
    await client.query({ metrics: ['revenue'] });
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
      'Bearer token-3',
    ]);
  });

  it('asks nothing where no key comes, and tells no key that cannot be sent', async () => {
    server.script(page([], null));
    const failing = createClient({ url: server.url, key: () => Promise.reject(new Error('no session')) });
    await expect(failing.query({ metrics: ['revenue'] })).rejects.toThrow('no session');
    for (const key of ['', 'vtr_secret\n', 'vtr_sécret']) {
      const client = createClient({ url: server.url, key });
      await expect(client.query({ metrics: ['revenue'] })).rejects.toThrow(
        /^The key is empty, or has characters that no key has\.$/,
      );
    }
    expect(server.requests).toEqual([]);
  });

  it('refuses an address that is none at once', () => {
    expect(() => createClient({ url: 'metrics.example' })).toThrow(TypeError);
  });
});

describe('values', () => {
  it('writes lists, conditions and flags as the server reads them', async () => {
    server.script(page([], null));
    const client = createClient({ url: server.url, key: 'k' });
    await client.values('roas@1', {
      by: ['channel.name', 'campaign.name'],
      grain: 'month',
      range: 'last 30 days',
      where: [{ dimension: 'channel.name', op: 'in', values: ['a,b', 'c&d'] }],
      top: 3,
      of: ['channel.name'],
      others: true,
      compare: '@1',
      order: ['time', '-roas'],
      fill: false,
      tenants: ['17', '23'],
    });
    const { pathname, searchParams } = new URL(server.requests[0]?.url ?? '', server.url);
    expect(pathname).toBe('/v1/metrics/roas%401/values');
    expect(Object.fromEntries(searchParams)).toEqual({
      by: 'channel.name,campaign.name',
      grain: 'month',
      range: 'last 30 days',
      where: '[{"dimension":"channel.name","op":"in","values":["a,b","c&d"]}]',
      top: '3',
      of: 'channel.name',
      others: 'true',
      compare: '@1',
      order: 'time,-roas',
      fill: 'false',
      tenants: '17,23',
    });
  });

  it('leaves out what is undefined, and the question mark where nothing is asked', async () => {
    server.script(page([], null));
    const client = createClient({ url: server.url, key: 'k' });
    await client.values('roas');
    await client.values('roas', JSON.parse('{}'));
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/v1/metrics/roas/values',
      '/v1/metrics/roas/values',
    ]);
  });

  it.each([[['a,b']], [['all']], [[]], [['a', '']]])(
    'never makes other tenants of %j',
    async (tenants: string[]) => {
      server.script(page([], null));
      const client = createClient({ url: server.url, key: 'k' });
      await expect(client.values('roas', { tenants })).rejects.toThrow('cannot name these tenants');
      expect(server.requests).toEqual([]);
    },
  );
});

describe('pages and rows', () => {
  const three = [page([{ n: 1 }, { n: 2 }], 'c1'), page([{ n: 3 }, { n: 4 }], 'c2'), page([{ n: 5 }], null)];

  it('follow cursors with the same query', async () => {
    server.script(...three);
    const client = createClient({ url: server.url, key: 'k' });
    const found: unknown[] = [];
    for await (const row of client.rows({ metrics: ['n'], limit: 2 })) found.push(row);
    expect(found).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }, { n: 5 }]);
    expect(server.requests.map(({ body }): unknown => JSON.parse(body))).toEqual([
      { metrics: ['n'], limit: 2 },
      { metrics: ['n'], limit: 2, cursor: 'c1' },
      { metrics: ['n'], limit: 2, cursor: 'c2' },
    ]);
  });

  it('begin where a cursor says, and ask for no page before it is wanted', async () => {
    server.script(...three);
    const client = createClient({ url: server.url, key: 'k' });
    for await (const { data } of client.pages({ metrics: ['n'], cursor: 'c0' })) {
      expect(data).toHaveLength(2);
      break;
    }
    expect(server.requests.map(({ body }): unknown => JSON.parse(body))).toEqual([
      { metrics: ['n'], cursor: 'c0' },
    ]);
  });

  it('end with the problem of a page, and with an abort between two', async () => {
    const stale = { status: 409, body: '{"code":"QUERY_CURSOR_STALE","detail":"It moved."}' };
    server.script(page([{ n: 1 }], 'c1'), stale);
    const client = createClient({ url: server.url, key: 'k' });
    const found: unknown[] = [];
    const all = (async () => {
      for await (const row of client.rows({ metrics: ['n'] })) found.push(row);
    })();
    expect((await problemOf(all)).code).toBe('QUERY_CURSOR_STALE');
    expect(found).toEqual([{ n: 1 }]);

    server.script(...three);
    const abort = new AbortController();
    const aborted = (async () => {
      for await (const _page of client.pages({ metrics: ['n'] }, { signal: abort.signal }))
        abort.abort('enough');
    })();
    await expect(aborted).rejects.toBe('enough');
    expect(server.requests).toHaveLength(1);
  });
});

describe('problems', () => {
  it('say what the server says', async () => {
    server.script({
      status: 400,
      headers: { 'content-type': 'application/problem+json', 'x-request-id': 'r-0' },
      body: JSON.stringify({
        type: 'urn:vitrine:problem:QUERY_NO_PATH',
        title: 'No path',
        status: 400,
        code: 'QUERY_NO_PATH',
        detail: 'There is no way.',
        request_id: 'r-1',
        path: '/by/0',
        hint: 'Leave it out.',
      }),
    });
    const client = createClient({ url: server.url, key: 'k' });
    const problem = await problemOf(client.query({ metrics: ['n'] }));
    const said = Object.fromEntries(Object.entries(problem));
    expect({ ...said, message: problem.message }).toEqual({
      name: 'VitrineProblem',
      message: 'There is no way.',
      status: 400,
      code: 'QUERY_NO_PATH',
      hint: 'Leave it out.',
      path: '/by/0',
      requestId: 'r-1',
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['a page of a proxy', 502, '<html>Bad gateway</html>', 'The server answered 502.'],
    ['an empty refusal', 401, '', 'The server answered 401.'],
    ['a list', 400, '[1]', 'The server answered 400.'],
    ['numbers for words', 400, '{"code":7,"detail":{}}', 'The server answered 400.'],
    ['null', 500, 'null', 'The server answered 500.'],
  ])('make do with %s', async (_name, status, body, message) => {
    server.script({ status, body, headers: { 'x-request-id': 'r-2' } });
    const client = createClient({ url: server.url, key: 'k' });
    const problem = await problemOf(client.query({ metrics: ['n'] }));
    expect([problem.message, problem.status, problem.code, problem.requestId]).toEqual([
      message,
      status,
      null,
      'r-2',
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('tell of an answer that is no JSON, once', async () => {
    server.script({ body: '<html>Log in to the Wi-Fi</html>' });
    const client = createClient({ url: server.url, key: 'k' });
    const problem = await problemOf(client.values('n'));
    expect([problem.message, problem.status, problem.code]).toEqual([
      'The server answered something that is not JSON.',
      200,
      null,
    ]);
    expect(server.requests).toHaveLength(1);
  });
});
