/** Tenants with sales, and benchmarks over them, on a database of the test's own. */
import type { Engine } from '../../src/engine/engine.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import type { Principal, TenantId } from '../../src/tenancy/principal.ts';
import { metricFile, openProbe } from '../support/probe.ts';
import type { Offered, Sale } from './benchmark-rows.ts';
import type { Draw } from './generate/draw.ts';

export const STATISTICS = ['lower_quartile', 'median', 'upper_quartile'] as const;

/** Of the benchmarks that the world offers, written down a second time. */
export const OFFERED: Readonly<Record<(typeof STATISTICS)[number], Offered>> = {
  lower_quartile: { fractions: [0.15, 0.35], minTenants: 5, minEntities: 10 },
  median: { fractions: [0.4, 0.6], minTenants: 5, minEntities: 10 },
  upper_quartile: { fractions: [0.65, 0.85], minTenants: 5, minEntities: 10 },
};

export const FILES: ReadonlyMap<string, string> = new Map([
  ['project.yaml', 'project: peers\ntimezone: UTC\ntenants: { model: clients }\n'],
  ['models/clients.yaml', 'model: clients\nsource: peers.clients\nprimary_key: id\ntenant: id\n'],
  [
    'models/sales.yaml',
    `model: sales
source: peers.sales
tenant: client
time: sold_on
dimensions: { sold_on: { type: date }, channel: { type: string }, country: { type: string }, note: { type: string, sensitive: pii } }
facts: { amount: { type: integer }, customer: { type: integer } }
`,
  ],
  metricFile('average_sale', 'avg(sales.amount)'),
  metricFile('buyers', 'count_distinct(sales.customer)'),
  [
    'policies/peers.yaml',
    `policy: peers
description: Clients may compare themselves with all of them.
owner: a@example.com
benchmarks:
${STATISTICS.map(
  (statistic) =>
    `  - { benchmark: ${statistic}_of_sales, description: An average sale., metric: average_sale, statistic: ${statistic}, by: [sales.channel, sales.country], grain: month, min_tenants: 5, entities: buyers, min_entities: 10 }\n`,
).join('')}`,
  ],
]);

const TABLES = `create schema if not exists peers;
drop table if exists peers.clients, peers.sales;
create table peers.clients (id text primary key);
create table peers.sales (client text, customer int, channel text, country text, note text, sold_on date, amount int);`;

/** The engine's clock stands at the first of June 2026: May is the last month that has ended. */
export function openPeers(database: PostgresDatabase, sales: readonly Sale[]): Promise<Engine> {
  const text = (value: string | null): string => (value === null ? 'null' : `'${value}'`);
  const rows = sales.map(
    (sale) =>
      `(${text(sale.tenant)}, ${sale.customer}, ${text(sale.channel)}, ${text(sale.country)}, null, ${text(sale.on)}, ${sale.amount})`,
  );
  const tenants = [...new Set(sales.map(({ tenant }) => tenant))].map((tenant) => `(${text(tenant)})`);
  const fill = `insert into peers.clients values ${tenants.join(', ')}; insert into peers.sales values ${rows.join(', ')};`;
  return openProbe(database, FILES, `${TABLES}\n${fill}`);
}

export function bearerOf(tenant: string): Principal {
  const tenants = [tenant as TenantId];
  return { kind: 'service_key', id: `key ${tenant}`, tenants, capability: 'viewer', groups: [] };
}

const CHANNELS = ['ads', 'seo', null];
const COUNTRIES = ['DE', 'KZ'];

/**
 * Between five and eleven tenants, each with a level of its own, and cells of which some are too small; in one channel
 * a tenant is alone.
 */
export function drawSales(draw: Draw): readonly Sale[] {
  const alone = Array.from({ length: draw.integer(10, 20) }, (_, customer) => ({
    tenant: 't2',
    customer,
    channel: 'tv',
    country: draw.pick(COUNTRIES),
    on: draw.pick(['2026-03-05', '2026-05-31']),
    amount: draw.integer(100, 9_000),
  }));
  return [...alone, ...drawCells(draw)];
}

function drawCells(draw: Draw): readonly Sale[] {
  const tenants = Array.from({ length: draw.integer(5, 11) }, (_, index) => `t${index}`);
  return tenants.flatMap((tenant) => {
    const level = draw.integer(50, 5_000);
    return ['2026-03', '2026-04', '2026-05'].flatMap((month) =>
      CHANNELS.flatMap((channel) =>
        COUNTRIES.flatMap((country) => {
          if (draw.chance(15)) return [];
          const count = draw.chance(20) ? draw.integer(1, 11) : draw.integer(10, 16);
          return Array.from({ length: count }, (_, customer) => ({
            tenant,
            customer,
            channel,
            country,
            on: `${month}-${String(draw.integer(1, 28)).padStart(2, '0')}`,
            amount: level + draw.integer(0, 400),
          }));
        }),
      ),
    );
  });
}
