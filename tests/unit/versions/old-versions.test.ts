/** Versions that were released before, run today: the same number, among today's models, under today's rules. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildCatalog } from '../../../src/catalog/build-catalog.ts';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import { createEngine } from '../../../src/engine/create-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import type { PostgresDatabase } from '../../../src/postgres/postgres-database.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createPostgresStore } from '../../../src/store/postgres-store.ts';
import type { Principal, TenantId } from '../../../src/tenancy/principal.ts';
import { attachVersions } from '../../../src/versions/attach-versions.ts';
import { checkReleases } from '../../../src/versions/check-releases.ts';
import { ThawedReleases } from '../../../src/versions/thawed-releases.ts';
import { createPostgresWarehouse } from '../../../src/warehouse/postgres-warehouse.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { plainRows } from '../../support/golden-answer.ts';
import { runScript } from '../../support/statements.ts';
import { type Files, metricFile } from '../catalog/small-project.ts';
import { propose, release } from './released-project.ts';

const TABLES = `create schema old;
create table old.channels (id int, name text, paid boolean);
create table old.orders (id int, client text, channel_id int, first_channel_id int, on_day date, amount numeric, share numeric, status text, buyer int, partner text);
insert into old.channels values (1, 'ads', true), (2, 'seo', false);
insert into old.orders values
  (1, 'a', 1, 2, '2026-01-05', 100.10, 0.5, 'paid', 1, 'p'), (2, 'a', 2, 1, '2026-01-06', 40.02, 0.25, 'open', 1, 'q'),
  (3, 'a', null, 2, '2026-02-01', 7, 1, 'paid', 2, 'p'), (4, 'b', 1, 1, '2026-01-05', 1000000, 1, 'paid', 3, 'q');`;

const PROJECT: Files = {
  'project.yaml': 'project: old\ntimezone: UTC\ncurrency: EUR\nroles: { channel: channels }\n',
  'models/channels.yaml':
    'model: channels\nsource: old.channels\nprimary_key: id\ntenant: shared\ndimensions: { name: { type: string }, paid: { type: boolean } }\n',
  'models/orders.yaml': `model: orders
source: old.orders
primary_key: id
tenant: client
time: on_day
joins:
  channel: { model: channels, on: { channel_id: id } }
dimensions:
  on_day: { type: date }
  status: { type: string }
  is_large: { type: boolean, formula: amount >= 50 }
  size: { type: string, formula: "case when is_large then 'large' else 'small' end" }
facts:
  amount: { type: decimal, unit: currency }
  share: { type: decimal }
  net: { type: decimal, formula: amount * share, unit: currency }
`,
  'sales/net_sales.yaml': metricFile('net_sales', 'sum(orders.net)'),
  'sales/large_net.yaml': metricFile('large_net', "sum(orders.net) filter (where orders.size = 'large')"),
  'sales/paid_orders.yaml': metricFile('paid_orders', 'count(orders) filter (where orders.channel.paid)'),
  'sales/orders_count.yaml': metricFile('orders_count', 'count(orders)'),
  'sales/net_per_order.yaml': metricFile('net_per_order', 'net_sales / orders_count'),
};

function edit(files: Files, file: string, old: string, next: string): Files {
  const text = files[file] ?? '';
  if (text.split(old).length !== 2) throw new Error(`"${old}" is not once in ${file}`);
  return { ...files, [file]: text.replace(old, () => next) };
}

const ORDERS = 'models/orders.yaml';
const V1 = release(PROJECT);
/** An analyst mends a shared fact, and what "large" means; later another moves a join. */
const V2 = release(
  propose(
    edit(
      edit(V1, ORDERS, 'formula: amount * share', 'formula: amount * share * 2'),
      ORDERS,
      'amount >= 50',
      'amount >= 20',
    ),
  ),
);
const V3 = release(propose(edit(V2, ORDERS, 'channel_id: id', 'first_channel_id: id')));

function catalogOf(files: Files): Catalog {
  const { definitions, diagnostics: faults } = parseProject(new Map(Object.entries(files)));
  const thawed = new ThawedReleases();
  const { catalog, diagnostics } = buildCatalog(definitions, faults, { released: thawed.named(definitions) });
  const versions = catalog ? checkReleases(definitions, catalog, thawed) : [];
  const all = [...diagnostics, ...versions];
  if (!catalog || all.length > 0)
    throw new Error(all.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return attachVersions(catalog, thawed.old(definitions));
}

describeEachDatabase('versions that were released before', (open) => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = open();
    await migrate(database);
    await runScript(database, TABLES);
  });

  const engineOf = (files: Files): Engine => {
    const now = () => new Date('2026-06-01T00:00:00Z');
    const secret = 's'.repeat(32);
    const store = createPostgresStore(database, { secret, environment: 'test', now });
    return createEngine({
      catalog: catalogOf(files),
      warehouse: createPostgresWarehouse(database),
      store,
      secret,
      now,
    });
  };
  const bearer = (tenant: string, keys: Partial<Principal> = {}): Principal => ({
    kind: 'service_key',
    id: 'k',
    tenants: [tenant as TenantId],
    capability: 'viewer',
    groups: [],
    ...keys,
  });
  const ask = async (files: Files, query: object, tenant = 'a') =>
    plainRows(await engineOf(files).query(bearer(tenant), query));
  const refusal = async (files: Files, query: object): Promise<unknown> => {
    try {
      return await ask(files, query);
    } catch (error) {
      if (error instanceof SemanticError) return `${error.code} ${error.message}`;
      throw error;
    }
  };

  it('give the digits that they gave before, beside the current ones', async () => {
    const metrics = ['net_sales', 'large_net', 'paid_orders', 'orders_count', 'net_per_order'];
    const [before = []] = await ask(V1, { metrics });
    // 50.05 + 10.005 + 7; of orders of 50 or more the first alone; by channels of today one.
    expect(before).toEqual(['67.0550', '50.050', '1', '3', 22.3516666667]);
    const both = ['net_sales@1', 'large_net@1', 'paid_orders', 'orders_count', 'net_per_order@1'];
    const named = both.map((metric) => ({ metric, as: metric.replace('@', '_v') }));
    expect(await ask(V2, { metrics: named })).toEqual([before]);
    // Twice as much for each order; large are those of 20 or more.
    const current = ['134.1100', '120.1100', '1', '3', 44.7033333333];
    expect(await ask(V2, { metrics })).toEqual([current]);
    expect(
      await ask(V2, { metrics: ['net_sales', { metric: 'net_sales', version: 1, as: 'before' }] }),
    ).toEqual([['134.1100', '67.0550']]);
  });

  it('run after a join of theirs changed, while groups follow the current one', async () => {
    const [row = []] = await ask(V3, { metrics: [{ metric: 'paid_orders@1', as: 'before' }, 'paid_orders'] });
    // Order 1 came by ads, which is paid; first of all, order 2 did.
    expect(row).toEqual(['1', '1']);
    const by = await ask(V3, {
      metrics: [{ metric: 'paid_orders@1', as: 'before' }, 'paid_orders', 'orders_count'],
      by: ['channel.name'],
      order: [{ by: 'channel.name' }],
    });
    expect(by).toEqual([
      ['ads', '0', '1', '1'],
      ['seo', '1', '0', '2'],
    ]);
    expect(await ask(V3, { metrics: [{ metric: 'net_sales@1', as: 'x' }] })).toEqual([['67.0550']]);
  });

  it('are filtered and grouped by the dimensions of today', async () => {
    const query = {
      metrics: [{ metric: 'large_net@1', as: 'x' }],
      by: ['orders.size'],
      order: [{ by: 'orders.size' }],
    };
    // By size of today orders 1 and 2 are large; of these, large as it was then is the first.
    expect(await ask(V2, query)).toEqual([
      ['large', '50.050'],
      ['small', '0'],
    ]);
    const where = [{ dimension: 'orders.size', op: 'eq', value: 'small' }];
    expect(await ask(V2, { metrics: [{ metric: 'net_sales@1', as: 'x' }], where })).toEqual([['7']]);
  });

  it('stay under the scope, the sources and the columns of today', async () => {
    await runScript(
      database,
      'create table if not exists old.orders_moved as select *, amount * 10 as ten from old.orders',
    );
    const moved = edit(V2, ORDERS, 'source: old.orders', 'source: old.orders_moved');
    const bound = edit(moved, ORDERS, 'amount: { type: decimal', 'amount: { column: ten, type: decimal');
    expect(await ask(bound, { metrics: [{ metric: 'net_sales@1', as: 'x' }] })).toEqual([['670.5500']]);
    expect(await ask(V2, { metrics: [{ metric: 'net_sales@1', as: 'x' }] }, 'b')).toEqual([['1000000']]);
    const scoped = edit(V2, ORDERS, 'tenant: client', 'tenant: partner');
    expect(await ask(scoped, { metrics: [{ metric: 'net_sales@1', as: 'x' }] }, 'q')).toEqual([
      ['1000010.0050'],
    ]);
  });

  it('are for those whom the metric is for today', async () => {
    const hidden = edit(V2, 'sales/net_sales.yaml', 'owner:', 'access: { groups: [finance] }\nowner:');
    const query = { metrics: [{ metric: 'net_sales@1', as: 'x' }] };
    expect(await refusal(hidden, query)).toContain('QUERY_UNKNOWN_METRIC');
    expect(await refusal(hidden, { metrics: ['net_per_order@1'] })).toContain('QUERY_UNKNOWN_METRIC');
    const engine = engineOf(hidden);
    const rows = plainRows(await engine.query(bearer('a', { groups: ['finance'] }), query));
    expect(rows).toEqual([['67.0550']]);
    const column = edit(
      V2,
      ORDERS,
      'share: { type: decimal }',
      'share: { type: decimal, access: { groups: [finance] } }',
    );
    expect(await refusal(column, query)).toContain('QUERY_UNKNOWN');
  });

  it('are gone where they show what is sensitive now, and count it still', async () => {
    const [top, cards] = ['sales/top_card.yaml', 'sales/cards.yaml'];
    const first = release({
      ...edit(
        PROJECT,
        ORDERS,
        'status: { type: string }',
        'status: { type: string }\n  card: { type: integer, column: buyer }',
      ),
      [top]: metricFile('top_card', 'max(orders.card)'),
      [cards]: metricFile('cards', 'count_distinct(orders.card)'),
      'sales/twice.yaml': metricFile('twice', 'top_card * 2'),
    });
    const counting: Files = {
      ...first,
      [top]: metricFile('top_card', 'count(orders)'),
      [cards]: metricFile('cards', 'count(orders)'),
    };
    const later = release(propose(counting));
    const asked = ['top_card@1', 'twice@1', 'cards@1'].map((metric) => ({
      metric,
      as: metric.split('@')[0],
    }));
    expect(await ask(later, { metrics: asked })).toEqual([['2', '4', '2']]);
    const secret = edit(later, ORDERS, 'column: buyer }', 'column: buyer, sensitive: pii }');
    expect(await refusal(secret, { metrics: ['top_card@1'] })).toBe(
      'QUERY_VERSION_GONE top_card@1 cannot be computed any more: it shows what is sensitive now.',
    );
    expect(await refusal(secret, { metrics: ['twice@1'] })).toContain('top_card@1 is gone');
    expect(await ask(secret, { metrics: [{ metric: 'cards@1', as: 'x' }] })).toEqual([['2']]);
  });

  it('have names for nothing that only they have', async () => {
    const catalog = catalogOf(V2);
    const frozen = [...(catalog.models.get('orders')?.members.keys() ?? [])].filter((name) =>
      name.includes('@'),
    );
    expect(frozen).toHaveLength(3);
    for (const name of frozen) {
      expect(await refusal(V2, { metrics: ['orders_count'], by: [`orders.${name}`] })).toContain(
        'QUERY_UNKNOWN_MEMBER',
      );
      const where = [{ dimension: `orders.${name}`, op: 'not_null' }];
      expect(await refusal(V2, { metrics: ['orders_count'], where })).toContain('QUERY_UNKNOWN_MEMBER');
    }
    const names = engineOf(V2)
      .listDimensions(bearer('a'))
      .map(({ name }) => name);
    expect(names.filter((name) => name.includes('@'))).toEqual([]);
    expect(
      (await engineOf(V2).listMetrics(bearer('a'))).map(({ name, version }) => `${name}@${version}`),
    ).toEqual(['large_net@2', 'net_per_order@2', 'net_sales@2', 'orders_count@1', 'paid_orders@1']);
  });

  it('are told of with their own formula, hash and inputs, in descriptions, columns and receipts', async () => {
    const engine = engineOf(V2);
    const viewer = bearer('a');
    expect(await engine.describeMetric(viewer, 'net_per_order@1')).toMatchObject({
      name: 'net_per_order',
      version: 1,
      inputs: [
        { metric: 'net_sales', version: 1 },
        { metric: 'orders_count', version: 1 },
      ],
    });
    const answer = await engine.query(viewer, {
      metrics: ['net_sales', { metric: 'net_sales@1', as: 'before' }],
    });
    const hashes = answer.columns.map((column) =>
      'hash' in column ? [column.metric, column.version, column.hash] : [],
    );
    expect(hashes).toEqual([
      ['net_sales', 2, catalogOf(V2).metrics.get('net_sales')?.hash],
      ['net_sales', 1, catalogOf(V1).metrics.get('net_sales')?.hash],
    ]);
    const receipt = JSON.parse(await engine.receipt(viewer, answer.receipt.id));
    expect(receipt.metrics.map((metric: { version: number }) => metric.version)).toEqual([2, 1]);
  });

  it('are refused with the reason where they cannot be computed, and where there never was one', async () => {
    const { [ORDERS]: orders = '', ...others } = V2;
    const renamed: Files = {
      ...others,
      'models/sales.yaml': orders
        .replace('model: orders', 'model: sales')
        .replace('source: old.orders', 'source: old.purchases'),
      ...Object.fromEntries(
        Object.entries(V2)
          .filter(([path]) => path.startsWith('sales/'))
          .map(([path, text]) => [
            path,
            text.replaceAll('orders.', 'sales.').replace('count(orders)', 'count(sales)'),
          ]),
      ),
    };
    const files = propose(renamed);
    expect(await refusal(files, { metrics: ['net_sales@1'] })).toBe(
      'QUERY_VERSION_GONE net_sales@1 cannot be computed any more: the source old.orders is of no model any more.',
    );
    expect(await refusal(V2, { metrics: ['net_sales@3'] })).toBe(
      'QUERY_UNKNOWN_VERSION net_sales@3 is not served.',
    );
  });
});

describe('a catalog with old versions', () => {
  it('plans the current ones as if there were none', () => {
    const bare = Object.fromEntries(Object.entries(V3).filter(([path]) => !path.startsWith('releases/')));
    const [all, current] = [catalogOf(V3), catalogOf(bare)];
    for (const [name, metric] of current.metrics) expect(all.metrics.get(name)).toEqual(metric);
    expect(all.paths.findRole('orders', 'channel')).toEqual(current.paths.findRole('orders', 'channel'));
  });
});
