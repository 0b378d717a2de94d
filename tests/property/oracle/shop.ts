/** A shop small enough to reckon by hand: two tenants, a null key, an orphan, an empty group. */

import type { AggregateFunction } from './aggregates.ts';
import { Decimal } from './decimal.ts';
import type { Aggregate, MetricFormula, MetricReference } from './metric-formula.ts';
import { comparison, literal, member } from './row-formula.ts';
import type { Member, MemberValue, Metric, Model, Row, Schema, Tables } from './schema.ts';
import type { Type } from './value.ts';

const column = (name: string): MemberValue => ({ kind: 'column', column: name, zone: null });
const dimension = (name: string, type: Type): [string, Member] => [
  name,
  { kind: 'dimension', type, value: column(name) },
];
const fact = (name: string, type: Type): [string, Member] => [
  name,
  { kind: 'fact', type, value: column(name) },
];

function model(name: string, parts: Partial<Model> & Pick<Model, 'members'>): [string, Model] {
  const rest = { columns: new Map(), uniqueKeys: [], joins: new Map(), settlements: new Map(), time: null };
  const scope = { kind: 'column', column: 'owner' } as const;
  return [name, { ...rest, name, primaryKey: ['id'], scope, ...parts }];
}

const channel = { target: 'channels', on: new Map([['channel_id', 'id']]) };
const cheap = comparison('=', member(['channel'], 'kind', 'string'), literal('free'));

const models = new Map<string, Model>([
  model('channels', {
    members: new Map([
      dimension('kind', 'string'),
      [
        'label',
        {
          kind: 'dimension',
          type: 'string',
          value: {
            kind: 'formula',
            formula: { type: 'string', print: () => "'always'", evaluate: () => 'always' },
          },
        },
      ],
    ]),
  }),
  model('orders', {
    joins: new Map([['channel', channel]]),
    members: new Map([dimension('at', 'time'), fact('amount', 'decimal'), dimension('promo', 'boolean')]),
    time: { path: [], member: 'at' },
  }),
  model('spend', {
    joins: new Map([['channel', channel]]),
    members: new Map([dimension('day', 'date'), fact('cost', 'decimal')]),
    time: { path: [], member: 'day' },
  }),
  model('items', {
    scope: { kind: 'join', join: 'order' },
    joins: new Map([['order', { target: 'orders', on: new Map([['order_id', 'id']]) }]]),
    members: new Map([fact('quantity', 'integer')]),
  }),
]);

const over = (root: string, name: AggregateFunction, argument: string | null, type: Type): Aggregate => ({
  kind: 'aggregate',
  function: name,
  fraction: null,
  root,
  argument: argument === null ? null : member([], argument, type),
  filter: null,
});

function metric(name: string, formula: MetricFormula, parts: Partial<Metric> = {}): [string, Metric] {
  const rest = { filter: null, time: null, emptyIsNull: false, allowed: null, isPrivate: false };
  return [name, { name, formula, ...rest, ...parts }];
}

const isPaid = comparison('=', member(['channel'], 'kind', 'string'), literal('paid'));
const named = (name: string): MetricReference => ({ kind: 'metric', name, type: 'decimal', filter: null });

export const shop: Schema = {
  zone: 'Europe/Berlin',
  weekStarts: 'monday',
  calendars: new Map(),
  roles: new Map([
    ['channel', 'channels'],
    ['order', 'orders'],
  ]),
  models,
  metrics: new Map([
    metric('revenue', over('orders', 'sum', 'amount', 'decimal')),
    metric('orders_count', over('orders', 'count', null, 'integer')),
    metric('free_revenue', { ...over('orders', 'sum', 'amount', 'decimal'), filter: cheap }),
    metric('strict_revenue', over('orders', 'sum', 'amount', 'decimal'), {
      filter: cheap,
      emptyIsNull: true,
    }),
    metric('average', over('orders', 'avg', 'amount', 'decimal')),
    metric('least', over('orders', 'min', 'amount', 'decimal')),
    metric('cost', over('spend', 'sum', 'cost', 'decimal')),
    metric('quantity', over('items', 'sum', 'quantity', 'integer')),
    metric('paid_revenue', { ...named('revenue'), filter: isPaid }),
    metric('paid_roas', { ...named('roas'), type: 'float', filter: isPaid }),
    metric('roas', { kind: 'arithmetic', operator: '/', left: named('revenue'), right: named('cost') }),
  ]),
};

const money = (digits: string) => Decimal.parse(digits);
const order = (owner: string, id: string, rest: Row): Row => ({
  owner,
  id,
  promo: null,
  channel_id: null,
  ...rest,
});

export const shopTables: Tables = new Map<string, readonly Row[]>([
  [
    'channels',
    [
      { owner: 'a', id: '1', kind: 'paid' },
      { owner: 'a', id: '2', kind: 'free' },
      { owner: 'a', id: '3', kind: null },
      { owner: 'b', id: '1', kind: 'foreign' },
    ],
  ],
  [
    'orders',
    [
      order('a', '10', {
        channel_id: '1',
        amount: money('0.10'),
        at: '2026-03-28T22:59:59.999999Z',
        promo: true,
      }),
      order('a', '11', {
        channel_id: '1',
        amount: money('0.20'),
        at: '2026-03-28T23:00:00.000000Z',
        promo: false,
      }),
      order('a', '12', { channel_id: '2', amount: null, at: '2026-03-29T21:59:59.999999Z' }),
      order('a', '13', { channel_id: '9', amount: money('5'), at: '2026-03-29T22:00:00.000000Z' }),
      order('a', '14', { channel_id: null, amount: money('-1.5'), at: null }),
      order('b', '20', { channel_id: '1', amount: money('1000000'), at: '2026-03-29T10:00:00.000000Z' }),
    ],
  ],
  [
    'spend',
    [
      { owner: 'a', id: '1', channel_id: '1', day: '2026-03-29', cost: money('0.1') },
      { owner: 'a', id: '2', channel_id: '3', day: '2026-03-30', cost: money('0') },
      { owner: 'b', id: '1', channel_id: '1', day: '2026-03-29', cost: money('7') },
    ],
  ],
  [
    'items',
    [
      { id: '1', order_id: '10', quantity: money('2') },
      { id: '2', order_id: '11', quantity: money('3') },
      { id: '3', order_id: '20', quantity: money('50') },
      { id: '4', order_id: null, quantity: money('500') },
    ],
  ],
]);
