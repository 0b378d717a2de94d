import { describe, expect, it } from 'vitest';
import { supplyClient } from '../../../src/demo/client-supply.ts';
import { clientsOfSize } from '../../../src/demo/demo-size.ts';
import { DEMO_TABLES } from '../../../src/demo/demo-tables.ts';
import { countCampaignDays } from '../../../src/demo/generate-ad-spend.ts';
import { countPromisedRows, createClients, LARGE_ROWS } from '../../../src/demo/large-clients.ts';
import { streamDemo } from '../../../src/demo/stream-demo.ts';
import type { DemoRow } from '../../../src/demo/table-shape.ts';

const large = clientsOfSize('large');

describe('the large demo', () => {
  it('promises two million orders of two hundred clients, and what belongs to them', () => {
    expect(countPromisedRows(large)).toEqual({
      clients: 200,
      orders: 2_000_000,
      order_items: 5_000_000,
      sessions: 3_000_000,
      ad_spend: 300_000,
    });
    expect(LARGE_ROWS).toEqual(countPromisedRows(large));
  });

  it('is skewed: ten clients have more than a third of it, and nobody has nothing', () => {
    const orders = large.map((client) => client.orders);
    const first = orders.slice(0, 10).reduce((sum, count) => sum + count, 0);
    expect(first).toBeGreaterThan(2_000_000 / 3);
    expect(orders).toEqual(orders.toSorted((a, b) => b - a));
    expect(Math.max(...orders)).toBeGreaterThan(40 * Math.min(...orders));
    expect(Math.min(...orders)).toBeGreaterThan(1000);
  });

  it('numbers clients and their rows apart from each other and from the small demo’s', () => {
    expect(new Set(large.map(({ id }) => id)).size).toBe(200);
    expect(Math.min(...large.map(({ id }) => id))).toBeGreaterThan(1000);
    // Rows are numbered within a million for each client, those of missing orders from the half on.
    expect(Math.max(...large.map(({ orders }) => orders))).toBeLessThan(500_000);
    expect(Math.max(...large.map(({ sessions }) => sessions))).toBeLessThan(1_000_000);
    expect(Math.max(...large.map(({ products }) => products))).toBeLessThan(999);
  });

  it('has campaigns for all spending that it promises', () => {
    const short = large.filter(({ quota, ...client }) => {
      const days = countCampaignDays(supplyClient({ ...client, quota }));
      return quota === null || days < quota.spendRows;
    });
    expect(short.map(({ id }) => id)).toEqual([]);
  });

  it('lives in several zones', () => {
    expect(new Set(large.map(({ zone }) => zone)).size).toBe(4);
  });
});

describe('a thousandth part of the large demo, made in the same way', () => {
  const promised = { clients: 5, orders: 2000, sessions: 3000, ad_spend: 300 };
  const clients = createClients(promised);

  it('has exactly the rows that it promises', () => {
    const counts = new Map<string, number>();
    for (const { shape } of streamDemo(clients)) counts.set(shape.name, (counts.get(shape.name) ?? 0) + 1);
    const found = Object.fromEntries(
      Object.keys(countPromisedRows(clients)).map((table) => [table, counts.get(table)]),
    );
    expect(found).toEqual({ ...promised, order_items: 5000 });
    expect([...counts.keys()].sort()).toEqual(DEMO_TABLES.map(({ name }) => name).sort());
  });

  it('comes row by row: the first are there before the second client is looked at', () => {
    const asked: number[] = [];
    function* ask() {
      for (const client of clients) {
        asked.push(client.id);
        yield client;
      }
    }
    const few: DemoRow[] = [];
    for (const row of streamDemo(ask())) {
      few.push(row);
      if (few.length === 1000) break;
    }
    expect(few.length).toBe(1000);
    expect(asked).toEqual([1001]);
  });

  it('is the same each time', () => {
    const first = streamDemo(clients);
    const second = streamDemo(createClients(promised));
    for (const row of first) expect(second.next().value).toEqual(row);
    expect(second.next().done).toBe(true);
  });
});
