/** Rows told by a claim: what a policy may say of them, and for whom it holds. */
import { describe, expect, it } from 'vitest';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import type { Principal } from '../../../src/tenancy/principal.ts';
import { ALL_ROWS } from '../../../src/tenancy/row-condition.ts';
import { type Change, catalogOf, change, diagnosticsOf } from './small-project.ts';

const HEAD = 'policy: p\ndescription: Why.\nowner: a@shop.example\n';

function rows(...rules: readonly string[]): Change {
  return ['policies/p.yaml', '', `${HEAD}rows:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`];
}

const BY_STATUS = '{ model: orders, member: status, claim: status }';

function asking(change: Partial<Principal> = {}): Principal {
  return { kind: 'service_key', id: 'k', tenants: [], capability: 'viewer', groups: [], ...change };
}

describe('a policy for rows', () => {
  const faultsOf = (...changes: readonly Change[]) =>
    diagnosticsOf(change(...changes)).map(
      ({ code, message, hint, position }) => `${position.line} ${code} ${message} ${hint ?? ''}`,
    );

  it.each<[string, string]>([
    [
      '{ model: order, member: status, claim: c }',
      '5 DEF_UNKNOWN_MODEL There is no model "order". Did you mean',
    ],
    ['{ model: orders, member: state, claim: c }', '5 DEF_UNKNOWN_MEMBER'],
    ['{ model: orders, member: customers.name, claim: c }', '5 DEF_UNKNOWN_JOIN'],
    ['{ model: orders, member: customer.nam, claim: c }', '5 DEF_UNKNOWN_MEMBER'],
    ['{ model: orders, member: amount, claim: c }', '5 DEF_ROW_RULE'],
    ['{ model: orders, member: weight, claim: c }', '5 DEF_ROW_RULE'],
    ['{ model: orders, member: ordered_at, claim: c }', '5 DEF_ROW_RULE'],
    ['{ model: orders, member: band, claim: c }', 'it is a formula'],
    ['{ model: orders, member: status, claim: A }', '5 DEF_'],
    ['{ model: orders, member: status }', '5 DEF_MISSING_KEY'],
    ['{ model: orders, member: status, claim: c, except: {} }', '5 DEF_'],
  ])('is refused where it cannot hold: %s', (rule, fault) => {
    const band: Change = [
      'models/orders.yaml',
      '  status:',
      "  band: { type: string, formula: \"case when status = 'paid' then 'x' else 'y' end\" }\n  status:",
    ];
    expect(faultsOf(band, rows(rule))).toEqual([expect.stringContaining(fault)]);
  });

  it('is refused for rows that the project reads whole', () => {
    const tenants: Change = ['project.yaml', 'currency: EUR', 'currency: EUR\ntenants: { model: clients }'];
    const clients: Change = [
      'models/clients.yaml',
      '',
      'model: clients\nsource: shop.clients\nprimary_key: id\ntenant: id\ndimensions:\n  name: { type: string }\n',
    ];
    const fault = faultsOf(tenants, clients, rows('{ model: clients, member: name, claim: c }'));
    expect(fault).toEqual([expect.stringContaining('zones and currencies of tenants')]);
  });

  it('says who may see something, or which rows, or both', () => {
    const both = `${HEAD}applies_to: { metrics: [revenue] }\naccess: { groups: [a] }\nrows: [${BY_STATUS}]\n`;
    expect(faultsOf(['policies/p.yaml', '', both])).toEqual([]);
    for (const half of [
      '',
      'applies_to: { metrics: [revenue] }\n',
      `access: { groups: [a] }\nrows: [${BY_STATUS}]\n`,
    ])
      expect(faultsOf(['policies/p.yaml', '', `${HEAD}${half}`])).toEqual([
        expect.stringContaining('DEF_MISSING_KEY'),
      ]);
  });
});

describe('rows of a principal', () => {
  const rule =
    '{ model: orders, member: status, claim: status, except: { groups: [board], capability: partner } }';
  const catalog = catalogOf(
    change(rows(rule, '{ model: items, member: order.customer.name, claim: buyer }')),
  );
  const seenBy = (change?: Partial<Principal>) => viewCatalog(catalog, asking(change)).rows;

  it('are told by every rule that does not except it', () => {
    expect([...seenBy().bySource.keys()]).toEqual(['shop.items', 'shop.orders']);
    expect([...seenBy({ groups: ['board'] }).bySource.keys()]).toEqual(['shop.items', 'shop.orders']);
    expect([...seenBy({ groups: ['board'], capability: 'admin' }).bySource.keys()]).toEqual(['shop.items']);
    expect(seenBy({ kind: 'operator' })).toBe(ALL_ROWS);
    expect(catalog.rows).toBe(ALL_ROWS);
  });

  it('are looked up along joins, with the tenant wherever both sides have one', () => {
    expect(seenBy().bySource.get('shop.items')).toEqual([
      {
        kind: 'through',
        columns: ['order_id'],
        parent: { schema: 'shop', table: 'orders' },
        parentColumns: ['id'],
        scope: { kind: 'column', column: 'client_id' },
        ofOneTenant: true,
        condition: {
          kind: 'through',
          columns: ['customer_id', 'client_id'],
          parent: { schema: 'shop', table: 'customers' },
          parentColumns: ['id', 'client_id'],
          scope: { kind: 'column', column: 'client_id' },
          ofOneTenant: false,
          condition: { kind: 'column', column: 'name', values: { name: 'claim buyer', type: 'string' } },
        },
      },
    ]);
  });

  it('are one view for all under the same rules, and part of the catalog’s hash', () => {
    expect(viewCatalog(catalog, asking({ claims: { status: ['a'] } }))).toBe(viewCatalog(catalog, asking()));
    expect(catalog.hash).not.toBe(catalogOf(change()).hash);
    const twice = catalogOf(change(rows(BY_STATUS, BY_STATUS)));
    expect(viewCatalog(twice, asking()).rows.bySource.get('shop.orders')).toHaveLength(1);
  });
});
