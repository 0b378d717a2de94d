/** Tests beside policies: they pass where somebody sees what they say, and fail at the name that is seen otherwise. */
import { describe, expect, it } from 'vitest';
import { addMetric, type Change, change, diagnosticsOf } from './small-project.ts';

const POLICY: Change = [
  'policies/p.yaml',
  '',
  `policy: p
description: Why.
owner: a@shop.example
applies_to: { metrics: [revenue], members: [orders.weight] }
access: { groups: [finance] }
rows:
  - { model: orders, member: status, claim: state, except: { groups: [finance] } }
sensitive:
  - { members: [customers.email], show: pseudonym, to: { capability: analyst } }
  - { members: [customers.email], show: clear, to: { groups: [finance] } }
`,
];

const MODELS: readonly Change[] = [
  ['models/customers.yaml', 'facts:', '  email: { type: string, sensitive: pii }\nfacts:'],
  addMetric('unripe', 'sum(orders.amount)', 'draft: true'),
];

/** The faults of one case, each with the line of what it is about, from the case's own first line on. */
function run(...lines: readonly string[]): readonly string[] {
  const text = `policy: p\ncases:\n  - name: c\n${lines.map((line) => `    ${line}\n`).join('')}`;
  const changes: readonly Change[] = [...MODELS, POLICY, ['policies/p.test.yaml', '', text]];
  return diagnosticsOf(change(...changes)).map(
    ({ code, message, position }) => `${position.line - 3} ${code} ${message}`,
  );
}

describe('a test beside a policy', () => {
  it('passes where somebody sees what it says', () => {
    expect(
      run(
        'as: { groups: [finance], capability: viewer }',
        'sees: [revenue, orders_count, orders.weight, orders.status, customers.email]',
        'hides: [unripe]',
        'shows: { customers.email: clear, orders.status: clear }',
        'rows: { orders: [], customers: [] }',
      ),
    ).toEqual([]);
    expect(
      run(
        'as: { capability: analyst, claims: { state: [paid] } }',
        'sees: [orders_count, customers.email, unripe]',
        'hides: [revenue, orders.weight]',
        'shows: { customers.email: pseudonym, orders.weight: hidden }',
        'rows: { orders: [state] }',
      ),
    ).toEqual([]);
    expect(
      run('as: {}', 'hides: [revenue, unripe, customers.email]', 'shows: { customers.email: hidden }'),
    ).toEqual([]);
  });

  it('fails at the name that is seen otherwise', () => {
    expect(
      run(
        'as: {}',
        'sees:',
        '  - orders_count',
        '  - revenue',
        '  - customers.email',
        'hides: [orders.status]',
        'shows:',
        '  customers.email: masked',
        'rows:',
        '  orders: []',
        '  customers: [state]',
      ),
    ).toEqual([
      '4 DEF_POLICY_TEST In "c", revenue is hidden.',
      '5 DEF_POLICY_TEST In "c", customers.email is hidden.',
      '6 DEF_POLICY_TEST In "c", orders.status is seen.',
      '8 DEF_POLICY_TEST In "c", customers.email is hidden, and not masked.',
      '10 DEF_POLICY_TEST In "c", rows of orders are told by state, and not none.',
      '11 DEF_POLICY_TEST In "c", rows of customers are told by none, and not state.',
    ]);
  });

  it.each<[string, readonly string[]]>([
    ['sees: [revenu]', ['2 DEF_UNKNOWN_METRIC There is no metric "revenu".']],
    ['hides: [revenu]', ['2 DEF_UNKNOWN_METRIC There is no metric "revenu".']],
    ['hides: [order.status]', ['2 DEF_UNKNOWN_MODEL There is no model "order".']],
    ['shows: { orders.stat: clear }', ['2 DEF_UNKNOWN_MEMBER Model orders has no member "stat".']],
    ['rows: { order: [] }', ['2 DEF_UNKNOWN_MODEL There is no model "order".']],
    ['shows: { orders.status: open }', [expect.stringMatching(/^2 DEF_/)]],
    ['sees: []', [expect.stringMatching(/^2 DEF_/)]],
    ['seen: [revenue]', [expect.stringMatching(/^2 DEF_UNKNOWN_KEY/)]],
  ])('is refused where it says nothing: %s', (line, faults) => {
    expect(run('as: {}', line)).toEqual(faults);
  });

  it('stands beside a policy that there is', () => {
    const text = 'policy: q\ncases:\n  - { name: c, as: {}, sees: [revenue] }\n';
    const faults = diagnosticsOf(change(['policies/q.test.yaml', '', text]));
    expect(faults.map(({ code, position }) => [code, position.line])).toEqual([['DEF_UNKNOWN_POLICY', 1]]);
  });

  it('says something in each case', () => {
    const faults = run('as: { groups: [finance] }');
    expect(faults).toEqual([expect.stringMatching(/DEF_/)]);
  });
});
