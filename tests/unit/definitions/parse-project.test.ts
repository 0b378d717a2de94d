import { describe, expect, it } from 'vitest';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import { closerHint } from '../../support/closer-hint.ts';

const project = 'project: northlight\ntimezone: Europe/Moscow\n';
const model = (name: string) => `model: ${name}\nsource: shop.${name}\ntenant: client_id\n`;
const metric = (name: string) =>
  `metric: ${name}\nversion: 1\nowner: growth\ndescription: A.\nformula: count(orders)\n`;

/** The faults of a project that has, beside `files`, all it needs. */
function faultsOf(files: Record<string, string>): string[] {
  const whole = { 'project.yaml': project, 'models/orders.yaml': model('orders'), ...files };
  return parseProject(new Map(Object.entries(whole))).diagnostics.map((fault) => {
    const { code, position, message } = fault;
    const hint = closerHint(fault);
    return `${position.file}:${position.line}:${position.column} ${code} ${message}${hint === undefined ? '' : ` | ${hint}`}`;
  });
}

describe('a project', () => {
  it('is read whole', () => {
    const { definitions, diagnostics } = parseProject(
      new Map([
        ['sales/orders_count.yaml', metric('orders_count')],
        ['models/orders.yaml', model('orders')],
        ['project.yaml', project],
        ['finance/deep/down/revenue.yaml', metric('revenue')],
      ]),
    );
    expect(diagnostics).toEqual([]);
    expect(definitions.project?.value.timezone).toBe('Europe/Moscow');
    expect(definitions.models.map(({ file }) => file)).toEqual(['models/orders.yaml']);
    expect(definitions.metrics.map(({ value }) => value.metric)).toEqual(['revenue', 'orders_count']);
  });

  it('may have notes and hidden files beside definitions', () => {
    expect(
      faultsOf({
        'README.md': '# Notes',
        CODEOWNERS: '* @growth',
        'sales/notes.txt': 'x',
        'sales/.keep': '',
        '.hidden.yaml': 'a: [',
      }),
    ).toEqual([]);
  });

  it('is not stopped by a broken file', () => {
    const { definitions, diagnostics } = parseProject(
      new Map([
        ['models/orders.yaml', 'model: [\n'],
        ['project.yaml', 'project: a\n'],
        ['sales/revenue.yaml', metric('revenue')],
      ]),
    );
    expect(definitions.project).toBeNull();
    expect(definitions.models).toEqual([]);
    expect(definitions.metrics).toHaveLength(1);
    expect(diagnostics.map(({ code }) => code)).toEqual(['DEF_YAML_SYNTAX', 'DEF_MISSING_KEY']);
  });

  it('of thousands of files is read in seconds', () => {
    const files = new Map([['project.yaml', project]]);
    for (let index = 0; index < 3000; index += 1) files.set(`m/m${index}.yaml`, metric(`m${index}`));
    const start = performance.now();
    const { definitions, diagnostics } = parseProject(files);
    expect(diagnostics).toEqual([]);
    expect(definitions.metrics).toHaveLength(3000);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('gives the same whatever the order of its files', () => {
    const files: [string, string][] = [
      ['project.yaml', 'x: 1\n'],
      ['a/b.yaml', metric('c')],
      ['b/c.yaml', metric('c')],
      ['b/d.yml', ''],
    ];
    const forth = parseProject(new Map(files));
    const back = parseProject(new Map(files.toReversed()));
    expect(back.diagnostics).toEqual(forth.diagnostics);
    expect(back.definitions.metrics.map(({ file }) => file)).toEqual(['a/b.yaml']);
  });
});

const METRIC_TEST = 'metric: revenue\ncases: [{ name: a, expect: { revenue: 0 } }]\n';
const POLICY_TEST = 'policy: finance_figures\ncases:\n  - { name: x, as: {}, sees: [revenue] }\n';
const POLICY = `policy: finance_figures
description: For finance.
owner: security@shop.example
applies_to: { metrics: [revenue] }
access: { groups: [finance] }
`;

describe('names and places of files', () => {
  const table: Record<string, readonly [files: Record<string, string>, ...faults: string[]]> = {
    'a metric in a file of another name': [
      { 'sales/revenue.yaml': metric('turnover') },
      'sales/revenue.yaml:1:9 DEF_NAME_MISMATCH The file is called "revenue.yaml" but defines "turnover". | Name the file "turnover.yaml", or the metric "revenue".',
    ],
    'a model in a file of another name': [
      { 'models/clients.yaml': `# all\n${model('customers')}` },
      'models/clients.yaml:2:8 DEF_NAME_MISMATCH The file is called "clients.yaml" but defines "customers". | Name the file "customers.yaml", or the model "clients".',
    ],
    'one metric in two folders': [
      { 'sales/revenue.yaml': metric('revenue'), 'finance/revenue.yaml': metric('revenue') },
      'sales/revenue.yaml:1:9 DEF_DUPLICATE_NAME Metric "revenue" is already defined in finance/revenue.yaml.',
    ],
    'one model in two files': [
      { 'models/sales.yaml': model('orders') },
      'models/sales.yaml:1:8 DEF_DUPLICATE_NAME Model "orders" is already defined in models/orders.yaml.',
      'models/sales.yaml:1:8 DEF_NAME_MISMATCH The file is called "sales.yaml" but defines "orders". | Name the file "orders.yaml", or the model "sales".',
    ],
    'a metric at the top': [
      { 'revenue.yaml': metric('revenue') },
      'revenue.yaml:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: beside project.yaml there are only folders. | Put models into models/, metrics into a folder of their subject.',
    ],
    'a model in a folder of models/': [
      { 'models/shop/items.yaml': model('items') },
      'models/shop/items.yaml:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: models stand in models/ itself.',
    ],
    'another ending': [
      { 'sales/revenue.yml': metric('revenue') },
      'sales/revenue.yml:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: the names of definitions end in ".yaml". | Name it "revenue.yaml".',
    ],
    'the ending in capitals': [
      { 'sales/revenue.YAML': metric('revenue') },
      'sales/revenue.YAML:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: the names of definitions end in ".yaml". | Name it "revenue.yaml".',
    ],
    'a policy in a folder of policies/': [
      { 'policies/finance/margins.yaml': '' },
      'policies/finance/margins.yaml:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: policies stand in policies/ itself.',
    ],
    'a policy of another name': [
      { 'policies/margins.yaml': POLICY },
      'policies/margins.yaml:1:9 DEF_NAME_MISMATCH The file is called "margins.yaml" but defines "finance_figures". | Name the file "finance_figures.yaml", or the policy "margins".',
    ],
    'a test of a policy under another name': [
      { 'policies/margins.test.yaml': POLICY_TEST },
      'policies/margins.test.yaml:1:9 DEF_NAME_MISMATCH The file is called "margins.test.yaml" but defines "finance_figures". | Name the file "finance_figures.test.yaml", or the policy "margins".',
    ],
    'a test of a policy elsewhere': [
      { 'sales/finance_figures.test.yaml': POLICY_TEST },
      'sales/finance_figures.test.yaml:1:1 DEF_MISSING_KEY The key "metric" is required.',
      'sales/finance_figures.test.yaml:1:1 DEF_UNKNOWN_KEY There is no key "policy" here.',
      'sales/finance_figures.test.yaml:3:24 DEF_UNKNOWN_KEY There is no key "sees" here.',
    ],
    'a test of a policy in a folder of policies/': [
      { 'policies/finance/finance_figures.test.yaml': POLICY_TEST },
      'policies/finance/finance_figures.test.yaml:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: policies stand in policies/ itself.',
    ],
    'a test of a model': [
      { 'models/orders.test.yaml': '' },
      'models/orders.test.yaml:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: tests are of metrics and policies. | Put roas.test.yaml beside roas.yaml, in the folder of the metric.',
    ],
    'a test beside project.yaml': [
      { 'revenue.test.yaml': '' },
      'revenue.test.yaml:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: tests are of metrics and policies. | Put roas.test.yaml beside roas.yaml, in the folder of the metric.',
    ],
    'fixtures of another name': [
      { 'sales/margin.test.yaml': METRIC_TEST },
      'sales/margin.test.yaml:1:9 DEF_NAME_MISMATCH The file is called "margin.test.yaml" but defines "revenue". | Name the file "revenue.test.yaml", or the metric "margin".',
    ],
    'fixtures of one metric twice': [
      { 'finance/revenue.test.yaml': METRIC_TEST, 'sales/revenue.test.yaml': METRIC_TEST },
      'sales/revenue.test.yaml:1:9 DEF_DUPLICATE_NAME Metric "revenue" is already defined in finance/revenue.test.yaml.',
    ],
    'fixtures in a zone that is none': [
      { 'sales/revenue.test.yaml': `${METRIC_TEST}zone: Europe/Moskow\n` },
      'sales/revenue.test.yaml:3:7 DEF_UNKNOWN_ZONE "Europe/Moskow" is not a time zone of the IANA list. | Did you mean "Europe/Moscow"?',
    ],
    'a release that nobody made': [
      { 'releases/revenue.json': '{}' },
      "releases/revenue.json:1:1 DEF_RELEASE_BROKEN This release file was changed: it must have required property 'metric'.",
    ],
    'a release that is no JSON': [
      { 'releases/revenue.json': 'metric: revenue' },
      'releases/revenue.json:1:1 DEF_RELEASE_BROKEN This release file was changed: it is no JSON.',
    ],
    'something else among releases': [
      { 'releases/revenue.yaml': 'metric: revenue' },
      'releases/revenue.yaml:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: releases/ has files that "vitrine release" writes, and no others.',
    ],
    'releases in folders': [
      { 'releases/sales/revenue.json': '{}' },
      'releases/sales/revenue.json:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: releases/ has files that "vitrine release" writes, and no others.',
    ],
    'JSON elsewhere': [
      { 'sales/revenue.json': '{}' },
      'sales/revenue.json:1:1 DEF_UNEXPECTED_FILE This file is not part of a project: definitions are YAML.',
    ],
  };
  it.each(Object.entries(table))('%s', (_, [files, ...faults]) => {
    expect(faultsOf(files)).toEqual(faults);
  });

  it('misses project.yaml, and finds it one folder down', () => {
    const [fault, ...others] = parseProject(new Map([['metrics/project.yaml', project]])).diagnostics.filter(
      ({ code }) => code === 'DEF_NO_PROJECT',
    );
    expect(fault?.position).toEqual({ file: 'project.yaml', line: 1, column: 1, length: 1 });
    expect(fault?.hint).toBe('There is one at metrics/project.yaml: is this the right folder?');
    expect(others).toEqual([]);
    expect(parseProject(new Map()).diagnostics.map(({ code }) => code)).toEqual(['DEF_NO_PROJECT']);
  });
});
