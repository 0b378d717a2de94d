/**
 * Twenty secrets, planted wherever a request can carry one, on every kind of route, with databases that work and that
 * fail: none of them is found in the log, the traces, the audit or the figures, and no credential in a problem.
 */

import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/create-engine.ts';
import { connectPostgres } from '../../src/postgres/server-postgres.ts';
import { Figures } from '../../src/server/figures.ts';
import { inSpan } from '../../src/server/spans.ts';
import { startTracing, type Tracing } from '../../src/server/tracing.ts';
import { watchWarehouse } from '../../src/server/watched-warehouse.ts';
import { routes } from '../../src/serving/routes/list-routes.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { buildBareApp } from '../support/bare-app.ts';
import { ask, type ServedShop, serveShop } from '../support/served-shop.ts';
import { loadShopCatalog } from '../support/shop.ts';
import { openSpanReceiver, type SpanReceiver } from '../support/span-receiver.ts';
import { readRows, runScript } from '../support/statements.ts';

const TOKEN_SECRET = 'PLANTEDsignature20ofatokenxxxxxxxxx';
const SECRETS = {
  wrongKey: 'facade01'.repeat(8),
  token: TOKEN_SECRET,
  basic: 'UExBTlRFRDAzOnBhc3N3b3Jk',
  cookie: 'planted04-session',
  idempotencyKey: 'planted05-idempotency',
  idempotencyKeyRefused: 'planted06 with blanks',
  filterValue: 'planted07@filter.example',
  malformedFilter: 'planted08-no-date',
  unknownMetric: 'planted09_metric',
  unknownMember: 'planted10.member',
  searched: 'planted11-searched',
  cursor: 'planted12cursor',
  listCursor: 'planted13cursor',
  brokenBody: 'planted14-broken',
  unknownKey: 'planted15_key',
  pathOfNothing: 'planted16-path',
  traceState: 'planted17',
  graphqlLiteral: 'planted18-literal',
  graphqlVariable: 'planted19-variable',
  databasePassword: 'planted20-password',
} as const;

/** Of these a problem says nothing; the others are the caller's own words, by which it is told what is wrong. */
const CREDENTIALS = [
  'wrongKey',
  'token',
  'basic',
  'cookie',
  'idempotencyKey',
  'idempotencyKeyRefused',
  'traceState',
  'databasePassword',
] as const;

let shop: ServedShop;
let away: FastifyInstance;
let receiver: SpanReceiver;
let tracing: Tracing;
let stopAway: () => Promise<void>;
const figures = new Figures();
const log: string[] = [];
const problems: string[] = [];
const logger = { level: 'trace', stream: { write: (line: string) => log.push(line) } } as const;
const watch = {
  step: inSpan,
  planned: (isCached: boolean) => figures.planned(isCached),
  ranInWarehouse: (ms: number, outcome: 'done' | 'failed' | 'cancelled') =>
    figures.ranInWarehouse(ms, outcome),
};

beforeAll(async () => {
  receiver = await openSpanReceiver();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  tracing = await startTracing();
  const finished = figures.finished.bind(figures);
  const warn = (fault: object) => shop.app.log.warn({ err: fault }, 'audit');
  shop = await serveShop({}, null, { logger, tracing: tracing.plugin, finished, warn, kind: 'postgres' });
  // The same, over a warehouse that is away.
  const url = `postgres://reader:${SECRETS.databasePassword}@127.0.0.1:1/shop`;
  const gone = connectPostgres(url, { maxConnections: 1, connectTimeoutMs: 500 });
  const now = () => new Date();
  const secret = 's'.repeat(32);
  const { store } = shop;
  const warehouse = watchWarehouse(createPostgresWarehouse(gone), watch);
  const engine = createEngine({ catalog: await loadShopCatalog(), warehouse, store, secret, now, watch });
  away = await buildBareApp({
    engine: () => engine,
    store,
    accounts: { finished, record: (record) => void store.writeAudit([record]) },
    logger,
    tracing: tracing.plugin,
  });
  await away.ready();
  stopAway = async () => {
    await away.close();
    await gone.close();
  };
});
afterAll(async () => {
  await stopAway();
  await shop.close();
  await tracing.stop();
  await receiver.close();
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
});

const S = SECRETS;
const email = { dimension: 'customer.name', op: 'eq', value: S.filterValue };
const CARRIED = {
  cookie: `session=${S.cookie}`,
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: `vendor=${S.traceState}`,
  baggage: `user=${S.cookie}`,
};

/** What is sent with every credential. */
const REQUESTS: readonly Parameters<typeof ask>[2][] = [
  { method: 'POST', url: '/v1/query', payload: { metrics: ['revenue'], where: [email] } },
  { method: 'POST', url: '/v1/query', payload: { metrics: [S.unknownMetric], by: [S.unknownMember] } },
  { method: 'POST', url: '/v1/query', payload: { metrics: ['revenue'], by: [S.unknownMember] } },
  { method: 'POST', url: '/v1/query', payload: { metrics: ['revenue'], [S.unknownKey]: 1 } },
  { method: 'POST', url: '/v1/query', payload: { metrics: ['revenue'], cursor: S.cursor } },
  {
    method: 'POST',
    url: '/v1/query',
    payload: {
      metrics: ['revenue'],
      where: [{ dimension: 'orders.ordered_at', op: 'gt', value: S.malformedFilter }],
    },
  },
  {
    method: 'POST',
    url: '/v1/query',
    payload: `{"metrics": "${S.brokenBody}`,
    headers: { 'content-type': 'application/json' },
  },
  { method: 'POST', url: '/v1/query', payload: S.brokenBody, headers: { 'content-type': 'text/plain' } },
  { method: 'POST', url: '/v1/query/plan', payload: { metrics: ['revenue'], where: [email] } },
  { url: `/v1/metrics/revenue/values?where=${encodeURIComponent(JSON.stringify([email]))}` },
  { url: `/v1/metrics/revenue/values?where=${S.brokenBody}&${S.unknownKey}=1` },
  { url: `/v1/metrics/${S.unknownMetric}` },
  { url: `/v1/metrics?search=${S.searched}&cursor=${S.listCursor}` },
  { url: `/v1/dimensions/channel.name/values?search=${S.searched}` },
  { url: `/v1/dimensions/${S.unknownMember}/values?cursor=${S.cursor}` },
  { url: `/v1/receipts/${S.pathOfNothing}` },
  { url: `/v1/freezes?cursor=${S.listCursor}` },
  { url: `/v1/freezes/${S.pathOfNothing}` },
  {
    method: 'POST',
    url: `/v1/freezes/${S.pathOfNothing}/query`,
    payload: { metrics: ['revenue'], where: [email] },
  },
  {
    method: 'POST',
    url: '/v1/freezes',
    payload: {
      name: S.searched,
      note: S.filterValue,
      queries: { own: { metrics: ['revenue'], where: [email] } },
    },
  },
  {
    method: 'POST',
    url: '/v1/freezes',
    payload: { name: S.searched, queries: { own: { metrics: [S.unknownMetric], by: [S.unknownMember] } } },
  },
  { url: `/v1/annotations?metric=${S.unknownMetric}&cursor=${S.listCursor}` },
  { url: `/v1/annotations?from=${S.malformedFilter}` },
  { url: `/v1/annotations/${S.pathOfNothing}` },
  {
    method: 'POST',
    url: '/v1/annotations',
    payload: { text: S.searched, dimension: 'customer.name', value: S.filterValue },
  },
  { method: 'POST', url: '/v1/annotations', payload: { text: S.searched, metric: S.unknownMetric } },
  {
    method: 'PATCH',
    url: `/v1/annotations/${S.pathOfNothing}`,
    payload: { revision: 1, text: S.searched },
  },
  { url: `/${S.pathOfNothing}/${S.pathOfNothing}?token=${S.searched}` },
  { url: `/v1/query?${S.searched}`, method: 'PUT' },
  { url: `/v1/audit?principal=${S.searched}&cursor=${S.listCursor}` },
  { url: `/v1/audit/export?principal=${S.searched}` },
  { url: `/v1/usage?metric=${S.unknownMetric}` },
  { url: `/v1/tenants?cursor=${S.listCursor}` },
  { url: `/v1/deployments?at=${S.malformedFilter}&cursor=${S.listCursor}` },
  { url: `/v1/benchmarks?cursor=${S.listCursor}` },
  { url: `/v1/changelog?cursor=${S.listCursor}` },
  { url: `/v1/changelog.atom?cursor=${S.listCursor}` },
  { url: `/v1/schema.graphql?cursor=${S.listCursor}` },
  { url: `/v1/metrics/${S.unknownMetric}/versions` },
  { url: `/v1/metrics/${S.unknownMetric}/changelog` },
  { url: `/v1/metrics/${S.unknownMetric}/lineage` },
  { url: `/v1/dimensions/${S.unknownMember}/changelog?cursor=${S.listCursor}` },
  {
    method: 'POST',
    url: '/v1/keys',
    payload: { label: S.searched, tenants: ['a'], capability: 'viewer' },
    headers: { 'idempotency-key': S.idempotencyKey },
  },
  {
    method: 'POST',
    url: '/v1/keys',
    payload: { label: S.searched, tenants: ['a'], capability: 'viewer' },
    headers: { 'idempotency-key': S.idempotencyKeyRefused },
  },
  {
    method: 'POST',
    url: '/v1/embed-tokens',
    payload: { metrics: ['revenue'], filters: [{ dimension: 'customer.name', values: [S.filterValue] }] },
  },
  {
    method: 'POST',
    url: '/v1/embed-tokens',
    payload: { metrics: [S.unknownMetric], origins: [S.searched], window: { from: S.malformedFilter } },
  },
  {
    method: 'POST',
    url: '/graphql',
    payload: {
      query: `query ($where: JSON) { a: query(input: {metrics: [{metric: "revenue"}], where: $where}) { rows }
        b: query(input: {metrics: [{metric: "${S.graphqlLiteral}"}]}) { rows }
        c: dimensionValues(dimension: "channel.name", search: "${S.graphqlLiteral}") { items } }`,
      variables: { where: [{ ...email, value: S.graphqlVariable }] },
    },
  },
  { method: 'POST', url: '/graphql', payload: { query: `{ ${S.graphqlLiteral.replace('-', '_')} (` } },
];

async function askAll(app: FastifyInstance): Promise<void> {
  const credentials = [
    `Bearer ${shop.keys.adminA}`,
    `Bearer vtr_test_0123456789abcdef_${S.wrongKey}`,
    `Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.${S.token}`,
    `Basic ${S.basic}`,
  ];
  for (const authorization of credentials)
    for (const request of REQUESTS) {
      const headers = { ...CARRIED, ...request.headers, authorization };
      const reply = await ask(app, null, { ...request, headers });
      if (reply.status >= 400) problems.push(reply.text + JSON.stringify(reply.headers));
    }
}

function foundIn(text: string, names: readonly (keyof typeof SECRETS)[]): readonly string[] {
  const keys = Object.entries(shop.keys).flatMap(([name, key]) =>
    text.includes(key.split('_')[3] ?? key) ? [name] : [],
  );
  const latin = text.toLowerCase();
  return [...names.filter((name) => latin.includes(SECRETS[name].toLowerCase())), ...keys];
}

const ALL = Object.keys(SECRETS) as (keyof typeof SECRETS)[];

describe('twenty planted secrets', () => {
  beforeAll(async () => {
    await askAll(shop.app);
    await askAll(away);
    await shop.flushAudit();
    // A warehouse without its tables, and a store without its own.
    await runScript(shop.database, 'ALTER SCHEMA shop RENAME TO elsewhere');
    await runScript(shop.database, 'ALTER TABLE vitrine.receipts RENAME TO receipts_elsewhere');
    await askAll(shop.app);
    await runScript(shop.database, 'ALTER SCHEMA elsewhere RENAME TO shop');
    await runScript(shop.database, 'ALTER TABLE vitrine.receipts_elsewhere RENAME TO receipts');
    await shop.flushAudit();
  });

  it('are asked of every route for principals that takes anything', () => {
    expect(ALL).toHaveLength(20);
    const silent = ['/v1/dimensions', '/v1/dimensions/:dimension', '/v1/keys/:id/rotate', '/v1/keys/:id'];
    const asked = log.map((line): Record<string, unknown> => JSON.parse(line)).map(({ route }) => route);
    const missing = routes.filter(({ access, path }) => access === 'principal' && !asked.includes(path));
    expect(missing.map(({ path }) => path).filter((path) => !silent.includes(path))).toEqual([]);
  });

  it('are not in the log', () => {
    const text = log.join('');
    expect(log.length).toBeGreaterThan(200);
    expect(text).toContain('WAREHOUSE_UNAVAILABLE');
    expect(text).toContain('WAREHOUSE_SOURCE_MISSING');
    expect(foundIn(text, ALL)).toEqual([]);
  });

  it('are not in the audit', async () => {
    const rows = await readRows(shop.database, 'SELECT audit::text FROM vitrine.audit AS audit');
    expect(rows.length).toBeGreaterThan(200);
    expect(foundIn(rows.flat().join('\n'), ALL)).toEqual([]);
  });

  it('are not in figures', async () => {
    const { text } = await figures.write();
    expect(text).toContain('vitrine_queries_total{outcome="failed"}');
    expect(foundIn(text, ALL)).toEqual([]);
  });

  it('are not in traces', async () => {
    await tracing.stop();
    const text = receiver.bytes().toString('latin1');
    expect(text).toContain('POST /graphql');
    expect(text).toContain('warehouse');
    expect(foundIn(text, ALL)).toEqual([]);
  });

  it('are in no problem where they are credentials', () => {
    expect(problems.length).toBeGreaterThan(150);
    expect(foundIn(problems.join('\n'), CREDENTIALS)).toEqual([]);
  });
});
