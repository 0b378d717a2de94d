/** Definitions against real tables: what is proven, what is told, and where. */
import { beforeAll, expect, it } from 'vitest';
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { proveWarehouse, type WarehouseProof } from '../../src/proof/prove-warehouse.ts';
import { prepareInspection } from '../../src/sql/inspection-statement.ts';
import { loadSqlVerifier } from '../../src/sql/verify-sql.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { runScript } from '../support/statements.ts';

const SCHEMA = `
  CREATE SCHEMA shop;
  CREATE DOMAIN shop.positive AS numeric(12, 2) CHECK (value > 0);
  CREATE DOMAIN shop.price AS shop.positive NOT NULL;
  CREATE TABLE shop.clients (id text PRIMARY KEY, code text UNIQUE);
  INSERT INTO shop.clients VALUES ('a', 'A'), ('b', NULL);
  CREATE TABLE shop.orders (
    order_id integer, client_id text, code text, status text, paid text, amount shop.price,
    weight double precision, parcels numeric, placed timestamp, made timestamptz, day timestamptz,
    channel text, customer uuid, loaded_at date NOT NULL,
    UNIQUE (client_id, order_id)
  );
  INSERT INTO shop.orders
    (order_id, client_id, code, status, paid, amount, parcels, channel, loaded_at) VALUES
    (1, 'a', 'x', 'open', 'yes', 10, 1, 'ads', '2026-01-01'),
    (2, 'a', 'x', 'lost', 'no', 10, 1.5, 'seo', '2026-01-01'),
    (1, 'b', 'x', NULL, 'perhaps', 10, 2, NULL, '2026-01-01'),
    (3, 'A ', NULL, NULL, NULL, 10, 2, 'ads', '2026-01-01'),
    (4, NULL, NULL, NULL, NULL, 10, 2, 'ads', '2026-01-01');
  CREATE TABLE shop.channels (name text NOT NULL, paid boolean);
  INSERT INTO shop.channels VALUES ('ads', true), ('ads', true), ('tv', NULL);
  CREATE TABLE shop.items (order_id integer, line smallint NOT NULL, quantity integer NOT NULL);
  INSERT INTO shop.items VALUES (1, 1, 1), (1, 2, 1), (2, 1, 5), (9, 1, 1), (NULL, 7, 1);
  CREATE TABLE shop.monthly_fees (id integer PRIMARY KEY, client_id text NOT NULL, code text, since date, until date);
  INSERT INTO shop.monthly_fees VALUES
    (1, 'a', 'x', NULL, '2026-02-01'), (2, 'a', 'x', '2026-01-31', '2026-03-01'), (3, 'a', 'x', '2026-03-01', NULL),
    (4, 'b', 'x', NULL, NULL), (5, 'a', 'y', '2026-02-01', '2026-01-01'), (6, 'a', 'y', NULL, NULL),
    (7, 'a', 'z', '2026-01-01', '2026-01-01'), (8, 'a', NULL, NULL, NULL), (9, 'a', NULL, NULL, NULL);
  CREATE VIEW shop.kinds AS SELECT name, paid FROM shop.channels WHERE name = 'tv'`;

const FILES = {
  'project.yaml': 'project: shop\ntimezone: Europe/Moscow\nroles: { channel: channels }\n',
  'models/clients.yaml': `model: clients
source: shop.clients
primary_key: id
unique_keys: [[code]]
tenant: id
`,
  'models/orders.yaml': `model: orders
source: shop.orders
primary_key: order_id
unique_keys: [[code]]
tenant: client_id
time: made
refresh: { every: 1 day, watermark: loaded_at }
joins:
  client: { model: clients, on: { client_id: id } }
  channel: { model: channels, on: { channel: name } }
  kind: { model: kinds, on: { channel: name } }
  strange: { model: clients, on: { customer: id } }
  price: { model: fees, on: { code: code }, at: made }
dimensions:
  status: { type: string, values: [open, paid] }
  is_paid: { type: boolean, column: paid }
  placed: { type: time }
  made: { type: time }
  day: { type: date }
  is_open: { type: boolean, formula: "status <> 'paid' and channel.paid not in (true)" }
  statsu: { type: string }
facts:
  amount: { type: decimal }
  weight: { type: decimal }
  parcels: { type: integer }
`,
  'models/channels.yaml': `model: channels
source: shop.channels
primary_key: name
tenant: shared
dimensions:
  paid: { type: boolean }
`,
  'models/fees.yaml': `model: fees
source: shop.monthly_fees
primary_key: id
tenant: client_id
valid: [since, until]
dimensions:
  since: { type: date }
  until: { type: date }
`,
  'models/kinds.yaml': `model: kinds
source: shop.kinds
primary_key: name
tenant: shared
dimensions:
  paid: { type: boolean }
`,
  'models/items.yaml': `model: items
source: shop.items
primary_key: [order_id, line]
tenant: { join: order }
joins:
  order: { model: orders, on: { order_id: order_id } }
facts:
  quantity: { type: integer }
`,
  'models/payments.yaml': `model: payments
source: shop.order
tenant: shared
refresh: { every: 1 day }
`,
  'sales/unpaid_count.yaml': `metric: unpaid_count
version: 1
description: d
owner: o
formula: orders_count filter (where channel.paid <> true)
`,
  'sales/orders_count.yaml': `metric: orders_count
version: 1
description: d
owner: o
formula: count(orders) filter (where orders.status != 'lost')
`,
};

describeEachDatabase('proving the definitions', (database) => {
  let proof: WarehouseProof;
  beforeAll(async () => {
    await loadSqlVerifier();
    await runScript(database(), SCHEMA);
    proof = await prove(database());
  });

  it('tells everything that differs, at its place', () => {
    const told = proof.diagnostics.map(
      ({ severity, code, position: { file, line } }) => `${file}:${line} ${severity} ${code}`,
    );
    expect(told).toEqual([
      'models/channels.yaml:3 error PROOF_KEY_REPEATED',
      'models/clients.yaml:4 warning PROOF_KEY_NULL',
      'models/fees.yaml:5 warning PROOF_VALIDITY_REVERSED',
      'models/items.yaml:3 error PROOF_KEY_NULL',
      'models/items.yaml:4 error PROOF_PARENT_KEY_REPEATED',
      'models/items.yaml:4 warning PROOF_ROWS_UNSEEN',
      'models/orders.yaml:4 warning PROOF_KEY_NULL',
      'models/orders.yaml:4 error PROOF_KEY_REPEATED',
      'models/orders.yaml:5 warning PROOF_ROWS_UNSEEN',
      'models/orders.yaml:5 warning PROOF_TENANTS_ALIKE',
      'models/orders.yaml:9 information PROOF_ORPHANS',
      'models/orders.yaml:10 information PROOF_ORPHANS',
      'models/orders.yaml:11 information PROOF_ORPHANS',
      'models/orders.yaml:12 error PROOF_JOIN_TYPES',
      'models/orders.yaml:13 error PROOF_VALIDITY_OVERLAPS',
      'models/orders.yaml:15 warning PROOF_VALUES_UNLISTED',
      'models/orders.yaml:16 error PROOF_TYPE',
      'models/orders.yaml:17 error PROOF_TYPE',
      'models/orders.yaml:19 error PROOF_TYPE',
      'models/orders.yaml:20 warning PROOF_NULL_COMPARED',
      'models/orders.yaml:20 warning PROOF_NULL_COMPARED',
      'models/orders.yaml:21 error PROOF_NO_COLUMN',
      'models/orders.yaml:24 error PROOF_TYPE',
      'models/orders.yaml:25 error PROOF_TYPE',
      'models/payments.yaml:2 error PROOF_NO_SOURCE',
      'sales/orders_count.yaml:5 warning PROOF_NULL_COMPARED',
      'sales/unpaid_count.yaml:5 warning PROOF_NULL_COMPARED',
    ]);
  });

  it('says what is wrong, how much of it, and what to write', () => {
    const say = (code: string, file: string) =>
      proof.diagnostics
        .filter((told) => told.code === code && told.position.file === file)
        .map(({ message, hint }) => `${message} ${hint ?? ''}`);
    const types = say('PROOF_TYPE', 'models/orders.yaml');
    expect(types).toHaveLength(5);
    expect(types[0]).toContain('column is text: some values are no flags, and the query fails (1 row)');
    expect(types[1]).toContain('zone: Europe/Moscow');
    expect(types[2]).toContain('it would be the day in UTC. Write type: time.');
    expect(types[3]).toContain('column is double precision: it has lost digits');
    expect(types[4]).toContain(
      'column is numeric: some values have a fraction (1 row). Write type: decimal.',
    );
    expect(say('PROOF_NO_COLUMN', 'models/orders.yaml')).toEqual([
      'shop.orders has no column "statsu". Did you mean "status"?',
    ]);
    expect(say('PROOF_NO_SOURCE', 'models/payments.yaml')).toEqual([
      'The warehouse has no table or view shop.order. Did you mean "shop.orders"?',
    ]);
    expect(say('PROOF_KEY_REPEATED', 'models/orders.yaml')[0]).toContain('within a tenant: 1 key repeated');
    expect(say('PROOF_ROWS_UNSEEN', 'models/items.yaml')[0]).toContain('2 rows of items');
    expect(say('PROOF_VALUES_UNLISTED', 'models/orders.yaml')[0]).toContain('stands in 1 row');
    expect(say('PROOF_VALIDITY_OVERLAPS', 'models/orders.yaml')[0]).toContain(
      '2 rows of fees valid at a time at which another row of equal (code) is within a tenant',
    );
    expect(say('PROOF_VALIDITY_REVERSED', 'models/fees.yaml')[0]).toContain('1 row of fees');
    expect(say('PROOF_ORPHANS', 'models/orders.yaml').map((text) => text.slice(0, 7))).toEqual([
      '1 row o',
      '1 row o',
      '4 rows ',
    ]);
    expect(say('PROOF_NULL_COMPARED', 'models/orders.yaml').map((text) => text.slice(0, 16))).toEqual([
      '"status" can be ',
      '"channel.paid" c',
    ]);
  });

  it('says which keys hold, and by what', () => {
    expect(proof.models.map(({ model, rows, proven, keys }) => [model, rows, proven, ...keys])).toEqual([
      ['channels', 3, false, { columns: ['name'], by: 'no' }],
      ['clients', 2, true, { columns: ['id'], by: 'constraint' }, { columns: ['code'], by: 'count' }],
      ['fees', 9, true, { columns: ['id'], by: 'constraint' }],
      ['items', 5, false, { columns: ['order_id', 'line'], by: 'no' }],
      ['kinds', 1, true, { columns: ['name'], by: 'count' }],
      ['orders', 5, false, { columns: ['order_id'], by: 'count' }, { columns: ['code'], by: 'no' }],
      ['payments', null, false],
    ]);
    const hashes = proof.models.flatMap(({ definition, physical }) => [definition, physical]);
    expect(hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
  });
});

/** Runs the whole proof over {@link FILES}. */
async function prove(database: PostgresDatabase): Promise<WarehouseProof> {
  const { definitions, diagnostics } = parseProject(new Map(Object.entries(FILES)));
  const { catalog, diagnostics: faults } = buildCatalog(definitions, diagnostics);
  if (catalog === null) throw new Error(JSON.stringify(faults));
  const warehouse = createPostgresWarehouse(database);
  return proveWarehouse({
    definitions,
    catalog,
    inspect: (inspection) => warehouse.inspect(prepareInspection(inspection), { timeoutMs: 60_000 }),
    report: () => {},
  });
}
