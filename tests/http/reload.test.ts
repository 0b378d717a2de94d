/** Reloads under load: each answer is of one catalog, and none is lost. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseProject } from '../../src/definitions/parse-project.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { type LoadedCatalog, ServedCatalog } from '../../src/server/served-catalog.ts';
import { buildBareApp } from '../support/bare-app.ts';
import { openTestPglite } from '../support/databases.ts';
import { ask } from '../support/served-shop.ts';
import { openShop, readRows } from '../support/shop.ts';

const RELOADS = 1_000;

let app: FastifyInstance;
let key: string;
let served: ServedCatalog;
let engines: readonly Engine[];
let close: () => Promise<void>;
let next: () => LoadedCatalog;
/** Of the tenant that asks, counted by hand. */
let orders: number;
/** Nobody publishes here. */
const { definitions } = parseProject(new Map());

beforeAll(async () => {
  const opened = await openTestPglite();
  const shop = await openShop(opened.database);
  const [counted] = await readRows(opened.database, "select count(*) from shop.orders where client_id = 'a'");
  orders = Number(counted?.[0]);
  const made = { label: 'l', tenants: ['a' as never], capability: 'viewer', expiresAt: null } as const;
  ({ key } = await shop.store.createKey(made));
  // In each, all three say the same.
  engines = [1, 2, 3].map((factor) => {
    const formula = `count(orders) * ${factor}`;
    return shop.engineWith({ metrics: { one: formula, two: formula, three: formula } });
  });
  const [first] = engines;
  if (!first) throw new Error('there are engines');
  let turn = 0;
  next = () => {
    turn += 1;
    const engine = engines[turn % engines.length] ?? first;
    return { kind: 'catalog', catalog: engine.catalog(), definitions };
  };
  served = new ServedCatalog({
    project: { catalog: first.catalog(), definitions },
    load: async () => next(),
    engineFor: ({ catalog }) => engines.find((engine) => engine.catalog() === catalog) ?? first,
  });
  app = await buildBareApp({
    engine: () => served.engine(),
    store: shop.store,
    reload: () => served.reload(),
  });
  await app.ready();
  close = async () => {
    await app.close();
    await opened.close();
  };
});
afterAll(() => close());

const QUERY = { metrics: ['one', 'two', 'three'] };
const DOCUMENT = `query ($input: MetricQueryInput!) {
  a: query(input: $input) { rows } b: query(input: $input) { rows } metric(name: "one") { formula } }`;

async function askRest(): Promise<readonly unknown[]> {
  const reply = await ask(app, key, { method: 'POST', url: '/v1/query', payload: QUERY });
  const { data }: { data: readonly Record<string, number>[] } = JSON.parse(reply.text);
  return data.flatMap((row) => Object.values(row));
}

async function askGraphql(): Promise<readonly unknown[]> {
  const variables = { input: { metrics: QUERY.metrics.map((metric) => ({ metric })) } };
  const payload = { query: DOCUMENT, variables };
  const reply = await ask(app, key, { method: 'POST', url: '/graphql', payload });
  const { data }: { data: { a: { rows: object[] }; b: { rows: object[] }; metric: { formula: string } } } =
    JSON.parse(reply.text);
  const factor = Number(data.metric.formula.split('* ')[1]);
  const told = [...data.a.rows, ...data.b.rows].flatMap((row) => Object.values(row).map(Number));
  return [...told, factor * orders];
}

describe('reloads under load', () => {
  it('never mix two catalogs in one answer', async () => {
    const mixed: unknown[] = [];
    const seen = new Set<unknown>();
    let isOver = false;
    const asking = [askRest, askRest, askGraphql].map(async (question) => {
      while (!isOver) {
        const values = new Set(await question());
        if (values.size !== 1) mixed.push([...values]);
        for (const value of values) seen.add(value);
      }
    });
    for (let turn = 0; turn < RELOADS; turn += 1) {
      await served.reload();
      if (turn % 10 === 0) await new Promise((wait) => setTimeout(wait, 5));
    }
    isOver = true;
    await Promise.all(asking);
    expect(mixed).toEqual([]);
    expect(seen).toEqual(new Set([1, 2, 3].map((factor) => factor * orders)));
  });

  it('leave the last good catalog in force when one is bad, or cannot be read', async () => {
    const before = served.engine();
    const { hash } = before.catalog();
    next = () => ({ kind: 'faulty', report: 'orders.yaml:1:1 …' });
    expect(await served.reload()).toEqual({ kind: 'refused', report: 'orders.yaml:1:1 …' });
    next = () => {
      throw new Error('a bug');
    };
    await expect(served.reload()).rejects.toThrow('a bug');
    expect(served.engine()).toBe(before);
    next = () => ({ kind: 'catalog', catalog: before.catalog(), definitions });
    expect(await served.reload()).toEqual({ kind: 'reloaded', catalog: hash, changed: false });
    expect(served.engine()).toBe(before);
  });
});
