/** Whatever is asked over all tenants gives counts, and nothing but counts passes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PlanRefused } from '../../../src/planner/verify-plan.ts';
import { compileInspection } from '../../../src/sql/compile-inspection.ts';
import type { Inspection, SystemInspection, TenantInspection } from '../../../src/sql/inspection.ts';
import { prepareInspection } from '../../../src/sql/inspection-statement.ts';
import { SYSTEM_TEXTS } from '../../../src/sql/system-texts.ts';
import { verifyInspection, verifyTenantList } from '../../../src/sql/verify-inspection.ts';
import { loadSqlVerifier } from '../../../src/sql/verify-sql.ts';

beforeAll(loadSqlVerifier);

const hostile = `a"b'; drop table x; --`;
const source = { schema: 'shop', table: hostile };
const parent = { schema: hostile, table: 'orders' };
const inspections: readonly Exclude<Inspection, SystemInspection | TenantInspection>[] = [
  { kind: 'column_counts', source, tests: [] },
  {
    kind: 'column_counts',
    source,
    tests: [
      ...(['null', 'fraction', 'beyond_digits', 'no_flag'] as const).map((test) => ({
        column: hostile,
        test,
      })),
      { column: 'status', test: 'unlisted', values: [hostile, ''] },
    ],
  },
  { kind: 'repeated_keys', source, columns: [hostile, 'b'], tenant: null },
  { kind: 'repeated_keys', source, columns: ['a'], tenant: { hops: [], column: hostile } },
  {
    kind: 'repeated_keys',
    source,
    columns: ['a'],
    tenant: {
      hops: [
        { columns: ['x', 'y'], parent, parentColumns: [hostile, 'q'] },
        { columns: ['z'], parent: source, parentColumns: ['r'] },
      ],
      column: 'client_id',
    },
  },
  {
    kind: 'orphans',
    source,
    target: parent,
    on: [
      { column: 'a', target: hostile, byText: false },
      { column: 'client', target: 'owner', byText: true },
    ],
  },
  {
    kind: 'overlaps',
    source,
    keys: [hostile, 'b'],
    primaryKey: ['id', hostile],
    validity: { from: hostile, until: 'until' },
    tenant: { hops: [{ columns: ['x'], parent, parentColumns: [hostile] }], column: 'client_id' },
  },
  {
    kind: 'overlaps',
    source,
    keys: ['a'],
    primaryKey: ['id'],
    validity: { from: 'since', until: hostile },
    tenant: null,
  },
  { kind: 'reversed', source, validity: { from: 'since', until: hostile } },
  { kind: 'tenant_variants', source, column: hostile },
  { kind: 'broken_runs', source, date: hostile, columns: [], tenant: null },
  { kind: 'broken_runs', source, date: 'day', columns: [hostile], tenant: { hops: [], column: 'client_id' } },
];

describe('inspections', () => {
  it.each(inspections)('of $kind pass, and bind what is no name', (inspection) => {
    const { text, parameters } = prepareInspection(inspection);
    expect(text).toMatch(/^select count\(\*\)/);
    expect(parameters.length).toBe(text.includes('$1') ? 1 : 0);
  });

  it('of the system read the system alone', () => {
    for (const text of Object.values(SYSTEM_TEXTS)) {
      const read = [...text.matchAll(/(?:from|join) ([a-z_]+)[. (]/g)].map(([, name]) => name);
      const own = ['pg_catalog', 'unnest', 'bases', 'base_types'];
      expect(read.filter((name = '') => !own.includes(name))).toEqual([]);
    }
  });

  it('freezes what was verified', () => {
    const statement = prepareInspection({ kind: 'table_names' });
    expect(Object.isFrozen(statement)).toBe(true);
    expect(Object.isFrozen(statement.parameters)).toBe(true);
  });
});

describe('the verifier', () => {
  const from = 'from shop.orders as "row"';
  const passes = (text: string): boolean => {
    try {
      verifyInspection(text);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(PlanRefused);
      return false;
    }
  };

  it('passes what is compiled, and not with a word more', () => {
    for (const inspection of inspections) {
      const { text } = compileInspection(inspection);
      expect(passes(text)).toBe(true);
      for (const more of [
        ' limit 1',
        ' offset 0',
        ' for update',
        '; select 1',
        ' union select 1',
        ' order by 1',
      ])
        expect([more, passes(`${text}${more}`)]).toEqual([more, false]);
      expect(passes(text.replace('count(*)', 'count(*), min(amount)'))).toBe(false);
      expect(passes(text.replace('count(*)', 'max("row"."a")'))).toBe(false);
      expect(passes(text.replace('count(*)', '"row"."a"'))).toBe(false);
      expect(passes(text.replace(' as "row"', ' as "row", shop.other as "more"'))).toBe(false);
      expect(passes(text.replace('select count(*)', 'select count(*) into "copy"'))).toBe(false);
    }
  });

  it.each([
    '',
    'delete from shop.orders',
    'select 1',
    'select count(*)',
    `select count(*) + 0 ${from}`,
    `select count(*) as "secret" ${from}`,
    `select count("row"."a") ${from}`,
    `select count(*) over () ${from}`,
    `select distinct count(*) ${from}`,
    `select count(*), 1 ${from}`,
    `select string_agg("row"."a", ',') ${from}`,
    `select count(*) filter (where pg_sleep(1) is null) ${from}`,
    `select count(*) filter (where "row"."a"::int = 1) ${from}`,
    `select count(*) filter (where "row"."a" like 'x') ${from}`,
    `select count(*) filter (where exists (select "row"."a" ${from})) ${from}`,
    `select count(*) filter (where "row"."a" in (select 1 ${from})) ${from}`,
    `select count(*) ${from} left join shop.other as "o" on true`,
    `select count(*) ${from} where (select count(*) ${from}) > 1`,
    `select count(*) from (select "row"."a" ${from}) as "inner"`,
    `select count(*) from (select 1 ${from} limit 1) as "inner"`,
    'select count(*) from orders',
    'select count(*) from vitrine.service_keys',
    'select count(*) from pg_catalog.pg_authid',
    'select count(*) from information_schema.tables',
    'select count(*) from other.shop.orders',
    'select count(*) from only shop.orders',
    'select count(*) from generate_series(1, 2) as "row"',
    'select count(*) from shop.orders tablesample system (1)',
    'with x as (select 1) select count(*) from shop.orders',
    `select count(*) ${from}\0`,
    'select count(*',
  ])('refuses %j', (text) => {
    expect(passes(text)).toBe(false);
  });
});

describe('a list of tenants', () => {
  const { text } = prepareInspection({ kind: 'tenants', source, column: hostile });
  const passes = (changed: string): boolean => {
    try {
      verifyTenantList(changed);
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(PlanRefused);
      return false;
    }
  };

  it('is one column of one table, as text', () => {
    expect(text.replaceAll('"a""b\'; drop table x; --"', '"id"')).toBe(
      'select "row"."id"::text from "shop"."id" as "row" group by "row"."id"',
    );
    expect(passes(text)).toBe(true);
  });

  it.each([
    ['select "row"."id", "row"."name"::text from shop.clients as "row" group by "row"."id"'],
    ['select "row"."id"::text, "row"."name"::text from shop.clients as "row" group by "row"."id"'],
    ['select "row"."id" from shop.clients as "row" group by "row"."id"'],
    ['select ("row"."id" || "row"."name")::text from shop.clients as "row"'],
    ['select "row"."id"::bytea from shop.clients as "row"'],
    ['select lower("row"."id")::text from shop.clients as "row"'],
    ['select "row"::text from shop.clients as "row"; select 1'],
    ['select "row"."id"::text from shop.clients as "row", shop.orders as "other"'],
    ['select "row"."id"::text from (select 1) as "row"'],
    ['select "row"."id"::text from shop.clients as "row" join shop.orders as "o" on true'],
    ['select "row"."id"::text from vitrine.keys as "row"'],
    ['select "row"."id"::text from clients as "row"'],
    ['select "row"."id"::text from shop.clients as "row" limit 1'],
    ['select "row"."id"::text from shop.clients as "row" for update'],
    ['select "row"."id"::text into x from shop.clients as "row"'],
    ['select count(*) from shop.clients as "row"'],
  ])('and nothing else: %s', (changed) => {
    expect(passes(changed)).toBe(false);
  });
});
