/** Conditions on rows stand at every reading of their source, exactly; whatever else is there is refused. */
import { beforeAll, describe, expect, it } from 'vitest';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import { PlanCache, type PreparedQuery } from '../../../src/engine/prepare-query.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { loadSqlVerifier, verifySql } from '../../../src/sql/verify-sql.ts';
import { refusedReason } from '../../support/refused-reason.ts';
import { catalogOf, change } from '../catalog/small-project.ts';

const POLICY = `policy: p
description: Why.
owner: a@shop.example
rows:
  - { model: orders, member: customer.name, claim: buyer }
  - { model: orders, member: status, claim: status }
`;

const whole = catalogOf(change(['policies/p.yaml', '', POLICY]));
const catalog = viewCatalog(whole, {
  kind: 'service_key',
  id: 'k',
  tenants: [],
  capability: 'viewer',
  groups: [],
});

let prepared: PreparedQuery;
beforeAll(async () => {
  await loadSqlVerifier();
  prepared = new PlanCache().prepare(bindQuery({ metrics: ['revenue'] }, catalog).shape, catalog);
});

const OWN = '"orders"."status" = any($2)';
const LOOKED_UP =
  '("orders"."customer_id", "orders"."client_id") in (select "parent"."id", "parent"."client_id" from "shop"."customers" as "parent" where "parent"."client_id" = $3 and "parent"."name" = any($4))';

/** What the text says of one condition, and what stands in its place. */
const MUTANTS: readonly (readonly [name: string, from: string, to: string])[] = [
  ['a condition that is left out', OWN, 'true'],
  ['a look-up that is left out', LOOKED_UP, 'true'],
  ['a condition under or', OWN, `(${OWN} or true)`],
  ['a condition that is denied', OWN, `not ${OWN}`],
  ['another column', OWN, OWN.replace('status', 'kind')],
  ['another comparison', OWN, OWN.replace(' = any', ' <> any')],
  ['all of the values', OWN, OWN.replace('any', 'all')],
  ['another list of values', OWN, OWN.replace('$2', '$4')],
  ['the tenant in its place', OWN, OWN.replace('$2', '$1')],
  ['the same condition twice', OWN, `${OWN} and ${OWN}`],
  ['a look-up in another table', LOOKED_UP, LOOKED_UP.replace('"customers"', '"channels"')],
  ['a look-up in another schema', LOOKED_UP, LOOKED_UP.replace('"shop"', '"other"')],
  ['a look-up out of scope', LOOKED_UP, LOOKED_UP.replace('"parent"."client_id" = $3 and ', '')],
  ['a look-up of any tenant', LOOKED_UP, LOOKED_UP.replace('"parent"."client_id" = $3', 'true')],
  ['a look-up without its values', LOOKED_UP, LOOKED_UP.replace(' and "parent"."name" = any($4)', '')],
  ['a look-up of other rows', LOOKED_UP, LOOKED_UP.replace(' in (', ' not in (')],
  ['a look-up by another key', LOOKED_UP, LOOKED_UP.replace('select "parent"."id"', 'select "parent"."uid"')],
  [
    'a look-up across tenants',
    LOOKED_UP,
    LOOKED_UP.replace(', "orders"."client_id")', ', "parent"."client_id")'),
  ],
  ['a condition beside a look-up', OWN, `${OWN} and "orders"."amount"::numeric > 0`],
  ['a look-up without its fence', '\n      offset 0', ''],
];

describe('verifySql', () => {
  it('passes what is compiled', () => {
    expect(prepared.rows.text).toContain(OWN);
    expect(prepared.rows.text).toContain(LOOKED_UP);
    expect(prepared.rows.slots.slice(0, 4).map(({ kind }) => kind)).toEqual([
      'tenant',
      'rows',
      'tenant',
      'rows',
    ]);
  });

  it.each(MUTANTS)('refuses %s', (_, from, to) => {
    const text = prepared.rows.text.replace(from, () => to);
    expect(text).not.toBe(prepared.rows.text);
    const statement: CompiledStatement = { ...prepared.rows, text };
    expect(refusedReason(() => verifySql(statement, catalog))).not.toBeNull();
  });

  it('refuses a statement without conditions where there should be some, and one with them where none are', () => {
    const open = new PlanCache().prepare(bindQuery({ metrics: ['revenue'] }, whole).shape, whole);
    expect(refusedReason(() => verifySql(open.rows, catalog))).toContain('without the condition on its rows');
    expect(refusedReason(() => verifySql(prepared.rows, whole))).not.toBeNull();
  });
});
