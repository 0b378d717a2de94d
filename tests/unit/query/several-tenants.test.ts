/** Queries over several tenants that nobody could answer rightly, and why. */
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { buildPlan } from '../../../src/planner/build-plan.ts';
import { catalogOf, change, metricFile } from '../catalog/small-project.ts';
import { bind } from './query-shop.ts';

const CATALOG: Catalog = catalogOf(
  change(
    [
      'models/returns.yaml',
      '',
      `model: returns
source: shop.returns
tenant: client_id
joins:
  item: { model: items, on: { order_id: order_id, line: line } }
facts: { amount: { type: decimal } }
`,
    ],
    ['models/items.yaml', 'facts:', 'dimensions: { sku: { type: string } }\nfacts:'],
    ['sales/returned.yaml', '', metricFile('returned', 'sum(returns.amount)')],
    ['sales/channels_count.yaml', '', metricFile('channels_count', 'count(channels)')],
  ),
);

function refusalOf(query: object): unknown {
  try {
    buildPlan(bind({ tenants: 'all', ...query }, CATALOG).shape, CATALOG);
    return null;
  } catch (error) {
    if (!(error instanceof SemanticError)) throw error;
    return { code: error.code, message: error.message, path: error.path, hint: error.hint };
  }
}

describe('over several tenants', () => {
  it('a table whose rows say nothing of their tenant cannot be joined', () => {
    expect(refusalOf({ metrics: ['returned'], by: ['item.sku'] })).toEqual({
      code: 'QUERY_UNKNOWN_MEMBER',
      message: 'There is no dimension "item.sku".',
      path: '/by/0',
      hint: 'Did you mean "items.sku"?',
    });
    expect(refusalOf({ metrics: ['returned'], by: ['items.sku'] })).toEqual({
      code: 'QUERY_TENANT_JOIN',
      message:
        'Rows of items can be joined for one tenant at a time only: nothing in them says whose they are.',
      path: undefined,
      hint: undefined,
    });
  });

  it('shared data has no tenant to group by', () => {
    expect(refusalOf({ metrics: ['channels_count'], by: ['tenant'] })).toEqual({
      code: 'QUERY_NO_TENANT',
      message: 'The rows of channels belong to no tenant, so "tenant" does not apply to them.',
      path: '/by/0',
      hint: 'Ask for channels_count without tenants.',
    });
  });

  it('a key of one tenant is grouped by with its tenant only', () => {
    expect(refusalOf({ metrics: ['revenue'], by: ['orders.customer_id'] })).toEqual({
      code: 'QUERY_TENANT_GROUP',
      message:
        '"orders.customer_id" is a key within one tenant: over several, equal keys are different things.',
      path: '/by/0',
      hint: 'Add "tenant" to "by".',
    });
    expect(refusalOf({ metrics: ['revenue'], by: ['orders.customer_id', 'tenant'] })).toBeNull();
    expect(refusalOf({ metrics: ['revenue'], by: ['orders.channel_id'] })).toBeNull();
  });

  it('everything else is planned', () => {
    for (const query of [
      { metrics: ['revenue', 'units'], by: ['channel.name', 'customer.name', 'tenant'] },
      { metrics: ['average_order'], where: [{ dimension: 'tenant', op: 'in', values: ['a'] }] },
    ])
      expect(refusalOf(query)).toBeNull();
  });
});
