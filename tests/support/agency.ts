/** Three clients of an agency, two months, and numbers that can be counted by hand. */
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';

export const AGENCY_PROJECT: Readonly<Record<string, string>> = {
  'project.yaml': `project: agency
timezone: UTC
currency: EUR
tenants: { model: clients, currency: currency }
`,
  'models/clients.yaml': `model: clients
source: agency.clients
primary_key: id
tenant: id
dimensions:
  name: { type: string }
  currency: { type: string }
`,
  'models/orders.yaml': `model: orders
description: One row per order as placed.
source: agency.orders
primary_key: order_id
tenant: client_id
time: ordered_on
dimensions:
  ordered_on: { type: date }
  status: { type: string, values: [paid, cancelled] }
facts:
  total: { type: decimal, unit: currency }
  amount: { type: decimal, unit: currency, formula: total }
`,
  'models/spend.yaml': `model: spend
source: agency.spend
primary_key: [client_id, day]
tenant: client_id
time: day
dimensions:
  day: { type: date }
facts:
  cost: { type: decimal, unit: currency }
`,
  'sales/revenue.yaml': metricFile('revenue', 'Money of orders.', 'sum(orders.amount)'),
  'sales/orders_count.yaml': metricFile('orders_count', 'How many orders were placed.', 'count(orders)'),
  'sales/ad_spend.yaml': metricFile('ad_spend', 'Money spent on advertising.', 'sum(spend.cost)'),
  'sales/clients_count.yaml': metricFile('clients_count', 'Clients there are.', 'count(clients)'),
  'sales/roas.yaml': metricFile('roas', 'Revenue per unit of advertising spend.', 'revenue / ad_spend'),
};

function metricFile(name: string, description: string, formula: string): string {
  return `metric: ${name}
version: 1
owner: growth@agency.example
description: ${description}
formula: ${formula}
`;
}

/** The change of a shared model: cancelled orders bring no money. */
export const WITHOUT_CANCELLED = [
  'formula: total }',
  `formula: "case when status = 'cancelled' then 0 else total end" }`,
] as const;

/**
 * Revenue and ROAS by month, with what is cancelled and without:
 *
 * | client | January             | February             |
 * |--------|---------------------|----------------------|
 * | aster  | 400 → 300, 4 → 3    | 250, 2.5             |
 * | birch  | 200, 2              | 550 → 500, 5.5 → 5   |
 * | cedar  | 120, 1.2            | 80, 0.8              |
 */
const ROWS = `
create schema agency;
create table agency.clients (id text primary key, name text, currency text);
create table agency.orders (
  order_id int primary key, client_id text, ordered_on date, status text, total numeric(12, 2)
);
create table agency.spend (client_id text, day date, cost numeric(12, 2), primary key (client_id, day));
insert into agency.clients values
  ('aster', 'Aster', 'EUR'), ('birch', 'Birch', 'USD'), ('cedar', 'Cedar', null);
insert into agency.orders values
  (1, 'aster', '2026-01-05', 'paid', 300.00), (2, 'aster', '2026-01-20', 'cancelled', 100.00),
  (3, 'aster', '2026-02-11', 'paid', 250.00),
  (4, 'birch', '2026-01-09', 'paid', 200.00), (5, 'birch', '2026-02-14', 'paid', 500.00),
  (6, 'birch', '2026-02-15', 'cancelled', 50.00),
  (7, 'cedar', '2026-01-31', 'paid', 120.00), (8, 'cedar', '2026-02-01', 'paid', 80.00);
insert into agency.spend
  select client, month, 100.00
  from unnest(array['aster', 'birch', 'cedar']) client, unnest(array['2026-01-01', '2026-02-01']::date[]) month;
`;

export const AGENCY_TENANTS = ['aster', 'birch', 'cedar'] as const;

/** Creates the tables in an empty database, with their rows. */
export async function fillAgency(database: PostgresDatabase): Promise<void> {
  await database.transaction([{ script: ROWS }], { mode: 'read_write', timeoutMs: 60_000 });
}

export type AgencyChange = readonly [file: string, old: string, next: string];

/** The files with `next` in the place of `old`, which stands once in its file; a file that is not there is made. */
export function changeAgency(...changes: readonly AgencyChange[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = { ...AGENCY_PROJECT };
  for (const [file, old, next] of changes) {
    const text = files[file];
    if (text !== undefined && text.split(old).length !== 2)
      throw new Error(`"${old}" is not once in ${file}`);
    files[file] = text === undefined ? next : text.replace(old, () => next);
  }
  return files;
}

/** The catalog of the files, which have no faults. */
export function agencyCatalog(files: Readonly<Record<string, string>>): Catalog {
  const { definitions, diagnostics } = parseProject(new Map(Object.entries(files)));
  const { catalog, diagnostics: found } = buildCatalog(definitions, diagnostics);
  if (catalog === null) throw new Error(found.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return catalog;
}
