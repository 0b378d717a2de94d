/** A small shop whose data and definitions change after something was published: a project in texts over tables by hand. */

import { ExactNumber } from '../../src/base/exact-number.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { ComparedRow, ComparedValue, FreezeComparison } from '../../src/engine/freezes/freezes.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createPostgresStore } from '../../src/store/postgres-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { Principal, TenantId } from '../../src/tenancy/principal.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { type Files, metricFile } from '../unit/catalog/small-project.ts';
import { buildFiles } from '../unit/versions/released-project.ts';
import { runScript } from './statements.ts';

/** When the third quarter has been reported. */
export const REPORTED = '2026-10-05T09:00:00Z';

export const PUBLISHED_FILES: Files = {
  'project.yaml':
    'project: published\ntimezone: UTC\ncurrency: EUR\nroles: { channel: channels }\nlanguages: [en]\n',
  'models/channels.yaml':
    'model: channels\nsource: pub.channels\nprimary_key: id\ntenant: shared\ndimensions: { name: { type: string } }\n',
  'models/orders.yaml': `model: orders
source: pub.orders
primary_key: id
tenant: client
time: on_day
joins:
  channel: { model: channels, on: { channel: id } }
dimensions:
  on_day: { type: date }
  kind: { type: string }
facts:
  amount: { type: decimal, unit: currency }
  cost: { type: decimal, unit: currency }
  margin: { type: decimal, unit: currency, formula: amount - cost }
`,
  'models/refunds.yaml': `model: refunds
source: pub.refunds
primary_key: id
tenant: client
time: on_day
joins:
  channel: { model: channels, on: { channel: id } }
dimensions: { on_day: { type: date } }
facts: { amount: { type: decimal, unit: currency } }
`,
  'sales/net.yaml': metricFile('net', 'sum(orders.amount)'),
  'sales/orders_count.yaml': metricFile('orders_count', 'count(orders)'),
  'sales/per_order.yaml': metricFile('per_order', 'net / orders_count'),
  'sales/margin_per_order.yaml': metricFile('margin_per_order', 'sum(orders.margin) / orders_count'),
  'sales/last_day.yaml': metricFile('last_day', 'max(orders.on_day)'),
};

/** Tenant b has a million times what a has, so that a row of it shows. */
const TABLES = `
CREATE SCHEMA pub;
CREATE TABLE pub.channels (id int PRIMARY KEY, name text);
CREATE TABLE pub.orders (
  client text, id int, channel int, kind text, on_day date, amount numeric, cost numeric, PRIMARY KEY (client, id)
);
CREATE TABLE pub.refunds (client text, id int, channel int, on_day date, amount numeric, PRIMARY KEY (client, id));
INSERT INTO pub.channels VALUES (1, 'ads'), (2, 'seo'), (3, 'mail'), (4, 'tv');
INSERT INTO pub.orders VALUES
  ('a', 1, 1, 'web', '2026-07-05', 100.10, 40.05),
  ('a', 2, 1, 'web', '2026-08-10', 50.20, 20.00),
  ('a', 3, 2, 'web', '2026-07-20', 70.00, 30.00),
  ('a', 4, 3, 'app', '2026-09-30', 9007199254740993.01, 1.00),
  ('a', 5, 1, 'web', '2026-10-01', 999.00, 1.00),
  ('a', 7, 1, 'web', '2026-05-01', 20.00, 4.00),
  ('b', 1, 1, 'web', '2026-07-05', 100100000, 40050000);
INSERT INTO pub.refunds VALUES ('a', 1, 1, '2026-08-01', 10.00), ('a', 2, 4, '2026-08-01', 3.00);
`;

/** An order costs more than was known, one was a mistake, and one came late. */
export const LATER_DATA = `
UPDATE pub.orders SET amount = 110.10 WHERE client = 'a' AND id = 1;
DELETE FROM pub.orders WHERE client = 'a' AND id = 3;
INSERT INTO pub.orders VALUES ('a', 6, 4, 'web', '2026-08-01', 30.00, 5.00);
`;

/** Net is now after costs. */
export const LATER_NET = 'sum(orders.amount) - sum(orders.cost)';

export const BY_CHANNEL = {
  metrics: ['net', 'per_order', 'orders_count'],
  by: ['channel.name'],
  time: { range: 'last quarter' },
  order: [{ by: 'channel.name' }],
  totals: true,
} as const;

/** The files with a net of later. */
export const CHANGED: Files = { ...PUBLISHED_FILES, 'sales/net.yaml': metricFile('net', LATER_NET) };

/** Who publishes and reads, unless somebody else does. */
export const ANALYST: Principal = {
  kind: 'service_key',
  id: 'k',
  tenants: ['a' as TenantId],
  capability: 'analyst',
  groups: [],
};

export interface PublishingShop {
  readonly store: Store;
  /** Of the project as it is at first. */
  readonly atFirst: Engine;
  /** The id of a freeze of this one query. */
  publish(query: object, engine?: Engine): Promise<string>;
  compare(engine: Engine, id: string, query: object): Promise<FreezeComparison>;
  /** An engine of a project of these files. */
  engineOf(files: Files): Engine;
  setNow(instant: string): void;
}

export async function openPublishingShop(database: PostgresDatabase): Promise<PublishingShop> {
  await migrate(database);
  await runScript(database, TABLES);
  let instant = new Date(REPORTED);
  const now = () => instant;
  const secret = 's'.repeat(32);
  const store = createPostgresStore(database, { secret, environment: 'test', now });
  const warehouse = createPostgresWarehouse(database);
  const engineOf = (files: Files) => createEngine({ ...buildFiles(files), warehouse, store, secret, now });
  const atFirst = engineOf(PUBLISHED_FILES);
  let names = 0;
  return {
    store,
    atFirst,
    engineOf,
    async publish(query, engine = atFirst) {
      names += 1;
      const request = { name: `report ${names}`, note: null, queries: { only: query } };
      return (await engine.freezes.publish(ANALYST, request)).id;
    },
    compare: (engine, id, query) => engine.freezes.compare(ANALYST, id, query),
    setNow(next) {
      instant = new Date(next);
    },
  };
}

/** The tables as they were at first. */
export async function resetTables(database: PostgresDatabase): Promise<void> {
  await runScript(database, `DROP SCHEMA pub CASCADE; ${TABLES}`);
}

/** `group: published + data + definition = current`, exact digits as they are. */
export function sayRows({ rows, metrics }: FreezeComparison, metric: string): readonly string[] {
  const place = metrics.findIndex(({ name }) => name === metric);
  return rows.map(({ seen, group, values }: ComparedRow) => {
    const value = values[place];
    return `${seen} ${group.map(say).join(' ')}: ${value ? sayValue(value) : 'nothing'}`;
  });
}

export function sayValue({ published, data, definition, current }: ComparedValue): string {
  return `${say(published)} + ${say(data)} + ${say(definition)} = ${say(current)}`;
}

function say(cell: ComparedValue['published']): string {
  return cell instanceof ExactNumber ? cell.digits : String(cell);
}
