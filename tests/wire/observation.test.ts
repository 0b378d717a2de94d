/** A server as operators watch it: its log, its figures, its traces, its audit, on real sockets and a real PostgreSQL. */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../src/cli/main.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { createReader, type ReaderRole } from '../support/reader-role.ts';
import { openShop } from '../support/shop.ts';
import { openSpanReceiver, type SpanReceiver } from '../support/span-receiver.ts';
import { killSpawned, type SpawnedCli, spawnCli } from '../support/spawned-cli.ts';

const SHOP = fileURLToPath(new URL('../fixtures/shop/project', import.meta.url));
const SECRET = '0123456789abcdef0123456789abcdef';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

let test: TestPostgres;
let reader: ReaderRole;
let receiver: SpanReceiver;
let server: SpawnedCli;
let env: Record<string, string>;
let client: pg.Client;
let [address, admin, key] = ['', '', ''];

beforeAll(async () => {
  test = await openTestPostgres();
  receiver = await openSpanReceiver();
  await openShop(test.database);
  reader = await createReader(test.url, ['shop']);
  const now = () => new Date();
  const store = createPostgresStore(test.database, { secret: SECRET, environment: 'live', now });
  const granted = {
    label: 'wire',
    tenants: ['a' as TenantId],
    capability: 'admin',
    expiresAt: null,
  } as const;
  ({ key } = await store.createKey(granted));
  client = new pg.Client(test.url);
  await client.connect();
  env = {
    VITRINE_PROJECT: SHOP,
    VITRINE_WAREHOUSE: reader.url,
    VITRINE_STORE: test.url,
    VITRINE_SECRET: SECRET,
    HOST: '127.0.0.1',
    PORT: '0',
    VITRINE_ADMIN_PORT: '0',
    VITRINE_LOG: 'info',
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_SERVICE_NAME: 'metrics-of-the-shop',
  };
  server = spawnCli(['serve'], env);
  [, address = '', admin = ''] = await server.waitFor(/listens on (\S+)\n.*\nFigures: (\S+)\/metrics/);
});
afterAll(async () => {
  killSpawned();
  await client.end();
  await receiver.close();
  await test.close();
  await reader.drop();
});

const authorization = () => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });

function query(id: string, metric = 'revenue', headers: Record<string, string> = {}) {
  return fetch(`${address}/v1/query`, {
    method: 'POST',
    headers: { ...authorization(), 'x-request-id': id, ...headers },
    body: JSON.stringify({ metrics: [metric] }),
  });
}

async function figures(): Promise<string> {
  const response = await fetch(`${admin}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  return response.text();
}

async function recorded(id: string): Promise<number> {
  const { rows } = await client.query('select count(*)::int as n from vitrine.audit where request_id = $1', [
    id,
  ]);
  return rows[0].n;
}

/** Runs a command beside the server. */
async function run(...args: string[]) {
  const written = { out: '', err: '' };
  const write = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const status = await runCommandLine(args, { out: write('out'), err: write('err'), env });
  return { status, ...written };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not come true within 30 s');
    await new Promise((wait) => setTimeout(wait, 50));
  }
}

describe('the admin port', () => {
  it('serves health, figures, and nothing else', async () => {
    const statuses = await Promise.all(
      ['/livez', '/readyz', '/metrics', '/v1/metrics', '/', '/internal/keys'].map(
        async (path) => (await fetch(`${admin}${path}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 404, 404, 404]);
    expect((await fetch(`${address}/metrics`)).status).toBe(404);
  });

  it('counts requests by route and status, queries, plans and runs', async () => {
    expect((await query('figures-1')).status).toBe(200);
    expect((await query('figures-2')).status).toBe(200);
    expect((await query('figures-3', 'nothing')).status).toBe(404);
    await fetch(`${address}/never/heard/of`);
    const text = await figures();
    for (const line of [
      'vitrine_http_request_duration_seconds_count{method="POST",route="/v1/query",status="200"} 2',
      'vitrine_http_request_duration_seconds_count{method="POST",route="/v1/query",status="404"} 1',
      'vitrine_queries_total{outcome="answered"} 2',
      'vitrine_queries_total{outcome="refused"} 1',
      'vitrine_plan_cache_total{result="miss"} 1',
      'vitrine_plan_cache_total{result="hit"} 1',
      'vitrine_warehouse_duration_seconds_count{outcome="done"} 2',
      'vitrine_audit_lost_total 0',
      'vitrine_database_connections{database="store",state="waiting"} 0',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).toContain('route="none",status="404"');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toMatch(/revenue|nothing|never|tenant/);
  });
});

describe('a trace', () => {
  it('goes on with the caller’s, and has the steps of a query', async () => {
    await query('traced', 'orders_count', { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
    await until(async () => receiver.bytes().includes(Buffer.from(TRACE, 'hex')));
    await until(async () => receiver.bytes().includes('warehouse'));
    const text = receiver.bytes().toString('latin1');
    for (const name of ['POST /v1/query', 'handle', 'bind', 'plan', 'warehouse', 'metrics-of-the-shop'])
      expect(text).toContain(name);
    expect(text).not.toMatch(/select|orders_count|traced/i);
  });
});

describe('the audit', () => {
  it('outlives a store that is away for a while, and no caller notices', async () => {
    await until(async () => (await recorded('figures-3')) === 1);
    await client.query('alter table vitrine.audit rename to audit_elsewhere');
    expect((await query('while-away')).status).toBe(200);
    await until(async () => /vitrine_audit_failures_total [1-9]/.test(await figures()));
    await client.query('alter table vitrine.audit_elsewhere rename to audit');
    await until(async () => (await recorded('while-away')) === 1);
    expect(await figures()).toContain('vitrine_audit_lost_total 0');
  });

  it('is listed on the command line, of all tenants', async () => {
    const listed = await run('audit', '--json', '--outcome', 'answered', '--metric', 'revenue');
    expect(listed.status).toBe(0);
    const lines = listed.out.trimEnd().split('\n');
    const ids = lines.map((line) => JSON.parse(line).requestId);
    expect(ids).toEqual(['while-away', 'figures-2', 'figures-1']);
    const table = await run('audit', '--limit', '2');
    expect(table.out).toMatch(/^at +principal +tenants +route +metrics +rows +ms +outcome\n/);
    const usage = await run('usage', '--metric', 'revenue', 'orders_count');
    expect(usage.out).toMatch(/revenue@1 +3 +1 +3 .*\norders_count@1 +1 +1 +1 /);
    const callers = await run('usage', '--metric', 'revenue', '--callers');
    expect(callers.out).toMatch(/^metric +who +requests +last asked\n.*\nrevenue@1 +service_key \w+ +3 /);
    expect((await run('usage', '--outdated')).out).not.toContain('revenue@1');
    const wrong = await run('audit', '--from', 'yesterday');
    expect(wrong).toMatchObject({ status: 2, err: expect.stringContaining('--from') });
  });

  it('has the last requests before the end, and the log a line for each', async () => {
    expect((await query('the-last')).status).toBe(200);
    server.process.kill('SIGTERM');
    const { status, err } = await server.finished;
    expect(status).toBe(0);
    expect(await recorded('the-last')).toBe(1);
    const lines: Record<string, unknown>[] = err
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line));
    const of = (id: string) => lines.filter((line) => line['reqId'] === id && line['msg'] === 'request');
    expect(of('the-last')).toEqual([
      expect.objectContaining({
        level: 30,
        method: 'POST',
        route: '/v1/query',
        status: 200,
        ms: expect.any(Number),
        outcome: 'answered',
        code: null,
        principal: key.split('_')[2],
        tenants: 1,
      }),
    ]);
    expect(of('figures-3')).toEqual([
      expect.objectContaining({ status: 404, outcome: 'refused', code: 'QUERY_UNKNOWN_METRIC' }),
    ]);
    const away = lines.filter(({ msg }) => msg === 'the audit could not be written');
    expect(away[0]).toMatchObject({ level: 40, lost: 0, waiting: expect.any(Number) });
  });
});
