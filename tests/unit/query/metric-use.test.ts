/** Who may use which metric for what: private metrics, aliases, allowed and sensitive dimensions, drafts. */
import { describe, expect, it } from 'vitest';
import type { Capability } from '../../../src/base/capability.ts';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import {
  describeDimensions,
  describeMetricNamed,
  describeMetrics,
} from '../../../src/engine/describe-catalog.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import type { Principal } from '../../../src/tenancy/principal.ts';
import { addMetric, catalogOf, change } from '../catalog/small-project.ts';
import { bind } from './query-shop.ts';

const CATALOG = catalogOf(
  change(
    ['models/customers.yaml', 'facts:', '  email: { type: string, sensitive: pii }\nfacts:'],
    [
      'models/orders.yaml',
      'joins:\n',
      'drill: [status, amount]\njoins:\n  payer: { model: customers, on: { payer_id: id } }\n',
    ],
    addMetric('hidden', 'sum(orders.weight)', 'private: true', 'aliases: [heft]'),
    addMetric('open', 'hidden / orders_count'),
    addMetric(
      'sales',
      'sum(orders.amount)',
      'aliases: [turnover]',
      'target: 5',
      'deprecated: { 1: { since: 2026-01-31 } }',
    ),
    addMetric('mails', 'count_distinct(orders.customer.email)', 'drill: [orders.number]'),
    addMetric('rough', 'count(orders)', 'draft: true', 'aliases: [sketch]'),
    addMetric('narrow', 'sum(orders.amount)', 'dimensions: [channel.name, orders.customer.name]'),
  ),
);

function principal(capability: Capability): Principal {
  return { kind: 'service_key', id: 'k', tenants: [], capability, groups: [] };
}

function faultOf(query: object): SemanticError | null {
  try {
    bind(query, CATALOG);
    return null;
  } catch (fault) {
    if (fault instanceof SemanticError) return fault;
    throw fault;
  }
}

describe('private metrics', () => {
  it.each(['hidden', 'hidden@1', 'heft'])('%s is unknown to queries', (metric) => {
    expect(faultOf({ metrics: [metric] })).toMatchObject({
      code: 'QUERY_UNKNOWN_METRIC',
      path: '/metrics/0',
      hint: 'It is private: for formulas only.',
    });
  });

  it('serve formulas, are explained, and group nothing', () => {
    expect(faultOf({ metrics: ['open'] })).toBeNull();
    expect(describeMetricNamed('hidden', CATALOG)).toMatchObject({
      name: 'hidden',
      private: true,
      draft: false,
    });
    const [first] = describeDimensions(CATALOG);
    expect(first?.metrics).not.toContain('hidden');
  });
});

describe('aliases', () => {
  it('answer under the name that was asked', () => {
    const columns = bind(
      { metrics: ['turnover@1', { metric: 'turnover', as: 't' }], order: [{ by: 't' }] },
      CATALOG,
    );
    expect(columns.shape.outputs.map(({ column, metric, version }) => [column, metric, version])).toEqual([
      ['turnover', 'sales', 1],
      ['t', 'sales', 1],
    ]);
  });

  it('are one column with the metric only if they are called so', () => {
    expect(faultOf({ metrics: ['sales', 'turnover'] })).toBeNull();
    expect(faultOf({ metrics: ['turnover', 'turnover'] })?.code).toBe('QUERY_DUPLICATE_COLUMN');
  });

  it('are suggested, and lead to the description', () => {
    expect(faultOf({ metrics: ['turnovr'] })?.hint).toBe('Did you mean "turnover"?');
    expect(describeMetricNamed('turnover', CATALOG)).toMatchObject({
      name: 'sales',
      aliases: ['turnover'],
      target: 5,
      deprecated: [{ version: 1, since: '2026-01-31', sunset: null, use: null }],
      drill: ['orders.status', 'orders.amount'],
    });
  });
});

describe('allowed dimensions', () => {
  const status = { dimension: 'orders.status', op: 'eq', value: 'paid' };
  it.each<[string, object, string]>([
    ['a grouping', { by: ['channel.name', 'orders.status'] }, '/by/1'],
    ['a filter', { where: [{ not: status }] }, '/where/0/not/dimension'],
    ['a filter in a group', { where: [{ any: [{ all: [status] }] }] }, '/where/0/any/0/all/0/dimension'],
    ['a dimension of the same model by another way', { by: ['orders.payer.name'] }, '/by/0'],
    ['a fact', { where: [{ dimension: 'orders.amount', op: 'gt', value: 1 }] }, '/where/0/dimension'],
  ])('refuse %s', (_, query, path) => {
    expect(faultOf({ metrics: ['revenue', 'narrow'], ...query })).toMatchObject({
      code: 'QUERY_DIMENSION_NOT_ALLOWED',
      path,
      hint: 'It allows channel.name, orders.customer.name.',
    });
  });

  it.each<[string, object]>([
    ['as they are written', { by: ['channel.name', 'orders.customer.name'] }],
    ['spelt otherwise', { by: ['orders.channel.name', 'customer.name'] }],
    ['and time', { time: { grain: 'month', from: '2026-01-01' } }],
  ])('serve %s', (_, query) => {
    expect(faultOf({ metrics: ['narrow'], ...query })).toBeNull();
  });

  it('are what the description lists', () => {
    expect(describeMetricNamed('narrow', CATALOG).dimensions).toEqual([
      'channel.name',
      'channels.name',
      'customer.name',
    ]);
  });
});

describe('sensitive dimensions', () => {
  /** What is said of a name that resembles no other, with the name taken out. */
  const refusal = (name: string, query: (name: string) => object) => {
    const { code, message, path, hint } = faultOf({ metrics: ['revenue'], ...query(name) }) ?? {};
    return { code, message: message?.replaceAll(name, '…'), path, hint };
  };
  it.each<[string, (name: string) => object]>([
    ['to group by', (name) => ({ by: [name] })],
    ['to filter by', (name) => ({ where: [{ dimension: name, op: 'eq', value: 'x' }] })],
    ['to order by', (name) => ({ order: [{ by: name }] })],
  ])('do not exist %s', (_, query) => {
    const sensitive = refusal('customer.email', query);
    expect(sensitive.code).toMatch(/^QUERY_UNKNOWN_/);
    expect(sensitive).toEqual(refusal('customer.emaix', query));
  });

  it('are listed nowhere, and counted by metrics', () => {
    expect(JSON.stringify([describeDimensions(CATALOG), describeMetrics(CATALOG)])).not.toContain('.email"');
    expect(faultOf({ metrics: ['mails'], by: ['channel.name'] })).toBeNull();
    expect(describeMetricNamed('mails', CATALOG).drill).toEqual(['orders.number']);
  });
});

describe('drafts', () => {
  const view = viewCatalog(CATALOG, principal('viewer'));
  const outcome = (metric: string, catalog = view) => {
    try {
      bind({ metrics: [metric] }, catalog);
      return 'bound';
    } catch (fault) {
      return fault instanceof SemanticError ? `${fault.code} ${fault.hint ?? ''}` : 'unknown';
    }
  };

  it('do not exist in the view without them', () => {
    const unknown = outcome('nothing_like_it');
    expect(unknown).toMatch(/^QUERY_UNKNOWN_METRIC There are: /);
    expect(unknown).not.toMatch(/rough|sketch/);
    expect([outcome('rough'), outcome('roug'), outcome('sketch')]).toEqual([unknown, unknown, unknown]);
    expect(describeMetrics(view).map(({ name }) => name)).not.toContain('rough');
  });

  it('are there in the view with them, which is the catalog', () => {
    expect(viewCatalog(CATALOG, principal('analyst'))).toBe(CATALOG);
    expect(outcome('rough', CATALOG)).toBe('bound');
    expect(describeMetricNamed('sketch', CATALOG)).toMatchObject({ name: 'rough', draft: true });
  });

  it('leave everything else as it is', () => {
    expect(view.hash).toBe(CATALOG.hash);
    expect(viewCatalog(CATALOG, principal('partner'))).toBe(view);
    expect(bind({ metrics: ['open'] }, view).shape).toEqual(bind({ metrics: ['open'] }, CATALOG).shape);
  });
});
