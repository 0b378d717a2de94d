/** The form of fixtures, before anything in them is looked up. */
import { describe, expect, it } from 'vitest';
import { metricTestKind } from '../../../src/definitions/definition-kinds.ts';
import { parseDefinition } from '../../../src/definitions/parse-definition.ts';
import { closerHint } from '../../support/closer-hint.ts';

function faultsOf(text: string): readonly string[] {
  return parseDefinition(metricTestKind, 'a.test.yaml', text).diagnostics.map((fault) => {
    const { code, message, position } = fault;
    const hint = closerHint(fault);
    return `${position.line}:${position.column} ${code} ${message}${hint === undefined ? '' : ` | ${hint}`}`;
  });
}

const WHOLE = `metric: roas
zone: Europe/Moscow
rows:
  channels: [{ id: 1, name: ads, "is paid": true, since: null }]
cases:
  - name: all keys
    rows: { orders: [] }
    as: { tenant: [7, acme], capability: analyst, groups: [finance], claims: { region: [north] } }
    now: 2026-02-01T09:00:00+03:00
    query:
      by: [channel.name]
      time: { grain: month, range: 2026-Q1, fill: true, zone: UTC }
      where: [{ not: { dimension: channel.name, op: is_null } }]
      having: [{ metric: roas, op: gt, value: 1 }]
      top: { n: 1, of: [channel.name], by: roas }
      compare: [{ shift: 1 year, as: before }]
      order: [{ by: roas }]
      limit: 5
      currency: EUR
      tenants: all
    expect: [{ channel.name: ads, roas: 3 }]
  - { name: one row, expect: { roas: null } }
  - { name: no rows, expect: [] }
  - { name: refused, expect_error: TENANT_REQUIRED }
`;

describe('a file of fixtures', () => {
  it('may have all its keys', () => {
    expect(faultsOf(WHOLE)).toEqual([]);
  });

  it.each([
    ['metric: roas\n', '1:1 DEF_MISSING_KEY The key "cases" is required.'],
    [
      'metric: roas\ncases: []\n',
      '2:8 DEF_WRONG_VALUE "cases" must be a list that is not empty, each item a mapping with "name".',
    ],
    ['metric: roas\ncases: [{ expect: {} }]\n', '2:9 DEF_MISSING_KEY The key "name" is required.'],
    [
      'metric: roas\ncases: [{ name: a, expects: {} }]\n',
      '2:20 DEF_UNKNOWN_KEY There is no key "expects" here. | Did you mean "expect"?',
    ],
    [
      'metric: roas\ncases: [{ name: a, query: { gorup: [] } }]\n',
      '2:29 DEF_UNKNOWN_KEY There is no key "gorup" here.',
    ],
    [
      'metric: roas\ncases: [{ name: a, query: { time: { grian: day } } }]\n',
      '2:37 DEF_UNKNOWN_KEY There is no key "grian" here. | Did you mean "grain"?',
    ],
    [
      'metric: roas\ncases: [{ name: a, as: { tenants: 7 } }]\n',
      '2:26 DEF_UNKNOWN_KEY There is no key "tenants" here. | Did you mean "tenant"?',
    ],
    [
      'metric: roas\ncases: [{ name: a, rows: { Orders: [] } }]\n',
      '2:28 DEF_BAD_NAME "Orders" is not a name: lower-case letters, digits and _, first a letter, at most 63.',
    ],
    [
      'metric: roas\nrows: { orders: { id: 1 } }\ncases: [{ name: a }]\n',
      '2:17 DEF_WRONG_VALUE "orders" must be a list, each item a mapping (lines of `key: …`).',
    ],
    [
      'metric: roas\nrows: { orders: [{ amount: 12345678901234567890.12 }] }\ncases: [{ name: a }]\n',
      '2:28 DEF_YAML_FORBIDDEN Definitions are plain YAML: the number 12345678901234567890.12 is not allowed. | Write it in plain decimal digits, or in quotes if it is text.',
    ],
    [
      'metric: roas\nrows: { orders: [{ amount: 1e3 }] }\ncases: [{ name: a }]\n',
      '2:28 DEF_YAML_FORBIDDEN Definitions are plain YAML: the number 1e3 is not allowed. | Write it in plain decimal digits, or in quotes if it is text.',
    ],
  ])('says where it has not its form: %s', (text, ...faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });
});
