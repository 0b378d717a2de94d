/** A catalog for tests of queries: two ways to a customer, a metric by days only, one without time. */
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import type { BoundQuery } from '../../../src/query/bound-query.ts';
import { checkQuery } from '../../../src/query/check-query.ts';
import { catalogOf, change, metricFile } from '../catalog/small-project.ts';

export const SHOP: Catalog = catalogOf(
  change(
    [
      'models/orders.yaml',
      'joins:\n',
      'joins:\n  recipient: { model: customers, on: { recipient_id: id } }\n',
    ],
    [
      'models/customers.yaml',
      'dimensions:',
      'joins: { region: { model: regions, on: { region_id: id } } }\ndimensions:',
    ],
    ['project.yaml', 'roles: {', 'roles: { region: regions,'],
    [
      'models/regions.yaml',
      '',
      'model: regions\nsource: shop.regions\nprimary_key: id\ntenant: shared\ndimensions: { name: { type: string } }\n',
    ],
    [
      'models/stock.yaml',
      '',
      'model: stock\nsource: shop.stock\ntenant: client_id\ndimensions: { sku: { type: string } }\nfacts: { units: { type: integer } }\n',
    ],
    ['sales/due.yaml', '', metricFile('due', 'sum(orders.amount)', 'time: orders.due_on')],
    ['sales/opened.yaml', '', metricFile('opened', 'count(orders)', 'time: orders.opens_at')],
    ['sales/in_stock.yaml', '', metricFile('in_stock', 'sum(stock.units)')],
    ['sales/buyers.yaml', '', metricFile('buyers', 'count_distinct(orders.customer_id)', 'empty: null')],
  ),
);

/** Binds what may be anything, as it comes from outside. */
export function bind(query: unknown, catalog: Catalog = SHOP): BoundQuery {
  return bindQuery(checkQuery(query), catalog, { now: new Date('2026-11-22T12:00:00Z') });
}
