/** Keys of models beyond names, joins and tenants: what is sensitive, what must not be summed, what comes later. */
import { describe, expect, it } from 'vitest';
import {
  addDimension,
  addFact,
  addMetric,
  type Change,
  catalogOf,
  change,
  judgeWords,
} from './small-project.ts';

type Row = [name: string, changes: readonly Change[], ...faults: string[]];

function check(_: string, changes: readonly Change[], ...faults: string[]): void {
  const { found, expected } = judgeWords(changes, faults);
  expect(found).toEqual(expected);
}

const ORDERS = 'models/orders.yaml';
const CUSTOMERS = 'models/customers.yaml';
const EMAIL: Change = [
  CUSTOMERS,
  '  name: { type: string }',
  '  name: { type: string }\n  email: { type: string, sensitive: pii }',
];
const ordersKey = (line: string): Change => [ORDERS, 'joins:', `${line}\njoins:`];

describe('sensitive dimensions', () => {
  it.each<Row>([
    [
      'in a dimension that shows them',
      [addDimension('mail: { type: string, formula: «lower(customer.email)» }'), EMAIL],
      'DEF_SENSITIVE_SHOWN The values of "email" are sensitive, and this would show them. | Say `sensitive: pii` on "mail" as well, or make it a condition.',
    ],
    [
      'in a fact',
      [addFact('mail_length: { type: integer, formula: «length(customer.email)» }'), EMAIL],
      'DEF_SENSITIVE_SHOWN The values of "email" are sensitive, and this would show them. | Facts are not sensitive: take the value out of the formula.',
    ],
    [
      'in a greatest',
      [EMAIL, addMetric('m', 'max(«customers.email»)')],
      'DEF_SENSITIVE_SHOWN The values of "email" are sensitive, and this would show them. | Count it, or its distinct values.',
    ],
    [
      'behind a join, in a least of what is made of them',
      [EMAIL, addMetric('m', 'min(«lower(orders.customer.email)»)')],
      'DEF_SENSITIVE_SHOWN The values of "email" are sensitive, and this would show them. | Count it, or its distinct values.',
    ],
    [
      'as the time of a model',
      [
        [
          'models/births.yaml',
          '',
          'model: births\nsource: shop.births\ntenant: client_id\ntime: «born»\ndimensions: { born: { type: date, sensitive: pii } }\n',
        ],
      ],
      'DEF_SENSITIVE_SHOWN The values of "born" are sensitive, and this would show them.',
    ],
    [
      'as the time of a metric',
      [
        [
          'models/births.yaml',
          '',
          'model: births\nsource: shop.births\ntenant: client_id\ndimensions: { born: { type: date, sensitive: pii } }\n',
        ],
        addMetric('m', 'count(births)', 'time: «births.born»'),
      ],
      'DEF_SENSITIVE_SHOWN The values of "births.born" are sensitive, and this would show them.',
    ],
    [
      'in a drill',
      [EMAIL, ordersKey('drill: [id, «customer.email»]')],
      'DEF_SENSITIVE_SHOWN The values of "customer.email" are sensitive, and this would show them.',
    ],
    [
      'whose column another dimension shows',
      [EMAIL, [CUSTOMERS, 'dimensions:', 'dimensions:\n  login: «{ type: string, column: email }»']],
      'DEF_SENSITIVE_DIFFERS The column "email" is sensitive in customers, so "login" of customers must be sensitive too. | Say `sensitive: pii` here as well.',
    ],
    [
      'whose column another model of the table shows',
      [
        EMAIL,
        [
          'models/people.yaml',
          '',
          'model: people\nsource: shop.customers\ntenant: client_id\ndimensions:\n  email: «{ type: string }»\n',
        ],
      ],
      'DEF_SENSITIVE_DIFFERS The column "email" is sensitive in customers, so "email" of people must be sensitive too. | Say `sensitive: pii` here as well.',
    ],
    [
      'whose column is a key of another model',
      [
        EMAIL,
        [
          'models/people.yaml',
          '',
          'model: «people»\nsource: shop.customers\nprimary_key: email\ntenant: client_id\n',
        ],
      ],
      'DEF_SENSITIVE_DIFFERS The column "email" is sensitive in customers, so "email" of people must be sensitive too. | Declare it: `email: { type: string, sensitive: pii }`.',
    ],
    [
      'to which a join leads',
      [
        EMAIL,
        [CUSTOMERS, 'primary_key: id', 'primary_key: id\nunique_keys: [[email]]'],
        [
          'models/mails.yaml',
          '',
          'model: «mails»\nsource: shop.mails\ntenant: client_id\njoins: { customer: { model: customers, on: { sent_to: email } } }\n',
        ],
      ],
      'DEF_SENSITIVE_DIFFERS The column "sent_to" is sensitive in customers, so "sent_to" of mails must be sensitive too. | Declare it: `sent_to: { type: string, sensitive: pii }`.',
    ],
  ])('%s', check);

  it('serve counts, conditions and what is sensitive itself', () => {
    const catalog = catalogOf(
      change(
        EMAIL,
        addDimension('has_mail: { type: boolean, formula: customer.email is not null }'),
        addDimension('mail: { type: string, formula: lower(customer.email), sensitive: pii }'),
        addMetric('m', "count_distinct(orders.mail) filter (where orders.customer.email <> '')"),
        addMetric('n', "sum(case when orders.customer.email = 'a@b.c' then orders.amount end)"),
      ),
    );
    expect(catalog.models.get('orders')?.members.get('mail')?.sensitive).toBe(true);
    expect([...catalog.metrics.keys()]).toEqual(expect.arrayContaining(['m', 'n']));
  });
});

describe('facts with `only`', () => {
  const REACH = addFact('reach: { type: integer, only: [max, latest] }');
  const MAX_ONLY = addFact('reach: { type: integer, only: [max] }');
  it.each<Row>([
    [
      'summed',
      [REACH, addMetric('m', 'sum(«orders.reach»)')],
      'FORMULA_ONLY "reach" may be aggregated by max and latest only, not by sum. | Write max(…), or change "only" of the fact.',
    ],
    [
      'summed over rows that are chosen otherwise',
      [REACH, addMetric('m', 'sum(«orders.reach» last by orders.customer_id)')],
      'FORMULA_ONLY "reach" may be aggregated by max and latest only, not by sum. | Write max(…), or change "only" of the fact.',
    ],
    [
      'summed in a window',
      [REACH, addMetric('m', 'trailing(sum(«orders.reach»), 7 days)')],
      'FORMULA_ONLY "reach" may be aggregated by max and latest only, not by sum. | Write max(…), or change "only" of the fact.',
    ],
    [
      'summed of rows that a window chooses, inside a share',
      [MAX_ONLY, addMetric('m', 'share(sum(«orders.reach» latest by orders.customer_id))')],
      'FORMULA_ONLY "reach" may be aggregated by max only, not by sum. | Write max(…), or change "only" of the fact.',
    ],
    [
      'averaged inside of another value',
      [MAX_ONLY, addMetric('m', 'revenue + 0 * avg(«coalesce(orders.reach, 0)»)')],
      'FORMULA_ONLY "reach" may be aggregated by max only, not by avg. | Write max(…), or change "only" of the fact.',
    ],
    [
      'summed under the name of a fact made of it',
      [
        addFact('reach: { type: integer, only: [max] }\n  thousands: { type: float, formula: reach / 1000 }'),
        addMetric('m', 'sum(«orders.thousands»)'),
      ],
      'FORMULA_ONLY "reach" may be aggregated by max only, not by sum. | Write max(…), or change "only" of the fact.',
    ],
  ])('%s', check);

  it('serve what they allow, and conditions', () => {
    const catalog = catalogOf(
      change(
        MAX_ONLY,
        addMetric('m', 'max(orders.reach)'),
        addMetric('n', 'sum(orders.amount) filter (where orders.reach > 5)'),
      ),
    );
    expect(catalog.models.get('orders')?.members.get('reach')?.only).toEqual(['max']);
  });
});

describe('refresh', () => {
  const refresh = (keys: string): Change => [ORDERS, '{ every: 1 hour }', `{ every: 1 hour, ${keys} }`];
  it.each<Row>([
    [
      'with a lag of nothing',
      [refresh('lag: «1 day»')],
      'DEF_WRONG_VALUE "lag" must be left out where there is no "watermark". | Name the column that says how far the data is complete: `watermark: loaded_at`.',
    ],
    [
      'late after nothing',
      [refresh('late_after: «1 day»')],
      'DEF_WRONG_VALUE "late_after" must be left out where there is no "watermark". | Name the column that says how far the data is complete: `watermark: loaded_at`.',
    ],
  ])('%s', check);

  it('is carried into the catalog', () => {
    const files = change(refresh('watermark: at, lag: 1 day, settles_after: 3 days, per: feed'));
    expect(catalogOf(files).models.get('orders')?.refresh).toEqual({
      every: '1 hour',
      watermark: 'at',
      lateAfter: null,
      lag: '1 day',
      settlesAfter: '3 days',
      per: 'feed',
    });
  });
});

describe('drills', () => {
  it.each<Row>([
    [
      'of a member that does not exist',
      [ordersKey('drill: [id, «amont»]')],
      'DEF_UNKNOWN_MEMBER Model orders has no member "amont". | Did you mean "amount"?',
    ],
    [
      'along a join that does not exist',
      [ordersKey('drill: [«chanel.name»]')],
      'DEF_UNKNOWN_JOIN Model orders has no join "chanel". | Did you mean "channel"?',
    ],
  ])('%s', check);
});

describe('money', () => {
  it.each<Row>([
    [
      "of the project's currency, where it has none",
      [
        ['project.yaml', 'currency: EUR\n', ''],
        [CUSTOMERS, 'unit: currency', 'unit: «currency»'],
        ['models/items.yaml', ', unit: currency', ''],
        [ORDERS, 'type: decimal, unit: currency', 'type: decimal'],
      ],
      'DEF_WRONG_VALUE "unit" must be a currency that is named. | Name it in project.yaml (`currency: EUR`), or here: `unit: { currency: EUR }`.',
    ],
    [
      'in the currency of a column that is no dimension',
      [addFact('paid: { type: decimal, unit: { currency_column: «ccy» } }')],
      'DEF_WRONG_VALUE "currency_column" must be a column that is a dimension of type string. | Declare it, so that queries can group and filter by it: `ccy: { type: string }`.',
    ],
  ])('%s', check);
});

describe('what is not served yet', () => {
  const PRICES: Change = [
    'models/prices.yaml',
    '',
    `model: prices
source: shop.prices
primary_key: sku
tenant: client_id
valid: [since, until]
dimensions:
  since: { type: date }
  until: { type: date }
  at: { type: time }
`,
  ];
  const join = (at: string): Change => [
    ORDERS,
    'joins:',
    `joins:\n  price: { model: prices, on: { sku: sku }, at: ${at} }`,
  ];
  it.each<Row>([
    [
      'a join at a day to what is valid by the clock',
      [
        PRICES,
        [
          'models/prices.yaml',
          '  since: { type: date }\n  until: { type: date }',
          '  since: { type: time }\n  until: { type: time }',
        ],
        join('«due_on»'),
      ],
      'DEF_MEMBER_UNFIT "due_on" must be of type time, like the validity of prices; it is of type date.',
    ],
    [
      'a join at a time to rows that no key tells apart',
      [
        PRICES,
        ['models/prices.yaml', 'primary_key: sku\n', ''],
        [ORDERS, 'joins:', 'joins:\n  price: { model: prices, on: «{ sku: sku }», at: due_on }'],
      ],
      'DEF_JOIN_TARGET_NOT_KEY The columns (sku) are not a declared key of prices, so one row could match several. | Declare primary_key on prices: of rows that begin together, it says which is meant.',
    ],
    [
      'a validity that is computed',
      [
        PRICES,
        ['models/prices.yaml', 'since: { type: date }', 'since: { type: date, formula: until - 1 day }'],
        ['models/prices.yaml', 'valid: [since, until]', 'valid: [«since», until]'],
      ],
      'DEF_MEMBER_UNFIT "prices.since" must be a column of a date or a time that is not sensitive; it is a dimension of type date.',
    ],
    [
      'a join at a time that is known through the join itself',
      [PRICES, join('«price.since»')],
      'DEF_MEMBER_CYCLE These members define each other: orders.price → orders.price. | Take the time of one of these joins from its own model, or from a join without `at`.',
    ],
    [
      'a join at a time that a formula computes through the join itself',
      [
        PRICES,
        addDimension('asked: { type: date, formula: "coalesce(price.since, due_on)" }'),
        join('«asked»'),
      ],
      'DEF_MEMBER_CYCLE These members define each other: orders.price → orders.price. | Take the time of one of these joins from its own model, or from a join without `at`.',
    ],
    [
      'a join at a sensitive time',
      [PRICES, addDimension('born_on: { type: date, sensitive: pii }'), join('«born_on»')],
      'DEF_SENSITIVE_SHOWN The values of "born_on" are sensitive, and this would show them.',
    ],
    [
      'rows that are scoped by a join at a time',
      [
        PRICES,
        ['models/items.yaml', 'tenant: { join: order }', 'tenant: «{ join: price }»'],
        [
          'models/items.yaml',
          'joins:',
          'joins:\n  price: { model: prices, on: { sku: sku }, at: order.due_on }',
        ],
      ],
      'DEF_TENANT_RULE The tenant rule of items cannot be used: which row of prices is meant changes with time, and whose a row is does not. | Scope by a join without `at`, or by a column.',
    ],
    [
      'a join at a time that does not exist',
      [PRICES, join('«orderd_at»')],
      'DEF_UNKNOWN_MEMBER Model orders has no member "orderd_at". | Did you mean "ordered_at"?',
    ],
    [
      'a join at a time to a model without validity',
      [PRICES, ['models/prices.yaml', 'valid: [since, until]\n', ''], join('«due_on»')],
      'DEF_WRONG_VALUE "at" must be left out: prices does not say when its rows are valid. | Say it in prices: `valid: [valid_from, valid_to]`.',
    ],
    [
      'a validity of two types',
      [PRICES, ['models/prices.yaml', 'valid: [since, until]', 'valid: «[since, at]»']],
      'DEF_WRONG_VALUE "valid" must be two members of one type.',
    ],
    [
      'a validity that is no time',
      [PRICES, ['models/prices.yaml', 'valid: [since, until]', 'valid: [since, «sku»]']],
      'DEF_MEMBER_UNFIT "prices.sku" must be a column of a date or a time that is not sensitive; it is a key that is not declared.',
    ],
    [
      'a metric for each row that does not exist',
      [[CUSTOMERS, 'facts:', 'facts:\n  orders: { type: integer, metric: «order_count» }']],
      'DEF_UNKNOWN_METRIC There is no metric "order_count". | Did you mean "orders_count"?',
    ],
    [
      'a source of files',
      [['models/logs.yaml', '', 'model: logs\nsource: «{ files: data/*.csv }»\ntenant: client_id\n']],
      'DEF_NOT_SERVED A source of files is understood but not served yet. | Load the files into a table of the warehouse, and name that: `schema.table`.',
    ],
  ])('%s', check);
});
