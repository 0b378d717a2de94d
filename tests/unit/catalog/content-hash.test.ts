/** What changes a metric's content hash, and what does not (§2, Releases and versions). */
import { describe, expect, it } from 'vitest';
import { catalogOf, change, diagnosticsOf, type Files, metricFile, metricOf } from './small-project.ts';

type Change = readonly [file: string, old: string, next: string];

const ORDERS = 'models/orders.yaml';
const ITEMS = 'models/items.yaml';
const REVENUE = 'sales/revenue.yaml';

/** `m` uses a formula fact, a formula dimension, a join, a filter, two metrics and a time. */
const PREPARED: readonly Change[] = [
  [ORDERS, '  amount: {', '  net: { type: decimal, formula: amount * 2 }\n  amount: {'],
  [ORDERS, '  status: {', '  is_paid: { type: boolean, formula: "status = \'paid\'" }\n  status: {'],
  [
    'sales/m.yaml',
    '',
    metricFile(
      'm',
      "sum(orders.net) filter (where orders.is_paid and orders.customer.name <> 'x') / average_order",
      'filter: orders.is_promo',
    ),
  ],
];

const before = files();

function files(...changes: readonly Change[]): Files {
  return change(...PREPARED, ...changes);
}

function hashes(project: Files): Record<string, string> {
  return Object.fromEntries([...catalogOf(project).metrics].map(([name, { hash }]) => [name, hash]));
}

describe('equal', () => {
  it.each<[string, readonly Change[]]>([
    [
      'other spaces, parentheses and case of keywords',
      [[REVENUE, 'sum(orders.amount)', '" ( SUM( orders.amount ) ) "']],
    ],
    [
      'comments',
      [
        [REVENUE, 'metric:', '# A comment.\nmetric:'],
        [ORDERS, 'joins:', 'joins: # here too'],
      ],
    ],
    [
      'texts, owner, format and tags',
      [
        [
          REVENUE,
          'What it is.\nowner: a@',
          'Another.\ntitle: T\ntags: [a]\ngood: up\nformat: { style: currency }\nowner: b@',
        ],
      ],
    ],
    ['the version', [[REVENUE, 'version: 1', 'version: 2']]],
    [
      'keys in another order',
      [[ORDERS, 'source: shop.orders\nprimary_key: id', 'primary_key: id\nsource: shop.orders']],
    ],
    [
      'members in another order',
      [
        [
          ORDERS,
          '  amount: { type: decimal, unit: currency }\n  weight: { type: float, unit: kg }',
          '  weight: { type: float, unit: kg }\n  amount: { type: decimal, unit: currency }',
        ],
      ],
    ],
    ['another source', [[ORDERS, 'shop.orders', 'archive.orders_2026']]],
    ['another column', [[ORDERS, 'amount: { type: decimal,', 'amount: { type: decimal, column: total,']]],
    [
      'another column of the time',
      [[ORDERS, 'ordered_at: { type: time }', 'ordered_at: { type: time, column: at }']],
    ],
    [
      'descriptions, units and values of members',
      [[ORDERS, 'values: [placed, paid]', 'description: Where it stands.']],
    ],
    ['another tenant rule', [[ORDERS, 'tenant: client_id', 'tenant: account_id']]],
    ['another key', [[ORDERS, 'primary_key: id', 'primary_key: id\nunique_keys: [[number]]']]],
    ['another refresh', [[ORDERS, 'every: 1 hour', 'every: 1 day']]],
    [
      'a new member and a new join',
      [
        [ORDERS, '  status: {', '  note: { type: string }\n  status: {'],
        [ORDERS, '  channel: {', '  payer: { model: customers, on: { payer_id: id } }\n  channel: {'],
      ],
    ],
    ['a join that it does not use', [[ORDERS, 'channel_id', 'source_id']]],
    ['a settled role', [[ITEMS, 'facts:', 'roles: { channel: order.channel }\nfacts:']]],
    [
      'the reporting zone, the week and the currency',
      [['project.yaml', 'Europe/Berlin\ncurrency: EUR', 'UTC\ncurrency: USD\nweek_starts: sunday']],
    ],
    [
      'the current version of an input, spelt out',
      [['sales/average_order.yaml', 'revenue /', 'revenue@1 /']],
    ],
    [
      'who may use it for what: target, private, draft, aliases, dimensions, drill, deprecated',
      [
        [
          REVENUE,
          'version: 1',
          'version: 1\ntarget: 5\nprivate: true\naliases: [sales]\ndimensions: [channel.name]\ndrill: [orders.status]\ndeprecated: { 1: { since: 2026-01-31 } }',
        ],
        ['sales/m.yaml', 'version: 1', 'version: 1\ndraft: true'],
      ],
    ],
    [
      'units, sensitivity, `only` and the drill of a model',
      [
        [ORDERS, 'unit: currency', 'unit: { currency: USD }, only: [sum]'],
        ['models/customers.yaml', 'name: { type: string }', 'name: { type: string, sensitive: pii }'],
        [ORDERS, 'joins:', 'drill: [status]\ntitle: Orders\njoins:'],
      ],
    ],
    [
      'schemas, tenants, rates and calendars that no formula uses',
      [
        [
          'project.yaml',
          'roles:',
          'schemas: { shop: prod }\ncalendars: { support: { zone: UTC, hours: { mon: ["09:00-17:00"] } } }\nroles:',
        ],
      ],
    ],
    ['an assertion', [[REVENUE, 'version: 1', 'version: 1\nsource: orders\nrefresh: 1 hour']]],
  ])('%s', (_, changes) => {
    expect(hashes(files(...changes))).toEqual(hashes(before));
  });

  it('pairs of a join in another order', () => {
    const join = (on: string): Files =>
      files(
        [ORDERS, '{ customer_id: id }', on],
        ['models/customers.yaml', 'primary_key: id', 'primary_key: [id, region]'],
      );
    expect(hashes(join('{ customer_id: id, region: region }'))).toEqual(
      hashes(join('{ region: region, customer_id: id }')),
    );
  });
});

describe('a calendar that a formula counts by', () => {
  const withCalendar = (calendar: string): string => {
    const changes: readonly Change[] = [
      ['project.yaml', 'roles:', `calendars: { support: ${calendar} }\nroles:`],
      [
        ORDERS,
        '  amount: {',
        '  worked: { type: float, formula: "business_minutes(ordered_at, ordered_at, support)" }\n  amount: {',
      ],
      [REVENUE, 'sum(orders.amount)', 'sum(orders.worked)'],
    ];
    return hashes(change(...changes))['revenue'] ?? '';
  };
  const plain = withCalendar('{ zone: UTC, hours: { mon-tue: ["09:00-17:00"] } }');

  it('is hashed by what it says, however that is written', () => {
    expect(withCalendar('{ hours: { mon: ["09:00-17:00"], tue: ["09:00-17:00"] }, zone: UTC }')).toBe(plain);
  });

  it.each([
    '{ zone: Europe/Moscow, hours: { mon-tue: ["09:00-17:00"] } }',
    '{ zone: UTC, hours: { mon-tue: ["09:00-17:01"] } }',
    '{ zone: UTC, hours: { mon: ["09:00-17:00"] } }',
    '{ zone: UTC, hours: { mon-tue: ["09:00-17:00"] }, holidays: { model: orders, date: due_on } }',
  ])('gives another hash as %s', (calendar) => {
    expect(withCalendar(calendar)).not.toBe(plain);
  });
});

describe('different', () => {
  it.each<[string, readonly Change[], readonly string[]]>([
    [
      'a formula, and what is made with it',
      [[REVENUE, 'sum(orders.amount)', 'sum(orders.amount) * 2']],
      ['revenue', 'average_order', 'm'],
    ],
    ['another aggregate', [[REVENUE, 'sum(', 'max(']], ['revenue', 'average_order', 'm']],
    [
      'another number',
      [[REVENUE, 'sum(orders.amount)', 'sum(orders.amount * 2)']],
      ['revenue', 'average_order', 'm'],
    ],
    [
      'a filter behind the aggregate',
      [['sales/orders_count.yaml', 'count(orders)', 'count(orders) filter (where orders.is_promo)']],
      ['orders_count', 'average_order', 'm'],
    ],
    [
      'a filter of the metric',
      [['sales/m.yaml', 'filter: orders.is_promo', 'filter: not orders.is_promo']],
      ['m'],
    ],
    ['no filter any more', [['sales/m.yaml', 'filter: orders.is_promo\n', '']], ['m']],
    [
      'another time',
      [[REVENUE, 'version: 1', 'version: 1\ntime: orders.due_on']],
      ['revenue', 'average_order', 'm'],
    ],
    ['empty', [[REVENUE, 'version: 1', 'version: 1\nempty: null']], ['revenue', 'average_order', 'm']],
    [
      'the time of the model',
      [[ORDERS, 'time: ordered_at', 'time: due_on']],
      ['revenue', 'orders_count', 'average_order', 'm'],
    ],
    [
      'no time at all',
      [[ORDERS, 'time: ordered_at\n', '']],
      ['revenue', 'orders_count', 'average_order', 'm'],
    ],
    ['the time behind a join', [[ITEMS, 'time: order.ordered_at', 'time: order.due_on']], ['units']],
    ['the formula of a fact', [[ORDERS, 'amount * 2', 'amount * 3']], ['m']],
    ['the formula of a dimension in a filter', [[ORDERS, "status = 'paid'", "status <> 'paid'"]], ['m']],
    ['the type of a column', [[ITEMS, 'quantity: { type: integer', 'quantity: { type: decimal']], ['units']],
    [
      'the zone of a column',
      [[ORDERS, 'ordered_at: { type: time }', 'ordered_at: { type: time, zone: UTC }']],
      ['revenue', 'orders_count', 'average_order', 'm', 'units'],
    ],
    ['the key of a join in a filter', [[ORDERS, '{ customer_id: id }', '{ buyer_id: id }']], ['m']],
    ['the key of the join to the time', [[ITEMS, '{ order_id: id }', '{ order_number: id }']], ['units']],
  ])('%s', (_, changes, changed) => {
    const [old, now] = [hashes(before), hashes(files(...changes))];
    const different = Object.keys(old).filter((name) => old[name] !== now[name]);
    expect(different.sort()).toEqual([...changed].sort());
  });

  it('one metric renamed is another, and so are those that name it', () => {
    const renamed = change(
      [REVENUE, 'metric: revenue', 'metric: turnover'],
      ['sales/average_order.yaml', 'revenue', 'turnover'],
    );
    const moved = Object.fromEntries(
      Object.entries(renamed).map(([file, text]) => [file.replace('revenue.yaml', 'turnover.yaml'), text]),
    );
    expect(metricOf(moved, 'turnover').hash).toBe(metricOf(before, 'revenue').hash);
    expect(metricOf(moved, 'average_order').hash).not.toBe(metricOf(before, 'average_order').hash);
  });
});

describe('the hash of the catalog', () => {
  it('does not depend on the order of files and keys, and changes with any text', () => {
    const { hash } = catalogOf(before);
    expect(catalogOf(Object.fromEntries(Object.entries(before).reverse())).hash).toBe(hash);
    expect(catalogOf(files([REVENUE, 'metric:', '# x\nmetric:'])).hash).toBe(hash);
    expect(catalogOf(files([REVENUE, 'What it is.', 'What it was.'])).hash).not.toBe(hash);
    expect(catalogOf(files([ORDERS, 'shop.orders', 'shop.orders2'])).hash).not.toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('a metric of chosen rows', () => {
  const chosen = (clause: string, ...changes: readonly Change[]): string =>
    metricOf(change(['sales/c.yaml', '', metricFile('c', `sum(orders.amount ${clause})`)], ...changes), 'c')
      .hash;
  const own = chosen('last by orders.customer_id');

  it.each([
    'first by orders.customer_id',
    'latest by orders.customer_id',
    'last',
    'at_end',
    'last by orders.customer.name',
    '"last by orders.customer_id, orders.status"',
  ])('has another hash with %s', (clause) => {
    const plain = clause.replaceAll('"', '');
    const text = clause.startsWith('"') ? `"sum(orders.amount ${plain})"` : `sum(orders.amount ${plain})`;
    const { hash } = metricOf(change(['sales/c.yaml', '', metricFile('c', text)]), 'c');
    expect(hash).not.toBe(own);
  });

  it.each<[string, Change]>([
    [
      'the primary key, which breaks ties',
      [ORDERS, 'primary_key: id', 'primary_key: number\nunique_keys: [[id]]'],
    ],
    ['the time', [ORDERS, 'time: ordered_at', 'time: due_on']],
    ['the type of a key', [ORDERS, '  number: {', '  customer_id: { type: integer }\n  number: {']],
  ])('changes with %s', (_, changed) => {
    expect(chosen('last by orders.customer_id', changed)).not.toBe(own);
  });

  it('does not know of the primary key where no ties are broken', () => {
    const other: Change = [ORDERS, 'primary_key: id', 'primary_key: number\nunique_keys: [[id]]'];
    expect(chosen('last', other)).toBe(chosen('last'));
  });
});

describe('a metric that is filtered', () => {
  const filtered = (filter: string, ...changes: readonly Change[]): string =>
    metricOf(
      change(['sales/f.yaml', '', metricFile('f', `revenue filter (where ${filter})`)], ...changes),
      'f',
    ).hash;
  const own = filtered("channel.name = 'ads'");

  it('has the hash of its condition on each leg, however its names are written', () => {
    expect(filtered("(channels.name = 'ads')")).toBe(own);
    expect(filtered("orders.channel.name = 'ads'")).toBe(own);
    expect(filtered("channel.name = 'seo'")).not.toBe(own);
    expect(filtered("customer.name = 'ads'")).not.toBe(own);
  });

  it('has another hash than the metric without the filter', () => {
    expect(own).not.toBe(metricOf(change(), 'revenue').hash);
  });

  it('changes with the path of a leg, and with what its names are made of', () => {
    const joined = filtered("channel.name = 'ads'", [ORDERS, '{ channel_id: id }', '{ other_id: id }']);
    expect(joined).not.toBe(own);
    const formula = filtered("channel.name = 'ads'", [
      'models/channels.yaml',
      'name: { type: string }',
      'name: { type: string, formula: "lower(raw)" }\n  raw: { type: string }',
    ]);
    expect(formula).not.toBe(own);
  });
});

describe('the size of a metric that is filtered', () => {
  it('counts its filter in every aggregate', () => {
    const sum = Array.from({ length: 100 }, () => 'revenue').join(' + ');
    const sized = (filter: string): readonly string[] =>
      diagnosticsOf(
        change(
          ['sales/s.yaml', '', metricFile('s', sum)],
          ['sales/t.yaml', '', metricFile('t', `s filter (where ${filter})`)],
        ),
      ).map(({ code }) => code);
    expect(sized("channel.name = 'x'")).toEqual([]);
    expect(sized("channel.name in ('1', '2', '3', '4', '5', '6', '7')")).toEqual(['FORMULA_TOO_LARGE']);
  });
});
