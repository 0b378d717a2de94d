/** Old versions whose models have other names now, or none: the same digits over the same table, under the rules of today. */
import { beforeAll, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/base/hash.ts';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import { writeReleaseFile } from '../../../src/definitions/parse-release.ts';
import type { ReleaseFile } from '../../../src/definitions/release-schema.ts';
import { createEngine } from '../../../src/engine/create-engine.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import type { PostgresDatabase } from '../../../src/postgres/postgres-database.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createPostgresStore } from '../../../src/store/postgres-store.ts';
import type { Principal, TenantId } from '../../../src/tenancy/principal.ts';
import { sealOf } from '../../../src/versions/seal-release.ts';
import { thawMetric } from '../../../src/versions/thaw-metric.ts';
import { createPostgresWarehouse } from '../../../src/warehouse/postgres-warehouse.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { plainRows } from '../../support/golden-answer.ts';
import { runScript } from '../../support/statements.ts';
import type { Files } from '../catalog/small-project.ts';
import { edit, FIRST, TABLES, write } from './pinned-project.ts';
import { buildFiles, faultsOf, propose, release } from './released-project.ts';
import { renameModel } from './rename-model.ts';

const SALES = 'models/sales.yaml';
const MORE: readonly (readonly [name: string, formula: string])[] = [
  ['paid', 'count(orders) filter (where orders.channel.paid)'],
  ['large', 'sum(orders.amount) filter (where orders.is_large)'],
  ['by_ads', "revenue filter (where channel.name = 'ads')"],
  ['open', "revenue filter (where orders.status = 'open')"],
  ['best', 'max(revenue per channel.name)'],
  ['best_status', 'max(revenue per orders.status)'],
  ['week', 'trailing(revenue, 7 days)'],
  ['latest', 'sum(orders.amount last by orders.channel_id)'],
  ['rows_ever', 'count(orders)'],
  ['buyers', 'sum(channels.order_count)'],
];
const COUNTED = 'paid: { type: boolean }, order_count: { type: integer, formula: count(orders) }';
const BEFORE = release(
  MORE.reduce(
    (files, [name, formula]) => write(files, name, formula),
    edit(
      edit(FIRST, 'models/channels.yaml', 'paid: { type: boolean }', COUNTED),
      'models/channels.yaml',
      'dimensions: { name: { type: string }, paid: { type: boolean }, order_count: { type: integer, formula: count(orders) } }',
      'dimensions: { name: { type: string }, paid: { type: boolean } }\nfacts: { order_count: { type: integer, formula: count(orders) } }',
    ),
  ),
);
const NAMES = ['revenue', 'net', ...MORE.map(([name]) => name)];
const RENAMED = release(propose(renameModel(BEFORE, 'pins', 'orders', 'sales')));
const BOTH = release(propose(renameModel(RENAMED, 'pins', 'channels', 'places')));

describeEachDatabase('versions over models that were renamed', (open) => {
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
    const { catalog } = buildFiles(files);
    return createEngine({ catalog, warehouse: createPostgresWarehouse(database), store, secret, now });
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
  const old = (name: string) => ({ metric: `${name}@1`, as: name });

  it('give the digits that they gave, to each tenant', async () => {
    for (const [tenant, revenue] of [
      ['a', '150.12'],
      ['b', '1000000'],
    ] as const) {
      const given = await ask(BEFORE, { metrics: NAMES }, tenant);
      expect(given[0]?.[0]).toBe(revenue);
      for (const files of [RENAMED, BOTH])
        expect(await ask(files, { metrics: NAMES.map(old) }, tenant)).toEqual(given);
    }
  });

  it('are grouped and filtered by the dimensions of today, under the names of today', async () => {
    const group = (by: string) => ({ by: [by], order: [{ by }] });
    const given = await ask(BEFORE, { metrics: ['revenue'], ...group('orders.status') });
    expect(given).toEqual([
      ['open', '43.02'],
      ['paid', '107.10'],
    ]);
    expect(await ask(RENAMED, { metrics: [old('revenue')], ...group('sales.status') })).toEqual(given);
    expect(await ask(BOTH, { metrics: [old('revenue')], ...group('channel.name') })).toEqual([
      ['ads', '107.10'],
      ['seo', '40.02'],
      [null, '3'],
    ]);
    const where = [{ dimension: 'sales.status', op: 'eq', value: 'open' }];
    expect(await ask(RENAMED, { metrics: [old('revenue')], where })).toEqual([['43.02']]);
    expect(await refusal(RENAMED, { metrics: [old('revenue')], by: ['orders.status'] })).toContain(
      'QUERY_UNKNOWN_MEMBER',
    );
  });

  it('may be named in formulas, and be released and renamed with these', async () => {
    const named = release(write(RENAMED, 'before', 'revenue@1 - refunds@1'));
    expect(faultsOf(named)).toEqual([]);
    expect(await ask(named, { metrics: ['before'] })).toEqual([['143.62']]);
    const again = release(propose(renameModel(named, 'pins', 'sales', 'purchases')));
    expect(faultsOf(again)).toEqual([]);
    expect(await ask(again, { metrics: ['before', old('revenue'), { metric: 'net@2', as: 'x' }] })).toEqual([
      ['143.62', '150.12', '143.62'],
    ]);
    const file: ReleaseFile = JSON.parse(again['releases/before.json'] ?? '');
    const [first] = file.releases;
    expect(first && thawMetric('before', first.definition).metric?.hash).toBe(first?.hash);
  });

  it('read the columns that they read, also of members that have another name or none', async () => {
    const gross = edit(RENAMED, SALES, 'price: {', 'gross: {');
    const moved = propose(edit(gross, SALES, 'formula: price * 1', 'formula: gross * 10'));
    expect(await ask(moved, { metrics: [old('revenue'), old('large')] })).toEqual([['150.12', '100.10']]);
    // A name that stays, over another column, is no proof that the same is meant.
    const rebound = edit(RENAMED, SALES, 'column: amount', 'column: refund');
    expect(await refusal(rebound, { metrics: [old('revenue')] })).toBe(
      'QUERY_VERSION_GONE revenue@1 cannot be computed any more: sales.price is another column now.',
    );
  });

  it('follow their table to where the schemas of today have it', async () => {
    const logical = (files: Files, schema: string): Files =>
      Object.fromEntries(
        Object.entries(files).map(([path, text]) => [
          path,
          path.startsWith('releases/') ? text : text.replaceAll('source: pins.', `source: ${schema}.`),
        ]),
      );
    const mapped = edit(
      Object.fromEntries(Object.entries(logical(BEFORE, 'shop')).filter(([path]) => path.endsWith('.yaml'))),
      'project.yaml',
      'timezone: UTC\n',
      'timezone: UTC\nschemas: { shop: pins }\n',
    );
    const first = release(mapped);
    const later = release(propose(renameModel(first, 'shop', 'orders', 'sales')));
    expect(await ask(later, { metrics: NAMES.map(old) })).toEqual(await ask(BEFORE, { metrics: NAMES }));
    // Where another environment has them elsewhere, that is where they are read.
    const elsewhere = edit(later, 'project.yaml', 'shop: pins', 'shop: nowhere');
    expect(buildFiles(elsewhere).catalog.models.get('sales')?.source.schema).toBe('nowhere');
    expect(buildFiles(elsewhere).catalog.gone.size).toBe(0);
  });

  it('are gone where no model reads their table, or where other keys tell its rows apart', async () => {
    const moved = propose(edit(RENAMED, SALES, 'source: pins.orders', 'source: pins.orders_v2'));
    expect(await refusal(moved, { metrics: [old('revenue')] })).toBe(
      'QUERY_VERSION_GONE revenue@1 cannot be computed any more: the source pins.orders is of no model any more.',
    );
    expect(await refusal(moved, { metrics: [old('rows_ever')] })).toContain('is of no model any more');
    const joined = edit(BOTH, SALES, 'channel_id: id', 'partner: name');
    const declared = edit(joined, SALES, '  on_day: {', '  channel_id: { type: integer }\n  on_day: {');
    const keyed = edit(declared, 'models/places.yaml', 'primary_key: id', 'primary_key: name');
    expect(buildFiles(propose(keyed)).catalog.gone.get('paid@1')).toBe(
      'the join sales.channel leads to no key of places now',
    );
  });

  it('stay under the tenant rule and the rules of rows of today', async () => {
    const scoped = edit(RENAMED, SALES, 'tenant: client', 'tenant: partner');
    // Orders 2, 4 and 5, of whichever client.
    expect(await ask(scoped, { metrics: [old('revenue')] }, 'q')).toEqual([['1000043.02']]);
    const rows: Files = {
      ...RENAMED,
      'policies/states.yaml':
        'policy: states\ndescription: Those with a state see its orders.\nowner: a@shop.example\nrows: [{ model: sales, member: status, claim: state }]\n',
    };
    const engine = engineOf(rows);
    const paid = bearer('a', { claims: { state: ['paid'] } });
    expect(plainRows(await engine.query(paid, { metrics: [old('revenue')] }))).toEqual([['107.10']]);
  });
});

const viewer: Principal = {
  kind: 'service_key',
  id: 'k',
  tenants: ['a' as TenantId],
  capability: 'viewer',
  groups: [],
};
const veiled = (files: Files): readonly string[] => [
  ...viewCatalog(buildFiles(files).catalog, viewer).veil.metrics,
];
const FINANCE = 'access: { groups: [finance] }';

it('are for those who may see what reads their table today, under whatever name', () => {
  expect(veiled(RENAMED)).toEqual([]);
  expect(veiled(edit(RENAMED, SALES, 'time: on_day', `time: on_day\n${FINANCE}`))).toEqual(
    expect.arrayContaining(['revenue@1', 'rows_ever@1']),
  );
  // What says itself that it is for all does not say so of what others say of the same table.
  const beside: Files = {
    ...edit(RENAMED, SALES, 'time: on_day', 'time: on_day\naccess: all'),
    'models/audits.yaml': `model: audits\nsource: pins.orders\nprimary_key: id\ntenant: client\n${FINANCE}\n`,
  };
  expect(veiled(beside)).toEqual(expect.arrayContaining(['revenue@1', 'rows_ever@1']));
  expect(veiled(beside)).not.toContain('revenue');
});

it('are for admins alone where nothing of today is the column that they read', () => {
  const without = edit(
    edit(RENAMED, SALES, '  price: { type: decimal, unit: currency, column: amount }\n', ''),
    SALES,
    'formula: price * 1',
    'column: cents',
  );
  expect(veiled(propose(without))).toContain('revenue@1');
});

it('are gone where their column is sensitive now in any model over their table', () => {
  const secret: Files = {
    ...RENAMED,
    'models/audits.yaml':
      'model: audits\nsource: pins.orders\nprimary_key: id\ntenant: client\ndimensions: { sum: { type: string, column: amount, sensitive: pii } }\n',
  };
  const hidden = edit(
    secret,
    SALES,
    'price: { type: decimal, unit: currency, column: amount }',
    'price: { type: decimal, unit: currency, column: cents }',
  );
  expect(buildFiles(propose(hidden)).catalog.gone.get('revenue@1')).toBeDefined();
});

/** The release of a metric as somebody might write it who wants other rows: with every seal and hash in order. */
function forge(files: Files, change: (text: string) => string): Files {
  const path = 'releases/rows_ever.json';
  const file: ReleaseFile = JSON.parse(files[path] ?? '');
  let before: string | null = null;
  const releases = file.releases.map(({ seal: _seal, ...release }) => {
    const definition =
      release.version === 1 ? JSON.parse(change(canonicalJson(release.definition))) : release.definition;
    const hash = thawMetric('rows_ever', definition).metric?.hash ?? release.hash;
    const forged = { ...release, definition, hash };
    before = sealOf('rows_ever', forged, before);
    return { ...forged, seal: before };
  });
  return { ...files, [path]: writeReleaseFile({ ...file, releases }) };
}

it('read no table that no model of today reads, and none without its tenant rule, whatever a release says', () => {
  const system = forge(RENAMED, (text) => text.replaceAll('pins.orders', 'pg_catalog.pg_authid'));
  expect(faultsOf(system).join()).toContain('the schema pg_catalog is closed');
  const unknown = forge(RENAMED, (text) => text.replaceAll('pins.orders', 'pins.salaries'));
  expect(faultsOf(unknown)).toEqual([]);
  expect(buildFiles(unknown).catalog.gone.get('rows_ever@1')).toBe(
    'the source pins.salaries is of no model any more',
  );
  const shared = forge(RENAMED, (text) => text.replaceAll('"tenant":"client"', '"tenant":"shared"'));
  expect(faultsOf(shared)).toEqual([]);
  const { catalog } = buildFiles(shared);
  const [root = ''] = catalog.metrics.get('rows_ever@1')?.models ?? [];
  expect(catalog.models.get(root)?.scope).toEqual({ kind: 'column', column: 'client' });
  expect(catalog.scopes.get('pins.orders')).toEqual({ kind: 'column', column: 'client' });
});
