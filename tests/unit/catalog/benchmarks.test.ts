/** Benchmarks in policies: which hold, who may see them, and why the others are refused. */
import { describe, expect, it } from 'vitest';
import { listBenchmarks } from '../../../src/catalog/find-benchmark.ts';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import type { Principal } from '../../../src/tenancy/principal.ts';
import { type Change, catalogOf, change, diagnosticsOf, metricFile } from './small-project.ts';

const HEAD = 'policy: p\ndescription: Why.\nowner: a@shop.example\nbenchmarks:\n';

const CLIENTS: readonly Change[] = [
  ['models/clients.yaml', '', 'model: clients\nsource: shop.clients\nprimary_key: id\ntenant: id\n'],
  ['project.yaml', 'currency: EUR\n', 'currency: EUR\ntenants: { model: clients }\n'],
  ['models/customers.yaml', 'facts:', '  email: { type: string, sensitive: pii }\nfacts:'],
];

const FITTING = {
  benchmark: 'peers',
  description: 'An order.',
  metric: 'average_order',
  statistic: 'median',
  by: '[channel.name]',
  grain: 'month',
  min_tenants: '5',
  entities: 'orders_count',
  min_entities: '20',
};

function benchmark(keys: Partial<Record<keyof typeof FITTING | 'to', string>> = {}): string {
  const entries = Object.entries({ ...FITTING, ...keys }).filter(([, value]) => value !== '');
  return `  - { ${entries.map(([key, value]) => `${key}: ${value}`).join(', ')} }\n`;
}

const offering = (...entries: readonly string[]): Change => [
  'policies/p.yaml',
  '',
  `${HEAD}${entries.join('')}`,
];

function faultsOf(...changes: readonly Change[]): readonly string[] {
  return diagnosticsOf(change(...changes)).map(
    ({ code, message, position }) => `${position.line} ${code} ${message}`,
  );
}

describe('a benchmark', () => {
  it('holds where tenants are known, and both metrics lead to its dimensions', () => {
    expect(
      faultsOf(
        ...CLIENTS,
        offering(benchmark(), benchmark({ benchmark: 'q', by: '', statistic: 'lower_quartile' })),
      ),
    ).toEqual([]);
  });

  it.each<[string, Parameters<typeof benchmark>[0], string]>([
    ['of an unknown metric', { metric: 'averige_order' }, '5 DEF_UNKNOWN_METRIC'],
    ['with unknown entities', { entities: 'orders' }, '5 DEF_UNKNOWN_METRIC'],
    [
      'that counts nothing',
      { entities: 'average_order' },
      '5 DEF_BENCHMARK The benchmark "peers" cannot be told: average_order counts nothing.',
    ],
    ['that counts units sold by sums of money', { entities: 'revenue' }, 'revenue counts nothing'],
    ['with entities of all tenants’ groups', { entities: 'whole' }, 'whole counts nothing'],
    ['with the name of a metric', { benchmark: 'revenue' }, 'has its name'],
    ['by an unknown dimension', { by: '[channel.nmae]' }, '5 DEF_UNKNOWN_DIMENSION'],
    ['by a time', { by: '[orders.ordered_at]' }, '5 DEF_MEMBER_UNFIT'],
    ['by a fact', { by: '[orders.amount]' }, '5 DEF_MEMBER_UNFIT'],
    ['by what one of its metrics does not lead to', { by: '[items.order_id]' }, '5 DEF_DIMENSION_UNREACHED'],
    ['of too few tenants', { min_tenants: '4' }, '5 DEF_'],
    ['of too few entities', { min_entities: '9' }, '5 DEF_'],
    ['by the hour', { grain: 'hour' }, '5 DEF_'],
    ['of an average', { statistic: 'average' }, '5 DEF_'],
    ['without a description', { description: '' }, '5 DEF_MISSING_KEY'],
    ['for nobody', { to: '{}' }, '5 DEF_'],
  ])('is refused %s', (_name, keys, fault) => {
    const whole: Change = ['sales/whole.yaml', '', metricFile('whole', 'total(orders_count)')];
    expect(faultsOf(...CLIENTS, whole, offering(benchmark(keys)))).toEqual([expect.stringContaining(fault)]);
  });

  it('is refused by a sensitive dimension, even where it is shown in clear', () => {
    const shown: Change = [
      'policies/s.yaml',
      '',
      'policy: s\ndescription: Why.\nowner: a@shop.example\nsensitive:\n  - { members: [customers.email], show: clear }\n',
    ];
    const faults = faultsOf(...CLIENTS, shown, offering(benchmark({ by: '[customer.email]' })));
    expect(faults).toEqual([expect.stringContaining('is sensitive')]);
  });

  it('says nothing of a metric that is at fault itself', () => {
    const odd: Change = ['sales/odd.yaml', '', metricFile('odd', 'revenue / ordres_count')];
    const later: Change = ['sales/later.yaml', '', metricFile('later', 'odd * 2')];
    const offered = offering(benchmark({ metric: 'later', entities: 'orders_count' }));
    expect(faultsOf(...CLIENTS, odd, later, offered)).toEqual([
      expect.stringContaining('FORMULA_UNKNOWN_NAME'),
    ]);
  });

  it('is refused twice under one name, and without a list of tenants', () => {
    expect(faultsOf(...CLIENTS, offering(benchmark(), benchmark()))).toEqual([
      expect.stringContaining('6 DEF_BENCHMARK'),
    ]);
    expect(faultsOf(offering(benchmark()))).toEqual([
      expect.stringContaining('project.yaml has no "tenants"'),
    ]);
  });

  it.each([
    ['compares groups with each other', 'share(revenue)', 'compares groups'],
    ['is of no tenant', 'count(channels)', 'rows of channels are of no tenant'],
    ['is a moment', 'max(orders.ordered_at)', 'is no number'],
  ])('is refused where its metric %s', (_name, formula, reason) => {
    const odd: Change = ['sales/odd.yaml', '', metricFile('odd', formula)];
    const faults = faultsOf(...CLIENTS, odd, offering(benchmark({ metric: 'odd', by: '' })));
    expect(faults).toEqual([expect.stringContaining(reason)]);
  });

  it('is refused of money that is in the currency of each tenant', () => {
    const [clients, project, ...others] = CLIENTS;
    const ofTheirs: Change[] = [
      [clients?.[0] ?? '', '', `${clients?.[2]}dimensions: { ccy: { type: string } }\n`],
      ['project.yaml', 'currency: EUR\n', 'currency: EUR\ntenants: { model: clients, currency: ccy }\n'],
      ...others,
    ];
    expect(project).toBeDefined();
    expect(faultsOf(...ofTheirs, offering(benchmark()))).toEqual([
      expect.stringContaining('average_order is money of several currencies'),
    ]);
    expect(faultsOf(...ofTheirs, offering(benchmark({ metric: 'orders_count' })))).toEqual([]);
  });

  it('is seen by those it is for, who may see its metric', () => {
    const hidden: Change = [
      'policies/h.yaml',
      '',
      'policy: h\ndescription: Why.\nowner: a@shop.example\napplies_to: { metrics: [average_order] }\naccess: { groups: [finance] }\n',
    ];
    const catalog = catalogOf(
      change(...CLIENTS, hidden, offering(benchmark({ to: '{ capability: analyst }' }))),
    );
    const sees = (asker: Partial<Principal>): boolean => {
      const principal: Principal = {
        kind: 'service_key',
        id: 'k',
        tenants: [],
        capability: 'viewer',
        groups: [],
        ...asker,
      };
      return listBenchmarks(viewCatalog(catalog, principal), principal).length > 0;
    };
    expect(sees({ capability: 'analyst', groups: ['finance'] })).toBe(true);
    expect(sees({ capability: 'analyst' })).toBe(false);
    expect(sees({ groups: ['finance'] })).toBe(false);
    expect(sees({ kind: 'embed', capability: 'analyst', groups: ['finance'] })).toBe(false);
  });

  it('is a part of the catalog, and has a hash that its minimum decides', () => {
    const [five, six] = ['5', '6'].map((tenants) =>
      catalogOf(change(...CLIENTS, offering(benchmark({ min_entities: `1${tenants}` })))),
    );
    expect(five?.hash).not.toBe(six?.hash);
    expect(five?.benchmarks.get('peers')?.value.hash).not.toBe(six?.benchmarks.get('peers')?.value.hash);
    expect(five?.metrics.get('average_order')?.hash).toBe(six?.metrics.get('average_order')?.hash);
  });
});
