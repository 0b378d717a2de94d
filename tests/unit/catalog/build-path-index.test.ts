/** S4 as a table: from which model which role, or which model, is reached by which joins. */
import { describe, expect, it } from 'vitest';
import { buildPathIndex } from '../../../src/catalog/build-path-index.ts';
import type { Join } from '../../../src/catalog/catalog.ts';
import type { PathAnswer } from '../../../src/catalog/path-index.ts';

/** Joins of each model, name → target; settlements after a `|`, role → path. */
type Graph = Readonly<Record<string, string>>;

function build(graph: Graph, roles: Readonly<Record<string, string>> = {}) {
  const pairs = (text: string): [string, string][] =>
    text
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => {
        const [name = '', value = ''] = word.split('→');
        return [name, value];
      });
  const models = new Map(
    Object.entries(graph).map(([model, text]) => {
      const [joins = '', settlements = ''] = text.split('|');
      return [
        model,
        {
          joins: new Map(
            pairs(joins).map(([name, target]): [string, Join] => [name, { name, target, on: [], at: null }]),
          ),
          settlements: new Map(pairs(settlements).map(([role, path]) => [role, path.split('.')])),
        },
      ];
    }),
  );
  const project = { roles: new Map(Object.entries(roles)) };
  return buildPathIndex(models, project);
}

/** `order.customer`, `(root)`, `none`, or alternatives with ` or ` between. */
function print(answer: PathAnswer): string {
  const text = (path: readonly string[]): string => (path.length === 0 ? '(root)' : path.join('.'));
  if (answer.kind === 'none') return 'none';
  return answer.kind === 'path' ? text(answer.path) : answer.paths.map(text).join(' or ');
}

const SHOP: Graph = {
  orders: 'channel→channels customer→customers recipient→customers campaign→campaigns',
  items: 'order→orders product→products',
  refunds: 'order→orders customer→customers |channel→order.campaign.channel',
  campaigns: 'channel→channels',
  customers: 'region→regions referrer→customers',
  regions: 'manager→employees',
  employees: 'manager→employees',
  tasks: 'assignee→employees',
  gifts: 'order→orders campaign→campaigns',
  notes: 'refund→refunds',
  channels: '',
  products: '',
};
const ROLES = {
  channel: 'channels',
  customer: 'customers',
  campaign: 'campaigns',
  region: 'regions',
  manager: 'employees',
  order: 'orders',
  referrer: 'customers',
};

describe('findRole', () => {
  const index = build(SHOP, ROLES);
  it.each([
    ['orders', 'channel', 'channel', 'the own join, though the campaign has one too'],
    ['refunds', 'channel', 'order.campaign.channel', 'the settlement'],
    ['refunds', 'customer', 'customer', 'the own join'],
    ['items', 'channel', 'order.channel', 'the only path, which stops at the first that knows the role'],
    [
      'items',
      'region',
      'order.customer.region or order.recipient.region',
      'two joins to one model are two paths',
    ],
    ['items', 'campaign', 'order.campaign', 'the only path'],
    ['gifts', 'channel', 'order.channel or campaign.channel', 'two paths'],
    ['gifts', 'campaign', 'campaign', 'the own join before the path through the order'],
    ['notes', 'channel', 'refund.order.campaign.channel', "another model's settlement"],
    ['notes', 'customer', 'refund.customer', 'a path stops at the first model that knows the role'],
    ['customers', 'customer', '(root)', 'a role that leads to the root is the root'],
    ['orders', 'order', '(root)', 'a role that leads to the root is the root'],
    ['customers', 'referrer', 'referrer', 'unless it joins itself by that name'],
    ['employees', 'manager', 'manager', 'unless it joins itself by that name'],
    ['tasks', 'manager', 'assignee.manager', 'a self-join at the end of a path'],
    ['regions', 'manager', 'manager', 'an own join to a model that joins itself'],
    ['channels', 'customer', 'none', 'nothing leads there'],
    ['products', 'channel', 'none', 'nothing leads there'],
  ])('%s, %s: %s, %s', (root, role, path) => {
    expect(print(index.findRole(root, role))).toBe(path);
    expect(index.findRole(root, role)).toBe(index.findRole(root, role));
  });
});

describe('reasons', () => {
  const index = build(SHOP, ROLES);
  it.each([
    ['refunds', 'channel', 'settlement'],
    ['orders', 'channel', 'own_join'],
    ['customers', 'customer', 'root'],
    ['items', 'channel', 'only_path'],
    ['gifts', 'channel', 'none'],
  ])('%s, %s: %s', (root, role, reason) => {
    const answer = index.findRole(root, role);
    expect(answer.kind === 'path' ? answer.reason : 'none').toBe(reason);
  });
});

describe('findPassedOver', () => {
  const index = build(SHOP, ROLES);
  it.each([
    ['orders', 'channel', ['campaign.channel'], 'the own join goes first'],
    ['refunds', 'channel', ['order.channel'], "the settlement goes before other models' joins"],
    ['gifts', 'campaign', ['order.campaign'], 'the own join goes first'],
    ['items', 'channel', [], 'the only path passes nothing over'],
    ['gifts', 'channel', [], 'nothing was chosen'],
    ['customers', 'customer', [], 'nothing leads back to the root'],
  ])('%s, %s: %j, %s', (root, role, paths) => {
    expect(index.findPassedOver(root, role).map((path) => path.join('.'))).toEqual(paths);
  });

  it('names the own join that a settlement overrules', () => {
    const graph = { a: 'goal→goal b→b |goal→b.goal', b: 'goal→goal', goal: '' };
    expect(build(graph, { goal: 'goal' }).findPassedOver('a', 'goal')).toEqual([['goal']]);
  });
});

describe('findModel', () => {
  const index = build(SHOP, ROLES);
  it.each([
    ['orders', 'orders', '(root)'],
    ['items', 'orders', 'order'],
    ['items', 'products', 'product'],
    ['orders', 'customers', 'customer or recipient'],
    ['notes', 'orders', 'refund.order'],
    ['notes', 'customers', 'refund.customer or refund.order.customer or refund.order.recipient'],
    ['customers', 'customers', '(root)'],
    ['tasks', 'employees', 'assignee'],
    ['channels', 'orders', 'none'],
  ])('%s, %s: %s', (root, model, path) => {
    expect(print(index.findModel(root, model))).toBe(path);
  });
});

describe('graphs that are hard to walk', () => {
  it('circles are walked round once', () => {
    const index = build({ a: 'b→b', b: 'c→c a→a', c: 'a→a goal→goal', goal: 'a→a' }, { goal: 'goal' });
    expect(print(index.findRole('a', 'goal'))).toBe('b.c.goal');
    expect(print(index.findRole('b', 'goal'))).toBe('c.goal');
    expect(print(index.findModel('goal', 'c'))).toBe('a.b.c');
  });

  it('six alternatives at most are listed, short ones first', () => {
    const middle = Array.from({ length: 9 }, (_, i) => [`m${i}`, 'goal→goal'] as const);
    const index = build({
      start: `${middle.map(([name]) => `${name}→${name}`).join(' ')} last→last`,
      ...Object.fromEntries(middle),
      last: 'm0→m0',
      goal: '',
    });
    const answer = index.findModel('start', 'goal');
    expect(answer.kind === 'ambiguous' && answer.paths.map((path) => path.join('.'))).toEqual(
      [0, 1, 2, 3, 4, 5].map((i) => `m${i}.goal`),
    );
  });

  const names = Array.from({ length: 60 }, (_, i) => `m${i}`);
  const toAll = (others: readonly string[]): string => others.map((name) => `${name}→${name}`).join(' ');

  it.each<[name: string, graph: Graph, from: string, to: string, shortest: string]>([
    [
      'every model joins all after it',
      Object.fromEntries(names.map((name, i) => [name, toAll(names.slice(i + 1))])),
      'm0',
      'm59',
      'm59',
    ],
    [
      'every model joins every other, and the goal is reached from the start alone',
      {
        ...Object.fromEntries(
          names.map((name, i) => [
            name,
            toAll(names.filter((_, other) => other !== i && other > 0)) + ' m0→m0',
          ]),
        ),
        m0: `${toAll(names.slice(1))} goal→goal`,
        goal: '',
      },
      'm0',
      'goal',
      'goal',
    ],
    [
      'every model joins every other, and nothing leads to the goal',
      {
        ...Object.fromEntries(names.map((name) => [name, toAll(names.filter((other) => other !== name))])),
        goal: '',
      },
      'm0',
      'goal',
      'none',
    ],
  ])('60 models: %s', (_, graph, from, to, path) => {
    const started = performance.now();
    const index = build(graph);
    const answer = index.findModel(from, to);
    for (const root of names) for (const target of names.slice(0, 10)) index.findModel(root, target);
    // A walk that tries permutations would never end.
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(answer.kind === 'ambiguous' ? answer.paths[0]?.join('.') : print(answer)).toBe(path);
  });
});
