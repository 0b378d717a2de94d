/** The catalog as a token for embedding sees it: what it lists, and conditions on rows for its filters. */
import { describe, expect, it } from 'vitest';
import { confineCatalog, whyNoFilter } from '../../../src/catalog/confine-catalog.ts';
import { dimensionNames, findDimension } from '../../../src/catalog/find-dimension.ts';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import type { Embedding } from '../../../src/tenancy/embedding.ts';
import type { Principal } from '../../../src/tenancy/principal.ts';
import { embeddingOf } from '../../support/embedding.ts';
import { catalogOf, change } from './small-project.ts';

const POLICY = `policy: p
description: Why.
owner: a@shop.example
rows: [{ model: orders, member: status, claim: status }]
`;

const catalog = catalogOf(
  change(
    ['project.yaml', 'currency: EUR', 'currency: EUR\ntenants: { model: clients }'],
    [
      'models/clients.yaml',
      '',
      'model: clients\nsource: shop.clients\nprimary_key: id\ntenant: id\ndimensions:\n  name: { type: string }\n',
    ],
    [
      'models/customers.yaml',
      'facts:',
      'joins: { client: { model: clients, on: { client_id: id } } }\nfacts:',
    ],
    ['policies/p.yaml', '', POLICY],
  ),
);
const asking: Principal = { kind: 'embed', id: 'k:embed', tenants: [], capability: 'viewer', groups: [] };
const view = viewCatalog(catalog, asking);
const confined = (change: Partial<Embedding>) => confineCatalog(view, embeddingOf(change));
const on = (...dimensions: readonly string[]) => ({
  filters: dimensions.map((dimension) => ({ dimension, values: ['x'] })),
});

describe('the veil of a token', () => {
  it('is over metrics that are not listed, all models, and all members but those of the dimensions', () => {
    const { veil } = confined({ dimensions: ['channel.name'] });
    expect([...veil.metrics].sort()).toEqual(['average_order', 'orders_count', 'units']);
    expect(veil.models.has('orders')).toBe(true);
    expect([veil.members.has('channels.name'), veil.members.has('customers.name')]).toEqual([false, true]);
  });

  it('knows dimensions by the names that are listed alone', () => {
    const seen = confined({ dimensions: ['customer.name', 'orders.amount', 'customer.nothing'] });
    expect(dimensionNames(seen)).toEqual(['customer.name']);
    const names = [
      'customer.name',
      'orders.amount',
      'orders.customer.name',
      'customers.name',
      'channel.name',
    ];
    expect(names.filter((name) => findDimension(name, seen))).toEqual(['customer.name', 'orders.amount']);
  });

  it('is one for all that list the same, whatever their values', () => {
    const first = confined({ ...on('channel.name'), rows: 5 });
    expect(confined({ filters: [{ dimension: 'channel.name', values: ['y'] }] })).toBe(first);
    expect(confined({ ...on('channel.name'), dimensions: ['channel.name'] })).not.toBe(first);
    expect(confined({}).veil.key).not.toBe(confined({ metrics: ['units'] }).veil.key);
  });
});

describe('a filter', () => {
  it('is a condition on the rows of every source that leads to it, beside those of policies', () => {
    const { rows, unreached } = confined(on('channel.name'));
    const asked = [...rows.bySource].map(([source, conditions]) => [source, conditions.map(namesIn)]);
    expect(asked).toEqual([
      ['shop.channels', [['filter channel.name']]],
      ['shop.items', [['filter channel.name']]],
      ['shop.orders', [['claim status'], ['filter channel.name']]],
    ]);
    expect([...unreached]).toEqual([
      ['clients', 'channel.name'],
      ['customers', 'channel.name'],
    ]);
  });

  it('leaves alone what the project reads whole', () => {
    const { rows, unreached } = confined(on('customers.client.name'));
    expect([...rows.bySource.keys()]).not.toContain('shop.clients');
    expect(unreached.get('clients')).toBe('customers.client.name');
  });

  it('that names nothing tells no rows at all', () => {
    const { unreached } = confined(on('customer.colour'));
    expect([...unreached.keys()].sort()).toEqual([...catalog.models.keys()].sort());
  });

  it.each<[string, string | null]>([
    ['channel.name', null],
    ['orders.number', null],
    ['orders.is_promo', null],
    ['orders.due_on', null],
    ['orders.ordered_at', 'its type is time'],
    ['orders.amount', 'its type is decimal'],
  ])('on %s can be or not: %s', (name, reason) => {
    const found = findDimension(name, view);
    const why = found ? whyNoFilter(name, found, view) : 'there is no such dimension';
    expect(why?.slice(0, reason?.length) ?? null).toBe(reason);
  });
});

/** What the lists of values are called that a condition asks for. */
function namesIn(condition: unknown): readonly string[] {
  return [...JSON.stringify(condition).matchAll(/"name":"([^"]+)"/g)].map(([, name = '']) => name);
}
