/** Which roles may serve, on a real PostgreSQL: what is wrong with one is said whole, with the SQL that mends it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { SemanticError } from '../../src/errors/semantic-error.ts';
import { connectPostgres } from '../../src/postgres/server-postgres.ts';
import { guardWarehouse } from '../../src/server/warehouse-guard.ts';
import { prepareInspection } from '../../src/sql/inspection-statement.ts';
import { listGuardedSources } from '../../src/sql/row-security/row-security-plan.ts';
import { writeMigration } from '../../src/sql/row-security/write-migration.ts';
import { writeRollback } from '../../src/sql/row-security/write-rollback.ts';
import { createPostgresWarehouse } from '../../src/warehouse/postgres-warehouse.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import {
  administer,
  createReader,
  letReaderIn,
  newRoleName,
  type ReaderRole,
} from '../support/reader-role.ts';
import { loadShopCatalog, openShop } from '../support/shop.ts';

let test: TestPostgres;
let catalog: Catalog;
const readers: ReaderRole[] = [];

beforeAll(async () => {
  test = await openTestPostgres();
  await openShop(test.database);
  catalog = await loadShopCatalog();
});
afterAll(async () => {
  await test.close();
  for (const reader of readers) await reader.drop();
});

async function newReader(schemas: readonly string[] = ['shop']): Promise<ReaderRole> {
  const reader = await createReader(test.url, schemas);
  readers.push(reader);
  return reader;
}

function scriptFor(reader: string) {
  const sources = listGuardedSources(catalog.models.values());
  return { project: 'shop', reader, revokesSetConfig: false, sources };
}

/** What the server says of a role at start. */
async function judge(url: string, rowSecurity = false, served = catalog): Promise<SemanticError | 'fit'> {
  const database = connectPostgres(url, { maxConnections: 1 });
  try {
    const warehouse = createPostgresWarehouse(database, { rowSecurity });
    const guard = guardWarehouse(
      { warehouse: { kind: 'server', url }, rowSecurity },
      { inspect: (inspection) => warehouse.inspect(prepareInspection(inspection), { timeoutMs: 30_000 }) },
    );
    await guard.check(served);
    return 'fit';
  } catch (error) {
    if (error instanceof SemanticError) return error;
    throw error;
  } finally {
    await database.close();
  }
}

const messageOf = (told: SemanticError | 'fit') => (told === 'fit' ? told : told.message);

describe('a role of the warehouse', () => {
  it('that may only read is fit', async () => {
    const { url } = await newReader();
    expect(await judge(url)).toBe('fit');
  });

  it('that is a superuser is refused, with the SQL for a better one', async () => {
    const told = await judge(test.url);
    expect(told).toMatchObject({ code: 'SERVER_WAREHOUSE_ROLE', status: 500 });
    expect(messageOf(told)).toBe(
      'The role postgres of VITRINE_WAREHOUSE may not serve: postgres is a superuser.',
    );
    const hint = told === 'fit' ? '' : (told.hint ?? '');
    expect(hint).toContain(
      'grant usage on schema "shop" to "vitrine_reader"; grant select on "shop"."ad_spend", ',
    );
    const sql = /create role .*;$/.exec(hint)?.[0] ?? '';
    const name = newRoleName();
    await administer(test.url, [sql.replaceAll('vitrine_reader', name)]);
    const reader = await letReaderIn(test.url, name);
    readers.push(reader);
    expect(await judge(reader.url)).toBe('fit');
  });

  it('is refused for all that it can, at once', async () => {
    const { name, url } = await newReader();
    const lofty = newRoleName();
    await administer(test.url, [
      `alter role ${name} bypassrls; alter table shop.orders owner to ${name}; create role ${lofty} superuser`,
      `grant ${lofty} to ${name}`,
    ]);
    const told = messageOf(await judge(url));
    await administer(test.url, [
      `revoke ${lofty} from ${name}; drop role ${lofty}; alter role ${name} nobypassrls`,
    ]);
    expect(told).toContain(`${name} has BYPASSRLS; it owns `);
    const owns = messageOf(await judge(url));
    await administer(test.url, ['alter table shop.orders owner to postgres']);
    expect(owns).toContain('it owns shop.orders.');
    expect(await judge(url)).toBe('fit');
  });

  it('that may become a superuser, or the owner of a source, is refused', async () => {
    const { name, url } = await newReader();
    const [lofty, owner] = [newRoleName(), newRoleName()];
    await administer(test.url, [
      `create role ${lofty} superuser; create role ${owner}; alter table shop.plans owner to ${owner}`,
      `grant ${lofty} to ${name}`,
    ]);
    expect(messageOf(await judge(url))).toContain(`${name} may become a superuser`);
    await administer(test.url, [`revoke ${lofty} from ${name}; grant ${owner} to ${name}`]);
    expect(messageOf(await judge(url))).toContain('it owns shop.plans');
    await administer(test.url, [
      `alter table shop.plans owner to postgres; drop role ${owner}; drop role ${lofty}`,
    ]);
  });

  it('cannot be judged, and so not served, while the warehouse is away', async () => {
    expect(await judge('postgres://u:p@127.0.0.1:1/d')).toMatchObject({ code: 'WAREHOUSE_UNAVAILABLE' });
  });
});

describe('with row-level security', () => {
  it('is fit once the migration has run, and refused before, after and besides', async () => {
    const { name, url } = await newReader();
    expect(messageOf(await judge(url, true))).toContain(
      'shop.orders has no forced row-level security with the policy for this role',
    );
    await administer(test.url, [writeMigration(scriptFor(name))]);
    expect(messageOf(await judge(url, true))).toBe('fit');
    expect(messageOf(await judge(url))).toContain('VITRINE_ROW_SECURITY is not, for shop.ad_spend, ');

    const alterations: readonly (readonly [change: string, told: string, back: string])[] = [
      [
        'alter table shop.orders no force row level security',
        'shop.orders has no forced',
        'alter table shop.orders force row level security',
      ],
      [
        'alter table shop.orders disable row level security',
        'shop.orders has no forced',
        'alter table shop.orders enable row level security',
      ],
      [
        "comment on policy vitrine_tenants on shop.orders is 'Definition 0'",
        'the policy of shop.orders is not the one of these definitions',
        writeMigration(scriptFor(name)),
      ],
      [
        `create table public.loot (n int); grant select on public.loot to ${name}`,
        'it may also read public.loot',
        'drop table public.loot',
      ],
      [
        `grant usage on schema vitrine to ${name}; grant select on vitrine.migrations to ${name}`,
        'it may also read vitrine.migrations',
        `revoke select on vitrine.migrations from ${name}`,
      ],
    ];
    for (const [change, expected, back] of alterations) {
      await administer(test.url, [change]);
      expect(messageOf(await judge(url, true))).toContain(expected);
      await administer(test.url, [back]);
      expect(messageOf(await judge(url, true))).toBe('fit');
    }
    await administer(test.url, [writeRollback(scriptFor(name))]);
  });

  it('has a policy for each source that a reload brings', async () => {
    const { name, url } = await newReader();
    await administer(test.url, [writeMigration(scriptFor(name))]);
    const models = new Map(catalog.models);
    const orders = models.get('orders');
    if (!orders) throw new Error('the shop has orders');
    models.set('later', { ...orders, name: 'later', source: { schema: 'shop', table: 'labels' } });
    expect(messageOf(await judge(url, true, { ...catalog, models }))).toContain('shop.labels has no forced');
    await administer(test.url, [writeRollback(scriptFor(name))]);
  });
});

it('says that the embedded database has one role for everything', async () => {
  const guard = guardWarehouse(
    { warehouse: { kind: 'embedded', folder: 'x' }, rowSecurity: false },
    { inspect: () => Promise.reject(new Error('nothing is asked')) },
  );
  await guard.check(catalog);
  expect(guard.notices).toEqual([expect.stringContaining('embedded database')]);
});
