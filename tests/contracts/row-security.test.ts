/** Row-level security as `vitrine rls` writes it, on a real PostgreSQL: whoever tries SQL of its own sees no more. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listGuardedSources } from '../../src/sql/row-security/row-security-plan.ts';
import type { RowSecurityScript } from '../../src/sql/row-security/script-parts.ts';
import { writeTenantsSetting } from '../../src/sql/row-security/tenants-setting.ts';
import { writeMigration } from '../../src/sql/row-security/write-migration.ts';
import { writeRollback } from '../../src/sql/row-security/write-rollback.ts';
import type { TenantId } from '../../src/tenancy/principal.ts';
import type { ScopeCondition } from '../../src/tenancy/scope.ts';
import { openTestPostgres, type TestPostgres } from '../support/databases.ts';
import { administer, letReaderIn, newRoleName, type ReaderRole } from '../support/reader-role.ts';

const ODD = `o'dd "quoted" $condition$ table; --`;
const UUIDS = ['0b5f1b3a-52c6-4bd7-93a4-0f3f0a9f0c01', '0b5f1b3a-52c6-4bd7-93a4-0f3f0a9f0c02'];
const ENDS = ['a', 'b'].map((tenant) => [`('${tenant}', 1)`, `('${tenant}', 2)`]).flat();

/** Two tenants in tenant columns of every type, under parents, and in tables that are everybody's. */
const TABLES = `
  create schema shop;
  create table shop.orders (client_id text not null, id bigint not null, note text, primary key (client_id, id));
  insert into shop.orders select tenant, n, tenant || n from unnest('{a,b}'::text[]) tenant, generate_series(1, 5000) n;
  create table shop.items (client_key text, order_id bigint, sku text);
  insert into shop.items values ${ENDS.map((key) => key.replace(')', ", 'x')")).join(', ')};
  create table shop.parts (order_id bigint, sku text);
  create table shop.countries (code text primary key);
  insert into shop.countries values ('de'), ('fr');
  create table shop.whole (client_id integer primary key);
  insert into shop.whole values (1), (2), (2147483647);
  create table shop.small (client_id smallint);
  insert into shop.small values (1), (2);
  create table shop.large (client_id bigint);
  insert into shop.large values (1), (9223372036854775807);
  create table shop.decimals (client_id numeric);
  insert into shop.decimals values (1.5), (2);
  create table shop.uuids (client_id uuid primary key);
  insert into shop.uuids values ('${UUIDS.join("'), ('")}');
  create type shop.client as enum ('a', 'b');
  create table shop.enums (client_id shop.client);
  insert into shop.enums values ('a'), ('b');
  create table shop.fixed (client_id char(4));
  insert into shop.fixed values ('a'), ('b');
  create domain shop.client_text as varchar(20) check (value <> '');
  create table shop.domains (client_id shop.client_text);
  insert into shop.domains values ('a'), ('b');
  create table shop.daily (client_id text, day date) partition by range (day);
  create table shop.daily_2026 partition of shop.daily for values from ('2026-01-01') to ('2027-01-01');
  insert into shop.daily values ('a', '2026-01-01'), ('b', '2026-01-01');
  create table shop."${ODD.replaceAll('"', '""')}" ("${ODD.replaceAll('"', '""')}" text);
  insert into shop."${ODD.replaceAll('"', '""')}" values ('a'), ('b');
  create view shop.orders_view with (security_invoker = true) as select * from shop.orders where id > 1;
`;

const own = (column = 'client_id'): ScopeCondition => ({ kind: 'column', column });
const ITEMS: ScopeCondition = {
  kind: 'through',
  columns: ['client_key', 'order_id'],
  parent: { schema: 'shop', table: 'orders' },
  parentColumns: ['client_id', 'id'],
  condition: { kind: 'column', column: 'client_id' },
};
const SCOPES: Readonly<Record<string, ScopeCondition>> = {
  orders: own(),
  items: ITEMS,
  parts: {
    kind: 'through',
    columns: ['order_id', 'sku'],
    parent: { schema: 'shop', table: 'items' },
    parentColumns: ['order_id', 'sku'],
    condition: ITEMS,
  },
  countries: { kind: 'shared' },
  whole: own(),
  small: own(),
  large: own(),
  decimals: own(),
  uuids: own(),
  enums: own(),
  fixed: own(),
  domains: own(),
  daily: own(),
  [ODD]: own(ODD),
  orders_view: own(),
};

let test: TestPostgres;
let reader: ReaderRole;
let script: RowSecurityScript;
let client: pg.Client;

function scriptOf(scopes: Readonly<Record<string, ScopeCondition>>, role: string): RowSecurityScript {
  const models = Object.entries(scopes).map(([name, scope]) => ({
    name,
    source: { schema: 'shop', table: name },
    scope,
  }));
  return { project: 'shop', reader: role, revokesSetConfig: false, sources: listGuardedSources(models) };
}

beforeAll(async () => {
  test = await openTestPostgres();
  script = scriptOf(SCOPES, newRoleName());
  await administer(test.url, [TABLES, 'analyze', writeMigration(script)]);
  reader = await letReaderIn(test.url, script.reader);
  client = new pg.Client(reader.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await test.close();
  await reader.drop();
});

/** The rows of `text` for a session in which the setting has this value. */
async function readAs(setting: string | null, text: string): Promise<readonly unknown[][]> {
  await client.query('begin');
  try {
    if (setting !== null)
      await client.query(`set local vitrine.tenants = '${setting.replaceAll("'", "''")}'`);
    return (await client.query<unknown[]>({ text, rowMode: 'array' })).rows;
  } finally {
    await client.query('rollback');
  }
}

const countAs = async (setting: string | null, table: string) =>
  Number((await readAs(setting, `select count(*) from shop."${table.replaceAll('"', '""')}"`))[0]?.[0]);

describe('a reader with SQL of its own', () => {
  it.each([
    ['orders', 'a', 5000],
    ['orders', 'a,b', 10_000],
    ['items', 'b', 2],
    ['parts', 'a', 0],
    ['whole', '2147483647', 1],
    ['whole', '1,2', 2],
    ['small', '2', 1],
    ['large', '9223372036854775807', 1],
    ['decimals', '1.5', 1],
    ['uuids', UUIDS[0]?.toUpperCase() ?? '', 1],
    ['enums', 'b', 1],
    ['fixed', 'a', 1],
    ['domains', 'a', 1],
    ['daily', 'a', 1],
    ['orders_view', 'a', 4999],
    [ODD, 'a', 1],
  ])('sees of %s the rows of the tenant %s only', async (table, tenant, rows) => {
    expect(await countAs(tenant, table)).toBe(rows);
  });

  it('sees nothing where nothing is set, and what is everybody’s', async () => {
    for (const table of Object.keys(SCOPES))
      expect([table, await countAs(null, table), await countAs('', table)]).toEqual(
        table === 'countries' ? [table, 2, 2] : [table, 0, 0],
      );
  });

  it.each([
    'x',
    '%',
    '%9',
    ',',
    ',,,',
    '{a,b}',
    '["a"]',
    "a' or '1'='1",
    '1e3',
    '0x1',
    '99999999999999999999',
  ])('is told nothing where the setting is %j', async (setting) => {
    for (const table of Object.keys(SCOPES).filter((name) => name !== 'countries'))
      expect([table, await countAs(setting, table)]).toEqual([table, 0]);
  });

  it('is held by or, by joins, by sub-queries and by another’s key', async () => {
    const texts = [
      "select distinct client_id from shop.orders where client_id = 'b' or true",
      "select o.client_id from shop.items i right join shop.orders o on o.client_id <> 'a'",
      "select i.client_key from shop.items i where i.client_key = 'b'",
      'select (select max(client_id) from shop.orders)',
      'select client_id from shop.orders where id = 1 union select client_key from shop.items',
    ];
    const told = new Set<unknown>();
    for (const text of texts) for (const cell of (await readAs('a', text)).flat()) told.add(cell);
    expect(told).toEqual(new Set(['a']));
  });

  it.each([
    "insert into shop.orders values ('a', 0)",
    'update shop.orders set note = null',
    'delete from shop.orders',
    'create table shop.mine (n int)',
    'alter table shop.orders disable row level security',
    'drop policy vitrine_tenants on shop.orders',
    'select * from shop.daily_2026',
    'set role postgres',
  ])('may not %s', async (text) => {
    await expect(readAs('a', `${text}`)).rejects.toThrow(/permission denied|must be (able|owner)|read-only/);
  });

  it('finds rows by the index, whatever the type', async () => {
    for (const [table, tenant] of [
      ['orders', 'a'],
      ['whole', '1'],
      ['uuids', UUIDS[0] ?? ''],
    ] as const) {
      await client.query('set enable_seqscan = off');
      const plan = (await readAs(tenant, `explain select * from shop.${table} limit 1`)).flat().join('\n');
      await client.query('reset enable_seqscan');
      expect(plan).toMatch(/Index (Only )?Scan|Bitmap Index Scan/);
      expect(plan).toMatch(/Index Cond: \(client_id = ANY/);
    }
  });

  it('reads ids with any characters in them back as they were', async () => {
    const ids = ['%', '%0', '%1', ',', "'", '\\', '%01', '\\,%', 'ä, "б"', ' x ', '%%3'] as TenantId[];
    const setting = writeTenantsSetting(ids);
    expect(setting).not.toMatch(/['\\]/);
    const rows = await readAs(setting, 'select vitrine_row_security.tenants()');
    expect(rows.flat()).toEqual(ids);
  });
});

describe('the migration', () => {
  const STATE = `
    select json_agg(row_to_json(t) order by t::text) from (
      select 'policy' as what, schemaname || tablename || policyname as name, permissive || cmd || roles::text || qual as is from pg_policies
      union all select 'table', oid::regclass::text, relrowsecurity || ' ' || relforcerowsecurity || relacl::text from pg_class where relnamespace = 'shop'::regnamespace and relkind in ('r', 'p', 'v')
      union all select 'function', oid::regprocedure::text, prosrc from pg_proc where pronamespace = to_regnamespace('vitrine_row_security')
      union all select 'schema', nspname, nspacl::text from pg_namespace where nspname !~ '^pg_'
    ) as t`;
  const state = async () => {
    const observer = new pg.Client(test.url);
    await observer.connect();
    const { rows } = await observer.query(STATE);
    await observer.end();
    return JSON.stringify(rows);
  };

  it('changes nothing when it is run again', async () => {
    const before = await state();
    await administer(test.url, [writeMigration(script)]);
    expect(await state()).toBe(before);
  });

  it('leaves everybody else as they were, the owner among them', async () => {
    const owner = newRoleName();
    const work = administer(test.url, [
      `create role ${owner}`,
      `grant create on schema shop to ${owner}; grant usage on schema shop to ${owner}`,
      `set role ${owner}; create table shop.owned (client_id text); insert into shop.owned values ('a'), ('b'); reset role`,
      writeMigration(scriptOf({ ...SCOPES, owned: own() }, script.reader)),
      `set role ${owner}; insert into shop.owned values ('c'); update shop.owned set client_id = 'd' where client_id = 'c'`,
      `do $$ begin if (select count(*) from shop.owned) <> 3 then raise 'rows are hidden from the owner'; end if; end $$`,
      `reset role; drop owned by ${owner}; drop role ${owner}`,
      writeMigration(script),
    ]);
    await expect(work).resolves.toBeUndefined();
  });

  it('keeps policies that were there, and its own above them', async () => {
    const scopes = { ...SCOPES, ruled: own() };
    await administer(test.url, [
      `create table shop.ruled (client_id text); insert into shop.ruled values ('a'), ('b');
       alter table shop.ruled enable row level security; create policy theirs on shop.ruled using (true)`,
      writeMigration(scriptOf(scopes, script.reader)),
    ]);
    expect([await countAs('a', 'ruled'), await countAs(null, 'ruled')]).toEqual([1, 0]);
    await administer(test.url, [
      writeRollback(scriptOf({ ruled: own() }, newRoleName())).replace(/^drop .*;$/gm, ''),
    ]);
    const observer = new pg.Client(test.url);
    await observer.connect();
    const { rows } = await observer.query(
      "select relrowsecurity, (select array_agg(polname::text) from pg_policy where polrelid = c.oid) as policies from pg_class c where relname = 'ruled'",
    );
    await observer.end();
    expect(rows).toEqual([{ relrowsecurity: true, policies: ['theirs'] }]);
    await administer(test.url, ['drop table shop.ruled', writeMigration(script)]);
  });

  it('is taken back without a trace but the role, and twice', async () => {
    const fresh = await openTestPostgres();
    try {
      const observer = new pg.Client(fresh.url);
      await administer(fresh.url, [TABLES]);
      await observer.connect();
      const before = JSON.stringify((await observer.query(STATE.replaceAll('relacl::text', "''"))).rows);
      await administer(fresh.url, [writeMigration(script), writeRollback(script), writeRollback(script)]);
      const after = JSON.stringify((await observer.query(STATE.replaceAll('relacl::text', "''"))).rows);
      const { rows } = await observer.query(
        `select c.relname from pg_class c cross join lateral aclexplode(c.relacl) as g join pg_roles r on r.oid = g.grantee where r.rolname = '${script.reader}'`,
      );
      await observer.end();
      expect(rows).toEqual([]);
      expect(after.replaceAll(/"is":"\{[^}]*\}"/g, '')).toBe(
        before.replaceAll(/"is":("\{[^}]*\}"|null)/g, ''),
      );
    } finally {
      await fresh.close();
    }
  });

  it('refuses all that it cannot keep apart at once, and changes nothing', async () => {
    await administer(test.url, [
      `create materialized view shop.stale as select * from shop.orders;
       create view shop.owners_view as select * from shop.orders;
       create table shop.dated (client_id date);
       create extension if not exists file_fdw; create server if not exists files foreign data wrapper file_fdw;
       create foreign table if not exists shop.remote (client_id text) server files options (filename '/dev/null')`,
    ]);
    const before = await state();
    const broken = {
      ...SCOPES,
      stale: own(),
      owners_view: own(),
      dated: own(),
      remote: own(),
      gone: own(),
      whole: own('nobody'),
    };
    const refused = await administer(test.url, [writeMigration(scriptOf(broken, script.reader))]).then(
      () => 'done',
      (error: Error) => error.message,
    );
    expect(refused.split('\n')).toEqual([
      'row-level security cannot keep these apart:',
      expect.stringMatching(/shop.dated has a tenant column of the type date/),
      expect.stringMatching(/shop.gone is not there/),
      expect.stringMatching(
        /shop.owners_view is a view .*alter view shop.owners_view set \(security_invoker = true\)/,
      ),
      expect.stringMatching(/shop.remote is a foreign table/),
      expect.stringMatching(/shop.stale is a materialised view/),
      expect.stringMatching(/shop.whole has no column nobody/),
    ]);
    expect(await state()).toBe(before);
  });

  it('refuses a view over a table that nothing keeps apart', async () => {
    await administer(test.url, [
      `create table shop.unruled (client_id text);
       create view shop.unruled_view with (security_invoker = true) as select * from shop.unruled`,
    ]);
    const scopes = { ...SCOPES, unruled_view: own() };
    await expect(administer(test.url, [writeMigration(scriptOf(scopes, script.reader))])).rejects.toThrow(
      /shop.unruled_view reads shop.unruled/,
    );
    await administer(test.url, [writeMigration(scriptOf({ ...scopes, unruled: own() }, script.reader))]);
  });

  it('refuses a reader that passes by policies', async () => {
    await expect(administer(test.url, [writeMigration({ ...script, reader: 'postgres' })])).rejects.toThrow(
      /passes by row-level security/,
    );
  });

  it('takes set_config from everybody where it is told to', async () => {
    await administer(test.url, [writeMigration({ ...script, revokesSetConfig: true })]);
    const text = "select set_config('vitrine.tenants', 'b', true)";
    await expect(readAs('a', text)).rejects.toThrow(/permission denied for function set_config/);
    expect(await countAs('a', 'whole')).toBe(0);
    await administer(test.url, [
      'grant execute on function pg_catalog.set_config(text, text, boolean) to public',
    ]);
  });
});
