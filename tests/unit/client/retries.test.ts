/** When the client asks again, how long it waits, and that an abort ends all of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClient, VitrineProblem } from '../../../src/client/client.ts';
import { pauseBefore, readRetryAfter } from '../../../src/client/pause.ts';
import { type ScriptedServer, startScriptedServer } from '../../support/scripted-server.ts';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());
afterEach(() => vi.useRealTimers());

const good = { body: '{"data":[{"n":1}],"page":{"limit":1,"next":null,"more":false}}' };
const busy = (status: number, after?: string) => ({
  status,
  body: '{"code":"SERVER_BUSY","detail":"Come back."}',
  headers: after === undefined ? {} : { 'retry-after': after },
});
const ask = (options: object = {}, signal?: AbortSignal) =>
  createClient({ url: server.url, key: 'k', ...options }).query(
    { metrics: ['n'] },
    signal === undefined ? {} : { signal },
  );

describe('trying again', () => {
  it.each([429, 503])('helps with %d', async (status) => {
    server.script(busy(status, '0'), busy(status, '0'), good);
    expect((await ask()).data).toEqual([{ n: 1 }]);
    expect(server.requests).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 409, 410, 500, 502, 504])('does not with %d', async (status) => {
    server.script(busy(status, '0'), good);
    await expect(ask()).rejects.toMatchObject({ status, code: 'SERVER_BUSY' });
    expect(server.requests).toHaveLength(1);
  });

  it('ends after so many times with the last problem', async () => {
    server.script(busy(503, '0'), busy(503, '0'), busy(429, '0'));
    await expect(ask({ retries: 2 })).rejects.toMatchObject({ status: 429 });
    expect(server.requests).toHaveLength(3);
    server.script(busy(503, '0'));
    await expect(ask({ retries: 0 })).rejects.toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(1);
  });

  it('helps where the connection breaks before or within the answer', async () => {
    server.script(
      (response) => response.destroy(),
      (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"data":', () => response.destroy());
      },
      good,
    );
    expect((await ask()).data).toEqual([{ n: 1 }]);
    expect(server.requests).toHaveLength(3);
  });

  it('says in the end that nobody answered, and why', async () => {
    server.script((response) => response.destroy());
    const fault: unknown = await ask({ retries: 1 }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(VitrineProblem);
    expect(fault).toMatchObject({ status: 0, code: null, cause: expect.any(TypeError) });
    expect(server.requests).toHaveLength(2);
  });

  it('does not come back before it was asked to', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const asked: number[] = [];
    const replies = [
      new Response('', { status: 429, headers: { 'retry-after': '7' } }),
      new Response(good.body),
    ];
    const fetch = async () => {
      asked.push(Date.now());
      return replies[asked.length - 1] ?? Response.error();
    };
    const answer = ask({ fetch });
    await vi.advanceTimersByTimeAsync(6_999);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(501);
    expect((await answer).data).toEqual([{ n: 1 }]);
    expect(asked).toHaveLength(2);
  });

  it('gives up at once where it would have to wait too long', async () => {
    server.script(busy(503, '3600'), good);
    await expect(ask()).rejects.toMatchObject({ status: 503 });
    server.script(busy(503, new Date(Date.now() + 3_600_000).toUTCString()), good);
    await expect(ask({ longestWait: 60_000 })).rejects.toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(1);
  });
});

describe('an abort', () => {
  it('before anything asks nothing', async () => {
    server.script(good);
    await expect(ask({}, AbortSignal.abort('never mind'))).rejects.toBe('never mind');
    expect(server.requests).toEqual([]);
  });

  it('ends a request that is under way', async () => {
    server.script(() => {});
    const abort = new AbortController();
    const asked = ask({}, abort.signal);
    await vi.waitFor(() => {
      if (server.requests.length === 0) throw new Error('not yet');
    });
    abort.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
    expect(server.requests).toHaveLength(1);
  });

  it('ends the wait before another attempt', async () => {
    server.script(busy(503, '25'), good);
    const abort = new AbortController();
    const asked = ask({}, abort.signal);
    await vi.waitFor(() => {
      if (server.requests.length === 0) throw new Error('not yet');
    });
    const before = Date.now();
    setTimeout(() => abort.abort('tired'), 50);
    await expect(asked).rejects.toBe('tired');
    expect(Date.now() - before).toBeLessThan(5_000);
    expect(server.requests).toHaveLength(1);
  });

  it('ends the wait for a key', async () => {
    server.script(good);
    const asked = ask({ key: () => new Promise<string>(() => {}) }, AbortSignal.timeout(20));
    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(server.requests).toEqual([]);
  });

  it('leaves nothing behind on a signal that lives on', async () => {
    server.script(busy(503, '0'), good);
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await ask({ key: async () => 'k' }, signal);
    const own = added.mock.calls.filter(([, listener]) =>
      removed.mock.calls.some(([, other]) => other === listener),
    );
    // Twice the key, and one wait.
    expect(own.length).toBeGreaterThanOrEqual(3);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-03-01T12:00:00Z');

  it.each<[string | null, number | null]>([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['soon GMT', null],
    ['', null],
    [null, null],
  ])('of %j is %j milliseconds', (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected);
  });

  it('is waited out whole, and a little more', () => {
    const waits = Array.from({ length: 200 }, () => pauseBefore(0, { asked: 1_000, longest: 1_000 }) ?? 0);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...waits)).toBeLessThan(1_500);
    expect(new Set(waits).size).toBeGreaterThan(100);
    expect(pauseBefore(0, { asked: 1_001, longest: 1_000 })).toBeNull();
  });

  it.each([
    [0, 150, 300],
    [1, 300, 600],
    [3, 1_200, 2_400],
    [40, 2_500, 5_000],
  ])('where there is none, pause %d is from %d to %d', (attempt, least, most) => {
    const waits = Array.from(
      { length: 200 },
      () => pauseBefore(attempt, { asked: null, longest: 5_000 }) ?? 0,
    );
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...waits)).toBeLessThanOrEqual(most);
  });
});
