import { expect, it } from 'vitest';
import { fingerprintOfSize } from '../../../src/demo/demo-size.ts';
import { generateDemo } from '../../../src/demo/generate-demo.ts';
import { createClients } from '../../../src/demo/large-clients.ts';
import { fillShop, seedDemo } from '../../../src/demo/seed-demo.ts';
import { streamDemo } from '../../../src/demo/stream-demo.ts';
import type { DemoRow } from '../../../src/demo/table-shape.ts';
import type { PostgresDatabase, TextRows } from '../../../src/postgres/postgres-database.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { createDemoTotals } from './demo-totals.ts';

const demo = generateDemo();
const rowsInAll = demo.reduce((sum, { rows }) => sum + rows.length, 0);
const silent = () => {};

describeEachDatabase('seedDemo', (open) => {
  it('refuses a schema that holds somebody else’s table, and leaves it alone', async () => {
    await run(open(), 'create schema shop');
    await run(open(), 'create table shop.orders (id integer)');
    await run(open(), 'insert into shop.orders values (1)');
    await expect(seedDemo(open(), silent)).rejects.toMatchObject({
      code: 'SERVER_CONFIG',
      message: expect.stringContaining('shop has a table orders'),
    });
    expect(await run(open(), 'select id from shop.orders')).toEqual([['1']]);
    await run(open(), 'drop table shop.orders');
  });

  it('gives way to another run that begins meanwhile', async () => {
    let overtaken: Promise<unknown> | undefined;
    const seeding = seedDemo(open(), () => {
      overtaken ??= run(open(), `update shop.demo_seed set run = 'another'`);
    });
    await expect(seeding).rejects.toMatchObject({ code: 'SERVER_NOT_READY' });
    await overtaken;
  });

  it('starts over where it was left half-done, and says how far it is', async () => {
    const seen: { done: number; table: string }[] = [];
    await seedDemo(open(), (done, total, table) => {
      expect(total).toBe(rowsInAll);
      seen.push({ done, table });
    });
    expect(seen.at(-1)).toEqual({ done: rowsInAll, table: demo.at(-1)?.shape.name });
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
    expect(new Set(seen.map(({ table }) => table)).size).toBe(demo.length);
  });

  it.each(demo.map((table) => [table.shape.name, table] as const))(
    'stores every row of %s as it was generated',
    async (name, { shape, rows }) => {
      const columns = shape.columns.map(([column, type]) =>
        type === 'boolean' ? `${column}::text` : column,
      );
      const stored = await run(open(), `select ${columns.join(', ')} from shop.${name}`);
      expect(sortRows(stored)).toEqual(sortRows(rows));
    },
  );

  it('does nothing when all is there', async () => {
    const batches: number[] = [];
    await seedDemo(open(), (done) => batches.push(done));
    expect(batches).toEqual([]);
  });

  it('seeds again when the generator has changed', async () => {
    await run(open(), `update shop.demo_seed set fingerprint = 'of an older generator'`);
    await run(open(), 'create table shop.mine (id integer)');
    let done = 0;
    await seedDemo(open(), (rows) => {
      done = rows;
    });
    expect(done).toBe(rowsInAll);
    expect(await run(open(), 'select count(*) from shop.mine')).toEqual([['0']]);
  });

  it('leaves a complete demo of another size alone, unless a size is asked for', async () => {
    await run(open(), `update shop.demo_seed set fingerprint = '${fingerprintOfSize('large')}'`);
    let done = 0;
    const count = (rows: number) => {
      done = rows;
    };
    await seedDemo(open(), count);
    await seedDemo(open(), count, 'large');
    expect(done).toBe(0);
    await seedDemo(open(), count, 'small');
    expect(done).toBe(rowsInAll);
  });

  it('gives SQL the totals that plain TypeScript finds', async () => {
    const totals = createDemoTotals(demo);
    for (const client of ['17', '23', '31', '42']) {
      const expected = totals({ client });
      const [[revenue, orders, customers, refunds, spend, units] = []] = await run(
        open(),
        `select
           (select sum(amount) * 100 from shop.orders
             where client_id = ${client} and status in ('paid', 'delivered')),
           (select count(*) from shop.orders
             where client_id = ${client} and status in ('paid', 'delivered')),
           (select count(distinct customer_id) from shop.orders
             where client_id = ${client} and status in ('paid', 'delivered')),
           (select sum(amount) * 100 from shop.refunds where client_id = ${client}),
           (select sum(spend) * 100 from shop.ad_spend where client_id = ${client}),
           (select sum(quantity) from shop.order_items join shop.orders using (order_id)
             where client_id = ${client} and status in ('paid', 'delivered'))`,
      );
      expect([revenue, orders, customers, refunds, spend, units].map(Number)).toEqual([
        expected.revenue,
        expected.orders_count,
        expected.customers,
        expected.refunds_amount,
        expected.ad_spend,
        expected.units,
      ]);
    }
  });
});

describeEachDatabase('fillShop', (open) => {
  it('writes a part of the large demo as it is made, and all of it', async () => {
    const promised = { clients: 4, orders: 8000, sessions: 12_000, ad_spend: 1200 };
    const clients = createClients(promised);
    let made = 0;
    function* stream(): Generator<DemoRow> {
      for (const row of streamDemo(clients)) {
        made += 1;
        yield row;
      }
    }
    const waiting: number[] = [];
    const totals: (number | null)[] = [];
    const edition = { rows: stream(), total: null, fingerprint: 'a part of the large demo' };
    await fillShop(open(), edition, (done, total) => {
      waiting.push(made - done);
      totals.push(total);
    });
    expect(new Set(totals)).toEqual(new Set([null]));
    // While rows are still made, of no table more than a batch of four thousand waits.
    expect(made).toBeGreaterThan(50_000);
    expect(Math.max(...waiting)).toBeLessThan(made / 2);
    const counted = await run(
      open(),
      `select (select count(*) from shop.clients), (select count(*) from shop.orders),
         (select count(*) from shop.order_items), (select count(*) from shop.sessions),
         (select count(*) from shop.ad_spend), (select fingerprint from shop.demo_seed)`,
    );
    expect(counted).toEqual([['4', '8000', '20000', '12000', '1200', 'a part of the large demo']]);
  });
});

async function run(database: PostgresDatabase, text: string): Promise<TextRows> {
  const [rows] = await database.transaction([{ text, parameters: [] }], {
    mode: 'read_write',
    timeoutMs: 60_000,
  });
  return rows ?? [];
}

function sortRows(rows: TextRows): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}
