/** What a project says of tenants, schemas, calendars and rates, and the models do not bear out. */
import { describe, expect, it } from 'vitest';
import { type Change, catalogOf, change, judgeWords } from './small-project.ts';

type Row = [name: string, changes: readonly Change[], ...faults: string[]];

function check(_: string, changes: readonly Change[], ...faults: string[]): void {
  const { found, expected } = judgeWords(changes, faults);
  expect(found).toEqual(expected);
}

const ROLES = 'roles: {';
const project = (lines: string): Change => ['project.yaml', ROLES, `${lines}\n${ROLES}`];

const CLIENTS: Change = [
  'models/clients.yaml',
  '',
  `model: clients
source: shop.clients
primary_key: id
tenant: id
dimensions:
  timezone: { type: string }
  currency: { type: string }
  since: { type: date }
`,
];
const DAYS: Change = [
  'models/days.yaml',
  '',
  `model: days
source: shop.days
primary_key: day
tenant: shared
dimensions:
  day: { type: date }
  period: { type: string }
  is_open: { type: boolean }
`,
];
const FX: Change = [
  'models/fx.yaml',
  '',
  `model: fx
source: shop.fx
primary_key: [source, target, day]
tenant: shared
dimensions:
  source: { type: string }
  target: { type: string }
  day: { type: date }
facts:
  rate: { type: decimal }
`,
];

describe('tenants', () => {
  it.each<Row>([
    [
      'of a model that does not exist',
      [CLIENTS, project('tenants: { model: «client» }')],
      'DEF_UNKNOWN_MODEL There is no model "client". | Did you mean "clients"?',
    ],
    [
      'of shared data',
      [project('tenants: { model: «channels» }')],
      'DEF_PROJECT_MODEL "tenants" cannot be read from channels: no column of it scopes its rows. | Say in channels which column is the tenant: `tenant: …`.',
    ],
    [
      'of a model with several rows a tenant',
      [project('tenants: { model: «customers» }')],
      'DEF_PROJECT_MODEL "tenants" cannot be read from customers: a tenant may have several rows there. | Declare the tenant column as a key of it: `unique_keys: [[client_id]]`.',
    ],
    [
      'with a zone that is no dimension',
      [CLIENTS, project('tenants: { model: clients, zone: «time_zone» }')],
      'DEF_UNKNOWN_MEMBER Model clients has no member "time_zone". | Did you mean "timezone"?',
    ],
    [
      'with a currency that is a day',
      [CLIENTS, project('tenants: { model: clients, currency: «since» }')],
      'DEF_MEMBER_UNFIT "clients.since" must be a dimension of type string over a column; it is a dimension of type date.',
    ],
    [
      'with a zone that is a key',
      [CLIENTS, project('tenants: { model: clients, zone: «id» }')],
      'DEF_MEMBER_UNFIT "clients.id" must be a dimension of type string over a column; it is a key that is not declared.',
    ],
  ])('%s', check);

  it('are carried into the catalog', () => {
    const files = change(CLIENTS, project('tenants: { model: clients, zone: timezone }'));
    expect(catalogOf(files).project.tenants).toEqual({ model: 'clients', zone: 'timezone', currency: null });
  });
});

describe('schemas', () => {
  it.each<Row>([
    [
      'of a name that no source has',
      [project('schemas: { shpo: «prod» }')],
      'DEF_UNKNOWN_KEY There is no key "shpo" here. | Did you mean "shop"?',
    ],
    [
      'of a name that nothing resembles',
      [project('schemas: { warehouse: «prod» }')],
      'DEF_UNKNOWN_KEY There is no key "warehouse" here. | No model has a source in a schema of this name.',
    ],
    [
      'that lead into a closed schema',
      [
        project('schemas: { crm: vitrine }'),
        ['models/zz.yaml', '', 'model: zz\nsource: «crm.keys»\ntenant: client_id\n'],
      ],
      'DEF_WRONG_VALUE "source" must be a table of your own: the schema vitrine is closed.',
    ],
    [
      'by which two names of a table meet, with other tenant rules',
      [
        project('schemas: { crm: shop }'),
        ['models/zz.yaml', '', 'model: zz\nsource: crm.orders\ntenant: «account_id»\n'],
      ],
      'DEF_TENANT_RULES_DIFFER Models zz and orders read shop.orders with different tenant rules. | Give zz and orders the same "tenant:": it is the table\'s rule, whoever reads it.',
    ],
  ])('%s', check);

  it('say where sources are', () => {
    const catalog = catalogOf(change(project('schemas: { shop: prod_shop }')));
    expect(catalog.models.get('orders')?.source).toEqual({ schema: 'prod_shop', table: 'orders' });
    expect([...catalog.scopes.keys()]).toContain('prod_shop.orders');
  });
});

describe('calendars', () => {
  const support = (rest: string): Change => project(`calendars: { support: { ${rest} } }`);
  const hours = 'zone: Europe/Berlin, hours: { mon-fri: ["09:00-18:00"] }';
  it.each<Row>([
    [
      'with holidays in a model that does not exist',
      [DAYS, support(`${hours}, holidays: { model: «day», date: day }`)],
      'DEF_UNKNOWN_MODEL There is no model "day". | Did you mean "days"?',
    ],
    [
      'with holidays that are no days',
      [DAYS, support(`${hours}, holidays: { model: days, date: «period» }`)],
      'DEF_MEMBER_UNFIT "days.period" must be a dimension of type date over a column; it is a dimension of type string.',
    ],
    [
      'with a grain that does not exist',
      [DAYS, project('calendars: { retail: { model: days, date: day, grains: [«perod»] } }')],
      'DEF_UNKNOWN_MEMBER Model days has no member "perod". | Did you mean "period"?',
    ],
    [
      'with a grain that numbers nothing',
      [DAYS, project('calendars: { retail: { model: days, date: day, grains: [period, «is_open»] } }')],
      'DEF_MEMBER_UNFIT "days.is_open" must be a dimension that numbers periods; it is a dimension of type boolean.',
    ],
    [
      'with two grains that would be written alike',
      [
        [DAYS[0], DAYS[1], DAYS[2].replace('period:', 'year: { type: string }\n  period:')],
        project('calendars: { fiscal: { model: days, date: day, grains: [period, «year»] } }'),
      ],
      'DEF_DUPLICATE_NAME Grain "fiscal.year" is already defined in the project, as fiscal_year. | Both would be FISCAL_YEAR where no name has a dot.',
    ],
  ])('%s', check);

  it('of working hours are carried into the catalog in minutes of each weekday', () => {
    const files = change(
      DAYS,
      support(
        'zone: Europe/Berlin, hours: { mon-tue: ["14:00-18:00", "09:00-13:00"], sat: ["10:00-24:00"] }, holidays: { model: days, date: day }',
      ),
    );
    expect(catalogOf(files).project.calendars.get('support')).toEqual({
      kind: 'hours',
      zone: 'Europe/Berlin',
      week: [
        [
          [540, 780],
          [840, 1080],
        ],
        [
          [540, 780],
          [840, 1080],
        ],
        [],
        [],
        [],
        [[600, 1440]],
        [],
      ],
      holidays: { model: 'days', date: 'day' },
    });
  });
});

describe('rates', () => {
  const rates = (keys: string): Change => project(`rates: { ${keys} }`);
  it.each<Row>([
    [
      'of a model that does not exist',
      [rates('model: «fx», from: source, to: target, date: day, rate: rate')],
      'DEF_UNKNOWN_MODEL There is no model "fx".',
    ],
    [
      'with a currency that is a day',
      [FX, rates('model: fx, from: «day», to: target, date: day, rate: rate')],
      'DEF_MEMBER_UNFIT "fx.day" must be a dimension of type string over a column; it is a dimension of type date.',
    ],
    [
      'with a rate that is a dimension',
      [FX, rates('model: fx, from: source, to: target, date: day, rate: «target»')],
      'DEF_MEMBER_UNFIT "fx.target" must be a fact over a column; it is a dimension of type string.',
    ],
    [
      'of which a day may have several',
      [
        FX,
        ['models/fx.yaml', 'primary_key: [source, target, day]', 'primary_key: [source, target, day, bank]'],
        rates('model: «fx», from: source, to: target, date: day, rate: rate'),
      ],
      'DEF_PROJECT_MODEL "rates" cannot be read from fx: a pair of currencies may have several rates on a day. | Declare (source, target, day) as a key of fx.',
    ],
  ])('%s', check);

  it('are carried into the catalog', () => {
    const files = change(
      FX,
      rates('model: fx, from: source, to: target, date: day, rate: rate, missing: carry'),
    );
    expect(catalogOf(files).project.rates).toEqual({
      model: 'fx',
      from: 'source',
      to: 'target',
      date: 'day',
      rate: 'rate',
      carry: true,
    });
  });
});
