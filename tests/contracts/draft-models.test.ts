/** Models written from the warehouse's own schema: how they read, and that they hold on the tables they are of. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import { draftModels } from '../../src/draft/draft-models.ts';
import type { DraftRequest } from '../../src/draft/model-draft.ts';
import { writeCount } from '../../src/draft/write-beginnings.ts';
import { writeModel } from '../../src/draft/write-model.ts';
import type { PostgresDatabase } from '../../src/postgres/postgres-database.ts';
import { proveWarehouse } from '../../src/proof/prove-warehouse.ts';
import { prepareInspection } from '../../src/sql/inspection-statement.ts';
import { loadSqlVerifier } from '../../src/sql/verify-sql.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import {
  type Inspect,
  readPhysicalTables,
  readTableNames,
} from '../../src/warehouse/read-physical-tables.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { runScript } from '../support/statements.ts';

const SHOP = `
  CREATE SCHEMA shop;
  CREATE TYPE shop.status AS ENUM ('placed', 'paid', 'on hold');
  CREATE TABLE shop.clients (id bigint PRIMARY KEY, name text NOT NULL, created_at timestamptz);
  CREATE TABLE shop.channels (id int PRIMARY KEY, code text NOT NULL UNIQUE, is_paid boolean);
  CREATE TABLE shop.orders (
    order_id bigint PRIMARY KEY, client_id bigint NOT NULL REFERENCES shop.clients,
    channel_id int REFERENCES shop.channels, billing_id bigint, shipping_id bigint,
    ordered_at timestamptz, shipped_at timestamptz, imported timestamp, status shop.status,
    amount numeric(14, 2), items int, price money, payload jsonb, loaded_at timestamptz
  );
  COMMENT ON TABLE shop.orders IS 'One row: an order, as placed.';
  COMMENT ON COLUMN shop.orders.amount IS 'With VAT';
  CREATE TABLE shop.lines (
    order_id bigint REFERENCES shop.orders, line smallint, quantity int NOT NULL, PRIMARY KEY (order_id, line)
  );
  CREATE VIEW shop.totals AS SELECT status, sum(amount) AS total FROM shop.orders GROUP BY status;
  INSERT INTO shop.clients VALUES (1, 'a', now());
  INSERT INTO shop.orders (order_id, client_id, imported, amount) VALUES (1, 1, now(), 5);
  INSERT INTO shop.lines VALUES (1, 1, 2)`;

const ORDERS = `# yaml-language-server: $schema=../../schema/model.json
model: orders
description: "One row: an order, as placed."
source: shop.orders
owner: data@shop.example
primary_key: order_id
tenant: client_id
time: ordered_at  # by its name, rather than shipped_at, imported
joins:
  channel: { model: channels, on: { channel_id: id } }
  client: { model: clients, on: { client_id: id } }
dimensions:
  ordered_at: { type: time }
  shipped_at: { type: time }
  imported: { type: time, zone: Europe/Berlin }  # the column has no zone: check by which clock it was written
  status: { type: string, values: [placed, paid, on hold] }
facts:
  amount:
    type: decimal
    description: With VAT
  items: { type: integer }
  price: { type: decimal }

# Left out: payload (jsonb). There is no type for these; a view can give what is in them.
# Left out: billing_id, shipping_id. By name they are keys; a join needs a model to lead to.
# loaded_at may say how fresh the rows are; if so: refresh: { every: 1 hour, watermark: loaded_at }
`;

const LINES = `# yaml-language-server: $schema=../../schema/model.json
model: lines
source: shop.lines
owner: data@shop.example
primary_key: [order_id, line]
tenant: { join: order }
joins:
  order: { model: orders, on: { order_id: order_id } }
facts:
  quantity: { type: integer }
`;

/** Everything that a schema can do to whoever writes it down. */
const NASTY = `
  CREATE SCHEMA "Odd";
  CREATE DOMAIN "Odd".amount AS numeric(10, 2);
  CREATE DOMAIN "Odd".fee AS "Odd".amount;
  CREATE TYPE "Odd".mood AS ENUM ('', 'yes', 'a: b');
  CREATE TABLE "Odd"."Case" (
    "Id" uuid PRIMARY KEY, tenant text NOT NULL, "parent Id" uuid REFERENCES "Odd"."Case",
    "select" text, "Order Date" date, "order.date" date, "1st" int, "ключ" text, "end" boolean,
    total "Odd".fee, double_total numeric GENERATED ALWAYS AS (total * 2) STORED, mood "Odd".mood,
    tags text[], span int4range, "a""b'c" text, "yes" text, "null" text, "tab\there" text, "shared" text
  );
  CREATE TABLE "Odd".users (tenant text, no int, "true" text, parent_no int,
    PRIMARY KEY (tenant, no), FOREIGN KEY (tenant, parent_no) REFERENCES "Odd".users (tenant, no));
  CREATE TABLE "Odd".deal (
    tenant text, id int, buyer_id int, seller_id int, buyer text, "case" uuid REFERENCES "Odd"."Case", at time,
    PRIMARY KEY (id, tenant),
    FOREIGN KEY (tenant, buyer_id) REFERENCES "Odd".users, FOREIGN KEY (tenant, seller_id) REFERENCES "Odd".users
  );
  CREATE TABLE "Odd".note (deal int NOT NULL, tenant_of text NOT NULL, word text,
    FOREIGN KEY (deal, tenant_of) REFERENCES "Odd".deal (id, tenant));
  CREATE TABLE "Odd".parts (tenant text, n int) PARTITION BY RANGE (n);
  CREATE TABLE "Odd".parts_1 PARTITION OF "Odd".parts FOR VALUES FROM (1) TO (10);
  CREATE TABLE "Odd"."two words" (tenant text);
  CREATE VIEW "Odd".view_of AS SELECT tenant, count(*) AS n FROM "Odd".users GROUP BY tenant;
  CREATE TABLE "Odd".empty ();
  INSERT INTO "Odd"."Case" ("Id", tenant, total, mood) VALUES (gen_random_uuid(), 'a', 1.5, 'yes');
  INSERT INTO "Odd".users VALUES ('a', 1, 'x', NULL), ('b', 1, 'x', 1)`;

const REQUEST: DraftRequest = {
  tenantColumn: null,
  shared: new Set(),
  zone: 'Europe/Berlin',
  existing: [],
  roles: new Map(),
};

describeEachDatabase('drafting models', (database) => {
  beforeAll(async () => {
    await loadSqlVerifier();
    await runScript(database(), SHOP);
    await runScript(database(), NASTY);
  });

  describe('of a plain schema', () => {
    const request = { ...REQUEST, tenantColumn: 'client_id', shared: new Set(['shop.channels']) };

    it('writes what a person would', async () => {
      const files = await draft(database(), 'shop', request);
      expect([...files.keys()].filter((path) => path.startsWith('models/'))).toEqual([
        'models/channels.yaml',
        'models/clients.yaml',
        'models/lines.yaml',
        'models/orders.yaml',
        'models/totals.yaml',
      ]);
      expect(files.get('models/orders.yaml')).toBe(ORDERS);
      expect(files.get('models/lines.yaml')).toBe(LINES);
      expect(files.get('models/clients.yaml')).toContain(
        '\nprimary_key: id\ntenant: id\ntime: created_at  # the only',
      );
      expect(files.get('models/channels.yaml')).toContain(
        '\nprimary_key: id\nunique_keys: [[code]]\ntenant: shared\n',
      );
    });

    it('leaves open what nobody can know, and check asks for it', async () => {
      const files = await draft(database(), 'shop', request);
      expect(files.get('models/totals.yaml')).toMatch(/^tenant:$/m);
      const { diagnostics } = parseProject(files);
      expect(diagnostics.map(({ position, message }) => `${position.file} ${message}`)).toEqual([
        expect.stringMatching(/^models\/totals.yaml "tenant" must be/),
      ]);
    });

    it('holds on the tables it is of', async () => {
      const shared = new Set(['shop.channels', 'shop.totals']);
      expect(await prove(database(), await draft(database(), 'shop', { ...request, shared }))).toEqual([]);
    });

    it('suggests joins that names speak for, where no foreign key does', async () => {
      await runScript(
        database(),
        'CREATE SCHEMA bare; CREATE TABLE bare.visits (visit_id int, order_id bigint)',
      );
      const existing: DraftRequest['existing'] = [
        {
          name: 'orders',
          source: { schema: 'shop', table: 'orders' },
          tenant: { kind: 'column', column: 'client_id' },
          keys: [['order_id']],
        },
      ];
      const files = await draft(database(), 'bare', { ...request, existing });
      expect(files.get('models/visits.yaml')).toContain(
        '\n# No foreign key says so, but by name there is a join: order: { model: orders, on: { order_id: order_id } }\n',
      );
    });

    it('says once of each column why it is no join', async () => {
      await runScript(
        database(),
        `CREATE SCHEMA paid; CREATE TABLE paid.orders (order_id int PRIMARY KEY);
         CREATE TABLE paid.refunds (
           refund_id int PRIMARY KEY, order_id int REFERENCES paid.orders, visit_id int, batch_id int
         )`,
      );
      const known = (name: string, table: string, key: string): DraftRequest['existing'][number] => ({
        name,
        source: { schema: 'elsewhere', table },
        tenant: { kind: 'shared' },
        keys: [[key]],
      });
      // Another table has a key called like the column, which leads to the orders all the same.
      const existing = [known('baskets', 'baskets', 'order_id'), known('visits', 'visits', 'visit_id')];
      const files = await draft(database(), 'paid', { ...request, existing }, ['refunds']);
      expect(files.get('models/refunds.yaml')?.split('\n').slice(-5)).toEqual([
        '',
        '# No join: order_id leads to paid.orders, which is no model yet.',
        '# No foreign key says so, but by name there is a join: visit: { model: visits, on: { visit_id: visit_id } }',
        '# Left out: batch_id. By name they are keys; a join needs a model to lead to.',
        '',
      ]);
    });

    it('fits to models that are there', async () => {
      const existing: DraftRequest['existing'] = [
        {
          name: 'accounts',
          source: { schema: 'shop', table: 'clients' },
          tenant: { kind: 'column', column: 'id' },
          keys: [['id']],
        },
      ];
      const roles = new Map([['client', 'people']]);
      const files = await draft(database(), 'shop', { ...request, existing, roles });
      expect(files.get('models/orders.yaml')).toContain(
        '\n  accounts: { model: accounts, on: { client_id: id } }\n',
      );
      expect(files.has('models/clients.yaml')).toBe(false);
    });
  });

  it('survives a nasty schema', async () => {
    const request = { ...REQUEST, tenantColumn: 'tenant', shared: new Set(['Odd.empty']) };
    const files = await draft(database(), 'Odd', request);
    const models = [...files.keys()].filter((path) => path.startsWith('models/'));
    expect(models).toEqual([
      'models/case_table.yaml',
      'models/deal.yaml',
      'models/empty.yaml',
      'models/note.yaml',
      'models/parts.yaml',
      'models/users.yaml',
      'models/view_of.yaml',
    ]);
    expect(files.get('models/deal.yaml')).toContain('  users: { model: users, on: { buyer_id: "no" } }');
    expect(files.get('models/deal.yaml')).toContain('  seller: { model: users, on: { seller_id: "no" } }');
    expect(files.get('models/users.yaml')).toContain('primary_key: "no"\n');
    expect(await prove(database(), files)).toEqual([]);
  });
});

function inspectOf(database: PostgresDatabase): Inspect {
  const warehouse = createPostgresWarehouse(database);
  return (inspection) => warehouse.inspect(prepareInspection(inspection), { timeoutMs: 60_000 });
}

/** The files of a whole schema, with a project and a count of each model. */
async function draft(
  database: PostgresDatabase,
  schema: string,
  request: DraftRequest,
  only?: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const inspect = inspectOf(database);
  const sources = (await readTableNames(inspect)).filter((source) => source.schema === schema);
  const tables = await readPhysicalTables(
    inspect,
    sources.filter(({ table }) => only?.includes(table) ?? !table.includes(' ')),
  );
  const drafts = draftModels([...tables.values()], request);
  const owner = 'data@shop.example';
  return new Map([
    ['project.yaml', 'project: drafted\ntimezone: UTC\n'],
    ...drafts.flatMap((model) => [
      [`models/${model.name}.yaml`, writeModel(model, { schema: '../../schema/model.json', owner })] as const,
      [`counts/${model.name}_count.yaml`, writeCount(model, owner)] as const,
    ]),
  ]);
}

/** Everything that check, with the warehouse, has against the files, but notes. */
async function prove(
  database: PostgresDatabase,
  files: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const { definitions, diagnostics } = parseProject(files);
  const built = buildCatalog(definitions, diagnostics);
  const faults = built.diagnostics.map(
    ({ code, message, position }) => `${position.file} ${code} ${message}`,
  );
  if (built.catalog === null) return faults;
  const { catalog } = built;
  const proof = await proveWarehouse({
    definitions,
    catalog,
    inspect: inspectOf(database),
    report: () => {},
  });
  const told = proof.diagnostics.filter(({ severity }) => severity !== 'information');
  return [...faults, ...told.map(({ code, message }) => `${code} ${message}`)];
}
