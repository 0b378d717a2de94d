/** Metrics before and after a change, on a real database; amounts are counted by hand beside the rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { chooseMetrics } from '../../../src/comparison/choose-metrics.ts';
import { compareMetrics } from '../../../src/comparison/compare-metrics.ts';
import type { ComparedMetric, ComparedRange } from '../../../src/comparison/compared-metric.ts';
import type { Units } from '../../../src/comparison/moved-value.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { toTenantId } from '../../../src/serving/local-principal.ts';
import { loadSqlVerifier } from '../../../src/sql/verify-sql.ts';
import { createPostgresWarehouse } from '../../../src/warehouse/postgres-warehouse.ts';
import type { Warehouse } from '../../../src/warehouse/warehouse.ts';
import {
  AGENCY_TENANTS,
  type AgencyChange,
  agencyCatalog,
  changeAgency,
  fillAgency,
  WITHOUT_CANCELLED,
} from '../../support/agency.ts';
import { openTestPostgres, type TestPostgres } from '../../support/databases.ts';

let test: TestPostgres;
let warehouse: Warehouse;
beforeAll(async () => {
  test = await openTestPostgres();
  await loadSqlVerifier();
  await fillAgency(test.database);
  warehouse = createPostgresWarehouse(test.database);
});
afterAll(() => test.close());

const ORDERS = 'models/orders.yaml';
const MONTHS: ComparedRange = { grain: 'month', from: '2026-01-01', to: '2026-03-01' };
const CANCELLED: AgencyChange = [ORDERS, ...WITHOUT_CANCELLED];

interface Compared {
  readonly before?: Catalog;
  readonly metrics?: readonly string[];
  readonly range?: ComparedRange;
  readonly inside?: Warehouse;
  readonly rows?: number;
  readonly lanes?: number;
  readonly signal?: AbortSignal;
  readonly report?: (done: number, total: number) => void;
}

async function compare(changes: readonly AgencyChange[], options: Compared = {}) {
  const { before = agencyCatalog(changeAgency()), inside = warehouse, rows = 20 } = options;
  const { range = MONTHS, lanes = 2, report = () => {}, signal } = options;
  const after = agencyCatalog(changeAgency(...changes));
  const wanted = options.metrics ? new Set(options.metrics) : null;
  const { compared: metrics } = chooseMetrics(before, after, wanted);
  const tenants = AGENCY_TENANTS.map(toTenantId);
  const request = { before, after, metrics, tenants, range, rows, nameTenant: String };
  const now = () => new Date('2026-03-10T12:00:00Z');
  return await compareMetrics(request, { warehouse: inside, now, lanes, report, signal });
}

async function compareOne(name: string, changes: readonly AgencyChange[], options: Compared = {}) {
  const { metrics } = await compare(changes, { ...options, metrics: [name] });
  const [metric] = metrics;
  if (metric === undefined) throw new Error(`${name} is not compared`);
  return metric;
}

const movesOf = ({ rows }: ComparedMetric) =>
  rows.map(({ tenant, time, before, after, change, ratio, units }) =>
    [tenant, time, before, after, change, ratio, unitsOf(units)].join(' '),
  );
const unitsOf = ({ before, after }: Units) => (before === after ? after : `${before}/${after}`);

describe('what moves', () => {
  it('is told by tenant and month, in digits and in the tenant’s own currency', async () => {
    const revenue = await compareOne('revenue', [CANCELLED]);
    expect(movesOf(revenue)).toEqual([
      'aster 2026-01-01 400.00 300.00 -100.00 -0.25 EUR',
      'birch 2026-02-01 550.00 500.00 -50.00 -0.0909091 USD',
    ]);
    expect(revenue.tenants).toEqual({ compared: 3, moved: 2 });
    expect(revenue.values).toEqual({ compared: 6, moved: 2 });
    expect(revenue.times).toEqual(['2026-01-01', '2026-02-01']);
    // Euros and dollars have no least.
    expect(revenue.change).toBe(null);
    expect(revenue.ratio).toEqual({ least: -0.25, greatest: -0.0909091 });
    expect(revenue.apart).toBe(0);
  });

  it('is told of ratios, too', async () => {
    const roas = await compareOne('roas', [CANCELLED]);
    expect(movesOf(roas)).toEqual([
      'aster 2026-01-01 4 3 -1 -0.25 ',
      'birch 2026-02-01 5.5 5 -0.5 -0.0909091 ',
    ]);
    expect(roas.change).toEqual({ least: '-1', greatest: '-0.5' });
  });

  it('is nothing where only the names of things changed', async () => {
    const { metrics, from, to, tenants } = await compare([
      ['sales/roas.yaml', 'Revenue per unit', 'Money per unit'],
    ]);
    expect(metrics.map(({ metric }) => metric)).toEqual([
      'ad_spend',
      'clients_count',
      'orders_count',
      'revenue',
      'roas',
    ]);
    expect(metrics.flatMap(({ rows }) => rows)).toEqual([]);
    expect(metrics.map(({ tenants: { compared } }) => compared)).toEqual([3, 3, 3, 3, 3]);
    expect([from, to, tenants]).toEqual(['2026-01-01', '2026-03-01', 3]);
  });

  it('says that a number comes or goes', async () => {
    const average: AgencyChange = [
      'sales/average.yaml',
      '',
      'metric: average\nversion: 1\nowner: a@b.example\ndescription: Mean.\nformula: avg(orders.amount)\n',
    ];
    const only: AgencyChange = [
      'sales/average.yaml',
      'avg(orders.amount)',
      `avg(orders.amount) filter (where orders.status = 'cancelled')`,
    ];
    const before = agencyCatalog(changeAgency(average));
    const { rows, values } = await compareOne('average', [average, only], { before });
    expect(values).toEqual({ compared: 6, moved: 6 });
    expect(rows.filter(({ after }) => after === null).map(({ tenant, time }) => `${tenant} ${time}`)).toEqual(
      ['aster 2026-02-01', 'birch 2026-01-01', 'cedar 2026-01-01', 'cedar 2026-02-01'],
    );
  });

  it('counts only what has a value before or after', async () => {
    const average = (formula: string): AgencyChange => [
      'sales/average.yaml',
      '',
      `metric: average\nversion: 1\nowner: a@b.example\ndescription: Mean.\nformula: ${formula}\n`,
    ];
    const cancelled = average(`avg(orders.amount) filter (where orders.status = 'cancelled')`);
    const some = await compareOne('average', [cancelled], { before: agencyCatalog(changeAgency(cancelled)) });
    // Aster's in January and birch's in February; every client has other orders in both months.
    expect([some.values, some.tenants]).toEqual([
      { compared: 2, moved: 0 },
      { compared: 3, moved: 0 },
    ]);
    const lost = average(`avg(orders.amount) filter (where orders.status is null)`);
    const none = await compareOne('average', [lost], { before: agencyCatalog(changeAgency(lost)) });
    expect(none.values).toEqual({ compared: 0, moved: 0 });
  });

  it('is every value that is of another unit, without a change', async () => {
    const inUnit = (code: string): AgencyChange[] => [
      [
        ORDERS,
        'total: { type: decimal, unit: currency',
        `total: { type: decimal, unit: { currency: ${code} }`,
      ],
      [
        ORDERS,
        'amount: { type: decimal, unit: currency',
        `amount: { type: decimal, unit: { currency: ${code} }`,
      ],
    ];
    const before = agencyCatalog(changeAgency(...inUnit('RUB')));
    const revalued = await compareOne('revenue', inUnit('USD'), { before });
    expect(movesOf(revalued)).toEqual([
      'aster 2026-01-01 400.00 400.00   RUB/USD',
      'aster 2026-02-01 250.00 250.00   RUB/USD',
      'birch 2026-01-01 200.00 200.00   RUB/USD',
      'birch 2026-02-01 550.00 550.00   RUB/USD',
      'cedar 2026-01-01 120.00 120.00   RUB/USD',
      'cedar 2026-02-01 80.00 80.00   RUB/USD',
    ]);
    expect(revalued.tenants).toEqual({ compared: 3, moved: 3 });
    expect([revalued.change, revalued.ratio]).toEqual([null, null]);
    const less = await compareOne('revenue', [...inUnit('USD'), CANCELLED], { before });
    expect(movesOf(less)[0]).toBe('aster 2026-01-01 400.00 300.00   RUB/USD');
    expect(less.ratio).toBe(null);
  });

  it('keeps the rows that are asked for, and counts the others', async () => {
    const { rows, rowsLeftOut, tenants, ratio } = await compareOne('revenue', [CANCELLED], { rows: 1 });
    expect(rows.map(({ tenant }) => tenant)).toEqual(['aster']);
    expect([rowsLeftOut, tenants.moved]).toEqual([1, 2]);
    expect(ratio).toEqual({ least: -0.25, greatest: -0.0909091 });
  });
});

describe('the range', () => {
  it('is the last whole periods', async () => {
    const periods: ComparedRange = { grain: 'month', periods: 1 };
    const { metrics, from, to } = await compare([CANCELLED], { range: periods, metrics: ['revenue'] });
    expect([from, to]).toEqual(['2026-02-01', '2026-03-01']);
    expect(metrics.flatMap(movesOf)).toEqual(['birch 2026-02-01 550.00 500.00 -50.00 -0.0909091 USD']);
  });

  it('is everything for what knows no time', async () => {
    const clients = await compareOne('clients_count', [
      ['sales/clients_count.yaml', 'count(clients)', 'count(clients) * 2'],
    ]);
    expect(movesOf(clients)[0]).toBe('aster  1 2 1 1 ');
    expect(clients.times).toEqual([]);
  });

  it('is refused by what does not know the grain', async () => {
    const { refusals, tenants } = await compareOne('revenue', [CANCELLED], {
      range: { grain: 'hour', from: '2026-01-01', to: '2026-01-02' },
    });
    expect(refusals.map(({ side, tenants: told }) => [side, told])).toEqual([['both', 3]]);
    expect(tenants).toEqual({ compared: 0, moved: 0 });
  });
});

describe('what is refused', () => {
  it('is told with its side, and the others go on', async () => {
    const { metrics } = await compare([[ORDERS, 'agency.orders', 'agency.orders_gone']]);
    const found = metrics.map(({ metric, refusals, tenants }) => [
      metric,
      tenants.compared,
      refusals.map(({ side, code, tenants: told }) => `${side} ${code} ${told}`).join(),
    ]);
    expect(found).toEqual([
      ['ad_spend', 3, ''],
      ['clients_count', 3, ''],
      ['orders_count', 0, 'after WAREHOUSE_SOURCE_MISSING 3'],
      ['revenue', 0, 'after WAREHOUSE_SOURCE_MISSING 3'],
      ['roas', 0, 'after WAREHOUSE_SOURCE_MISSING 3'],
    ]);
  });

  it('ends everything where the warehouse is gone', async () => {
    let asked = 0;
    const unavailable = new SemanticError('WAREHOUSE_UNAVAILABLE', {});
    const run = (): Promise<never> => {
      asked += 1;
      return Promise.reject(unavailable);
    };
    const gone: Warehouse = { run, ping: () => Promise.resolve(false), close: async () => {} };
    await expect(compare([CANCELLED], { inside: gone, lanes: 1 })).rejects.toBe(unavailable);
    // Of the first tenant's two questions: together, then each alone.
    expect(asked).toBe(3);
  });

  it('is nothing more once somebody has stopped it', async () => {
    const stop = new AbortController();
    const reason = new Error('stopped');
    const report = (done: number): void => {
      if (done === 2) stop.abort(reason);
    };
    await expect(compare([CANCELLED], { signal: stop.signal, report })).rejects.toBe(reason);
  });
});

describe('rows that are loaded meanwhile', () => {
  it('are seen by both or by neither', async () => {
    let order = 100;
    const loading: Warehouse = {
      ...warehouse,
      run: async (queries, options) => {
        order += 1;
        const values = `(${order}, 'cedar', '2026-01-15', 'paid', 1.00)`;
        await test.database.transaction([{ script: `insert into agency.orders values ${values}` }], {
          mode: 'read_write',
          timeoutMs: 10_000,
        });
        return await warehouse.run(queries, options);
      },
      ping: () => warehouse.ping(),
      close: async () => {},
    };
    const { metrics } = await compare([], { inside: loading, lanes: 3 });
    expect(order).toBeGreaterThan(110);
    expect(metrics.flatMap(({ rows }) => rows)).toEqual([]);
    expect(metrics.map(({ apart }) => apart)).toEqual([0, 0, 0, 0, 0]);
    await test.database.transaction([{ script: 'delete from agency.orders where order_id > 100' }], {
      mode: 'read_write',
      timeoutMs: 10_000,
    });
  });

  it('are noticed where one side looks up more than the other', async () => {
    const before = agencyCatalog(
      changeAgency(['project.yaml', 'tenants: { model: clients, currency: currency }\n', '']),
    );
    const { metrics } = await compare([], { before, metrics: ['revenue', 'roas'] });
    // Birch's dollars were euros of the project, in two months.
    expect(metrics.map(({ apart, values }) => [apart, values.moved])).toEqual([
      [0, 2],
      [0, 0],
    ]);
  });
});

it('tells how far it is, and asks a bounded number at a time', async () => {
  let running = 0;
  let most = 0;
  const watched: Warehouse = {
    run: async (queries, options) => {
      running += 1;
      most = Math.max(most, running);
      try {
        return await warehouse.run(queries, options);
      } finally {
        running -= 1;
      }
    },
    ping: () => warehouse.ping(),
    close: async () => {},
  };
  const told: string[] = [];
  await compare([CANCELLED], {
    inside: watched,
    lanes: 2,
    report: (done, total) => told.push(`${done}/${total}`),
  });
  expect([told[0], told.at(-1), told.length]).toEqual(['0/15', '15/15', 16]);
  expect(most).toBe(2);
});
