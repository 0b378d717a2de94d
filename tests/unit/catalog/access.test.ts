/** Who may see what: rules of definitions and policies, what inherits them, and how the rest is told. */
import { describe, expect, it } from 'vitest';
import type { Capability } from '../../../src/base/capability.ts';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import {
  describeDimensions,
  describeMetricNamed,
  describeMetrics,
} from '../../../src/engine/describe-catalog.ts';
import { underVeil } from '../../../src/engine/veil-words.ts';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import type { Principal } from '../../../src/tenancy/principal.ts';
import { bind } from '../query/query-shop.ts';
import { addMetric, type Change, catalogOf, change, diagnosticsOf, type Files } from './small-project.ts';

const WEIGHT: Change = [
  'models/orders.yaml',
  'weight: { type: float, ',
  'weight: { type: float, access: { groups: [ops] }, ',
];

function policy(name: string, appliesTo: string, access = '{ groups: [finance] }'): Change {
  const head = `policy: ${name}\ndescription: Why.\nowner: a@shop.example\n`;
  return [`policies/${name}.yaml`, '', `${head}applies_to: ${appliesTo}\naccess: ${access}\n`];
}

function asking(groups: readonly string[] = [], capability: Capability = 'viewer'): Principal {
  return { kind: 'service_key', id: 'k', tenants: [], capability, groups };
}

/** What a principal without groups does not see. */
function hidden(files: Files, principal: Principal = asking()): readonly string[] {
  const { veil } = viewCatalog(catalogOf(files), principal);
  return [...veil.metrics, ...veil.models, ...veil.members].sort();
}

describe('access', () => {
  it.each<[string, readonly Change[], readonly string[]]>([
    ['that nobody restricts is for all', [], []],
    ['to a metric', [addMetric('secret', 'count(items)', 'access: { groups: [ops] }')], ['secret']],
    [
      'to a metric is inherited by what is made of it',
      [
        addMetric('secret', 'count(items)', 'access: { groups: [ops] }'),
        addMetric('half', 'secret / 2'),
        addMetric('quarter', 'half / 2'),
      ],
      ['half', 'quarter', 'secret'],
    ],
    [
      'to a fact is inherited by members and metrics that read it',
      [
        WEIGHT,
        [
          'models/orders.yaml',
          '  status:',
          "  band: { type: string, formula: \"case when weight > 10 then 'heavy' else 'light' end\" }\n  status:",
        ],
        addMetric('tons', 'sum(orders.weight)'),
        addMetric('heavy', "count(orders) filter (where orders.band = 'heavy')"),
      ],
      ['heavy', 'orders.band', 'orders.weight', 'tons'],
    ],
    [
      'of its own ends what a metric would inherit',
      [WEIGHT, addMetric('tons', 'sum(orders.weight)', 'access: all'), addMetric('more', 'tons * 2')],
      ['orders.weight'],
    ],
    [
      'of its own takes the place of what a metric would inherit',
      [WEIGHT, addMetric('tons', 'sum(orders.weight)', 'access: { capability: partner }')],
      ['orders.weight', 'tons'],
    ],
    [
      'to a model is to its members and to metrics of its rows',
      [['models/items.yaml', 'joins:', 'access: { groups: [ops] }\njoins:']],
      ['items', 'items.line', 'items.order_id', 'items.price', 'items.quantity', 'units'],
    ],
    [
      'to a model whose member has an access of its own',
      [
        ['models/customers.yaml', 'dimensions:', 'access: { groups: [ops] }\ndimensions:'],
        ['models/customers.yaml', 'name: { type: string }', 'name: { type: string, access: all }'],
      ],
      ['customers', 'customers.credit', 'customers.id', 'customers.signed_up_at'],
    ],
    [
      'to a column holds under another model and name',
      [
        WEIGHT,
        [
          'models/parcels.yaml',
          '',
          'model: parcels\nsource: shop.orders\nprimary_key: id\ntenant: client_id\nfacts:\n  mass: { type: float, column: weight }\n',
        ],
        addMetric('mass', 'sum(parcels.mass)'),
      ],
      ['mass', 'orders.weight', 'parcels.mass'],
    ],
    [
      'by a policy for a metric, though it says `all` itself',
      [addMetric('open', 'count(items)', 'access: all'), policy('p', '{ metrics: [open] }')],
      ['open'],
    ],
    [
      'by a policy for a tag',
      [
        addMetric('cost', 'count(items)', 'tags: [money]'),
        policy('p', '{ tags: [money] }'),
        addMetric('costs', 'cost * 2'),
      ],
      ['cost', 'costs'],
    ],
    [
      'by a policy for a model and for a key',
      [
        policy('p', '{ models: [channels], members: [orders.customer_id] }'),
        addMetric('buyers', 'count_distinct(orders.customer_id)'),
      ],
      ['buyers', 'channels', 'channels.id', 'channels.name', 'orders.customer_id'],
    ],
    ['to a draft', [addMetric('rough', 'count(items)', 'draft: true')], ['rough']],
  ])('%s', (_, changes, expected) => {
    expect(hidden(change(...changes))).toEqual(expected);
  });

  it('is had by groups and capabilities, and by all of several rules', () => {
    const files = change(
      addMetric('board', 'count(items)', 'access: { groups: [board, finance], capability: partner }'),
      policy('p', '{ metrics: [board] }', '{ groups: [europe] }'),
    );
    const seen = (...as: Parameters<typeof asking>) => hidden(files, asking(...as)).length === 0;
    expect([seen(), seen(['board'], 'partner'), seen(['europe'], 'admin')]).toEqual([false, false, false]);
    expect(seen(['board', 'europe'])).toBe(false);
    expect([seen(['board', 'europe'], 'partner'), seen(['europe', 'finance'], 'admin')]).toEqual([
      true,
      true,
    ]);
    expect(hidden(files, { ...asking(), kind: 'operator' })).toEqual([]);
  });

  it('gives all who may see the same one view', () => {
    const catalog = catalogOf(change(WEIGHT));
    expect(viewCatalog(catalog, asking(['ops', 'board']))).toBe(catalog);
    expect(viewCatalog(catalog, asking(['x']))).toBe(viewCatalog(catalog, asking(['y'], 'admin')));
  });

  it('is part of the catalog’s hash, and of no content hash', () => {
    const [open, shut] = [catalogOf(change()), catalogOf(change(WEIGHT))];
    expect(shut.hash).not.toBe(open.hash);
    expect(shut.metrics.get('units')?.hash).toBe(open.metrics.get('units')?.hash);
  });
});

describe('a policy', () => {
  const faultsOf = (appliesTo: string) =>
    diagnosticsOf(change(policy('p', appliesTo))).map(
      ({ code, hint, position }) => `${position.line}:${position.column} ${code} ${hint ?? ''}`,
    );

  it.each<[string, string]>([
    ['{ metrics: [revenu] }', '4:25 DEF_UNKNOWN_METRIC Did you mean "revenue"?'],
    ['{ models: [item] }', '4:24 DEF_UNKNOWN_MODEL Did you mean "items"?'],
    ['{ members: [items.prize] }', '4:25 DEF_UNKNOWN_MEMBER Did you mean "price"?'],
    ['{ members: [item.price] }', '4:25 DEF_UNKNOWN_MODEL Did you mean "items"?'],
    ['{ tags: [money] }', '4:22 DEF_UNKNOWN_TAG '],
  ])('for what is not there is refused: %s', (appliesTo, fault) => {
    expect(faultsOf(appliesTo)).toEqual([expect.stringContaining(fault)]);
  });

  it('for what is there is not', () => {
    expect(faultsOf('{ metrics: [revenue], models: [items], members: [orders.id, orders.status] }')).toEqual(
      [],
    );
  });
});

describe('what is hidden', () => {
  const catalog = catalogOf(
    change(
      WEIGHT,
      ['models/channels.yaml', 'name: { type: string }', 'name: { type: string, access: { groups: [ops] } }'],
      addMetric('cost', 'count(items)', 'access: { groups: [ops] }', 'aliases: [expense]'),
      addMetric(
        'profit',
        "(units - cost) / count(orders.weight) filter (where orders.channel.name = 'x')",
        'access: all',
        'target: { metric: cost }',
        'deprecated: { 1: { since: 2026-01-31, use: cost } }',
        'drill: [orders.number, orders.weight]',
        'dimensions: [channel.name, orders.status]',
      ),
    ),
  );
  const view = viewCatalog(catalog, asking());
  const refusal = (query: object, seen = view) => {
    try {
      underVeil(seen, query, () => bind(query, seen));
      return 'bound';
    } catch (fault) {
      return fault instanceof SemanticError ? `${fault.code}: ${fault.message} ${fault.hint}` : 'a bug';
    }
  };

  it('has no name in a formula that may be seen', () => {
    expect(describeMetricNamed('profit', view)).toMatchObject({
      formula: "(units - ‹restricted›) / count(‹restricted›) filter (where ‹restricted› = 'x')",
      formula_in_words:
        '(units minus ‹restricted›) divided by number of values of ‹restricted›, where ‹restricted› is x',
      target: null,
      inputs: [{ metric: 'units', version: 1 }],
      drill: ['orders.number'],
      deprecated: [{ version: 1, use: null }],
    });
    expect(describeMetricNamed('profit', catalog).formula).toContain('cost');
  });

  it('is in no list', () => {
    const told = JSON.stringify([describeMetrics(view), describeDimensions(view)]);
    expect(told).not.toMatch(/\bcost\b|expense|orders\.weight|channel\.name/);
    expect(told).toContain('profit');
  });

  it('is answered for like what does not exist', () => {
    const without = catalogOf(
      change(
        ['models/orders.yaml', '  weight: { type: float, unit: kg }\n', ''],
        ['models/channels.yaml', 'dimensions:\n  name: { type: string }\n', ''],
        addMetric('profit', 'count(orders)'),
      ),
    );
    const alike = (query: object) => expect(refusal(query)).toBe(refusal(query, without));
    for (const metric of ['cost', 'expense', 'cost@1', 'cost@7', 'costs']) alike({ metrics: [metric] });
    for (const member of ['channel.name', 'channels.name', 'name', 'orders.channel.name', 'channel.nam'])
      alike({ metrics: ['revenue'], by: [member] });
    for (const dimension of ['orders.weight', 'weight', 'orders.weigh'])
      alike({ metrics: ['revenue'], where: [{ dimension, op: 'gt', value: 1 }] });
    expect(refusal({ metrics: ['cost'] })).toMatch(/^QUERY_UNKNOWN_METRIC/);
  });

  it('still counts in what may be seen', () => {
    const query = { metrics: ['profit'], by: ['orders.status'] };
    expect(bind(query, view).shape).toEqual(bind(query, catalog).shape);
  });

  it('has no name in a fault', () => {
    const hiddenModel = viewCatalog(
      catalogOf(
        change(policy('p', '{ models: [items] }'), addMetric('open', 'units / orders_count', 'access: all')),
      ),
      asking(),
    );
    const query = { metrics: ['open'], by: ['customer.name'] };
    expect(refusal({ ...query, by: ['orders.status'] }, hiddenModel)).toBe('bound');
    const unreached = { metrics: ['open'], by: ['customers.signed_up_at:day'], time: { grain: 'day' } };
    expect(refusal(unreached, hiddenModel)).not.toMatch(/\bitems\b|\bunits\b/);
    const narrow = { metrics: ['profit'], by: ['orders.number'] };
    expect(refusal(narrow)).toContain('It allows orders.status.');
  });
});
