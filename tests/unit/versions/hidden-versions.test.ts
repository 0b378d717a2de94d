/** Old versions that somebody may not see, or that are gone: no other number takes their place, and no project breaks. */
import { describe, expect, it } from 'vitest';
import { buildCatalog } from '../../../src/catalog/build-catalog.ts';
import { confineFor } from '../../../src/catalog/confine-for.ts';
import { viewCatalog } from '../../../src/catalog/view-catalog.ts';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import { describeMetricNamed } from '../../../src/engine/describe-catalog.ts';
import { describeVersions } from '../../../src/engine/describe-versions.ts';
import { type Principal, publicPrincipal, type TenantId } from '../../../src/tenancy/principal.ts';
import { type Files, metricFile } from '../catalog/small-project.ts';
import { buildFiles, faultsOf, propose, release } from './released-project.ts';

const ORDERS = 'models/orders.yaml';
const CHANNELS = 'models/channels.yaml';
const PROJECT = 'project: old\ntimezone: UTC\ncurrency: EUR\nroles: { channel: channels }\n';
const FILES: Files = {
  'project.yaml': PROJECT,
  [CHANNELS]:
    'model: channels\nsource: old.channels\nprimary_key: id\ntenant: shared\ndimensions: { name: { type: string } }\n',
  'models/tags.yaml':
    'model: tags\nsource: old.tags\nprimary_key: id\ntenant: client\ndimensions: { name: { type: string } }\n',
  'models/order_tags.yaml':
    'model: order_tags\nsource: old.order_tags\nprimary_key: [order_id, tag_id]\ntenant: client\njoins:\n  order: { model: orders, on: { order_id: id } }\n  tag: { model: tags, on: { tag_id: id } }\n',
  'models/customers.yaml': `model: customers
source: old.customers
primary_key: id
tenant: client
dimensions: { id: { type: integer } }
facts:
  base: { type: integer, formula: id * 1 }
  spent: { type: decimal, unit: currency, metric: net_sales }
`,
  [ORDERS]: `model: orders
source: old.orders
primary_key: id
tenant: client
time: on_day
joins:
  channel: { model: channels, on: { channel_id: id } }
  customer: { model: customers, on: { buyer: id } }
bridges:
  tags: { model: tags, through: order_tags, from: order, to: tag }
dimensions:
  on_day: { type: date }
  card: { type: integer }
  band: { type: string, formula: "case when cost > 5 then 'x' else 'y' end" }
facts:
  amount: { type: decimal, unit: currency }
  cost: { type: decimal, unit: currency }
  share: { type: decimal }
  margin: { type: decimal, formula: amount - cost, unit: currency }
`,
  'sales/net_sales.yaml': metricFile('net_sales', 'sum(orders.amount)'),
  'sales/orders_count.yaml': metricFile('orders_count', 'count(orders)'),
  'sales/per_order.yaml': metricFile('per_order', 'net_sales / orders_count'),
};

const viewer: Principal = {
  kind: 'service_key',
  id: 'k',
  tenants: ['a' as TenantId],
  capability: 'viewer',
  groups: [],
};

function edit(files: Files, file: string, old: string, next: string): Files {
  const text = files[file] ?? '';
  if (text.split(old).length !== 2) throw new Error(`"${old}" is not once in ${file}`);
  return { ...files, [file]: text.replace(old, () => next) };
}

const add = (files: Files, name: string, formula: string, ...keys: string[]): Files => ({
  ...files,
  [`sales/${name}.yaml`]: metricFile(name, formula, ...keys),
});
const second = (files: Files, name: string, formula: string): Files => ({
  ...files,
  [`sales/${name}.yaml`]: metricFile(name, formula).replace('version: 1', 'version: 2'),
});
const without = (files: Files, gone: string): Files =>
  Object.fromEntries(Object.entries(files).filter(([file]) => file !== gone));
const FINANCE = 'access: { groups: [finance] }';
const veiled = (files: Files): readonly string[] => [
  ...viewCatalog(buildFiles(files).catalog, viewer).veil.metrics,
];

describe('who may not see what an old version reads', () => {
  it('does not see that version, whatever the current one reads', () => {
    const cost = 'cost: { type: decimal, unit: currency';
    const files = add(edit(FILES, ORDERS, cost, `${cost}, ${FINANCE}`), 'profit', 'sum(orders.cost)');
    expect(veiled(release(second(release(files), 'profit', 'sum(orders.amount)')))).toContain('profit@1');
  });

  it('does not see what a restricted member was before', () => {
    const first = release(add(FILES, 'm', 'sum(orders.margin)'));
    const margin = 'formula: amount - cost';
    const later = edit(first, ORDERS, margin, `${FINANCE}, formula: amount - cost * 2`);
    const files = release(second(later, 'm', 'sum(orders.amount)'));
    expect(veiled(files)).toContain('m@1');
    const view = viewCatalog(buildFiles(files).catalog, viewer);
    expect(() => describeMetricNamed('m@1', view)).toThrow('m@1 is not served');
  });

  it('does not see it once an input is retired', () => {
    const first = release(
      add(add(FILES, 'secret', 'sum(orders.cost)', FINANCE), 'profit', 'net_sales - secret'),
    );
    const later = second(without(first, 'sales/secret.yaml'), 'profit', 'net_sales');
    expect(veiled(release(later))).toContain('profit@1');
  });

  it('is not told the formulas in the changes of a public metric', () => {
    const first = release(add(FILES, 'm', 'sum(orders.margin)', 'access: public'));
    const { catalog } = buildFiles(
      release(propose(edit(first, ORDERS, 'amount - cost', 'amount - cost * 2'))),
    );
    const everybody = publicPrincipal('a' as TenantId);
    const view = confineFor(viewCatalog(catalog, everybody), everybody);
    expect(describeMetricNamed('m', view).formula).toBe('sum(‹restricted›)');
    expect(JSON.stringify(describeVersions('m', view, everybody))).not.toContain('cost');
  });
});

describe('an old version that shows what is sensitive now is gone', () => {
  it('also where another part of it is used as is not allowed any more', () => {
    const first = release(add(FILES, 's', 'sum(orders.share) + max(orders.card)'));
    const later = release(second(first, 's', 'count(orders)'));
    const secret = edit(later, ORDERS, 'card: { type: integer', 'card: { type: integer, sensitive: pii');
    const only = edit(secret, ORDERS, 'share: { type: decimal', 'share: { type: decimal, only: [max]');
    expect(buildFiles(only).catalog.gone.get('s@1')).toBe('it shows what is sensitive now');
  });

  it('also where the formula of what is sensitive changed', () => {
    const first = release(add(FILES, 'b', 'max(orders.band)'));
    const later = release(second(edit(first, ORDERS, 'cost > 5', 'cost > 6'), 'b', 'count(orders)'));
    const secret = edit(later, ORDERS, `else 'y' end"`, `else 'y' end", sensitive: pii`);
    expect(buildFiles(secret).catalog.gone.get('b@1')).toBe('it shows what is sensitive now');
  });
});

describe('a project builds', () => {
  const goneOf = (files: Files, key: string) => buildFiles(files).catalog.gone.get(key);

  it('where a dimension in a filter on a metric has another name now', () => {
    const first = release(add(FILES, 'ads', "net_sales filter (where channel.name = 'ads')"));
    const renamed = edit(first, CHANNELS, 'name: { type: string', 'title: { type: string, column: name');
    const files = second(renamed, 'ads', "net_sales filter (where channel.title = 'ads')");
    expect(goneOf(files, 'ads@1')).toBeDefined();
  });

  it('where a dimension that groups are of has another name now', () => {
    const first = release(add(FILES, 'top', 'max(net_sales per channel.name)'));
    const renamed = edit(first, CHANNELS, 'name: { type: string', 'title: { type: string, column: name');
    expect(goneOf(second(renamed, 'top', 'max(net_sales per channel.title)'), 'top@1')).toBeDefined();
  });

  it('where a bridge is gone', () => {
    const first = release(add(FILES, 'tagged', "count(orders) filter (where orders.tags.name = 'x')"));
    const bridge = 'bridges:\n  tags: { model: tags, through: order_tags, from: order, to: tag }\n';
    const files = second(edit(first, ORDERS, bridge, ''), 'tagged', 'count(orders)');
    expect(goneOf(files, 'tagged@1')).toBeDefined();
  });

  it('where a calendar is gone', () => {
    const calendar = `${PROJECT}calendars: { retail: { model: days, date: day, grains: [period] } }\n`;
    const days =
      'model: days\nsource: old.days\nprimary_key: day\ntenant: shared\ndimensions: { day: { type: date }, period: { type: integer } }\n';
    const files = { ...FILES, 'project.yaml': calendar, 'models/days.yaml': days };
    const first = release(add(files, 'ptd', 'to_date(net_sales, retail.period)'));
    const later = second({ ...first, 'project.yaml': PROJECT }, 'ptd', 'to_date(net_sales, month)');
    expect(goneOf(later, 'ptd@1')).toBeDefined();
  });

  it('where another key tells rows apart that a version joins', () => {
    const paid = "count(orders) filter (where orders.channel.name = 'x')";
    const keyed = edit(release(add(FILES, 'paid', paid)), CHANNELS, 'primary_key: id', 'primary_key: code');
    const files = propose(edit(keyed, ORDERS, 'channel_id: id', 'channel_code: code'));
    expect(goneOf(files, 'paid@1')).toBeDefined();
  });

  it('or says that metrics define each other by way of an old version', () => {
    const first = release(FILES);
    const later = release(propose(edit(first, 'sales/per_order.yaml', 'orders_count', 'orders_count * 2')));
    const files = add(later, 'orders_count', 'per_order@1 * 2');
    expect(() => faultsOf(files)).not.toThrow(RangeError);
  });

  it('with members that are metrics, whatever else of their model old versions have', () => {
    const files = add(FILES, 'bases', 'sum(customers.base)');
    const later = release(propose(edit(release(files), 'models/customers.yaml', 'id * 1', 'id * 2')));
    const spent = buildFiles(later).catalog.models.get('customers')?.members.get('spent');
    expect(spent?.value.kind).toBe('formula');
  });
});

describe('a release', () => {
  it('is gone where that of an input is missing, and no other number takes its place', () => {
    const files = add(
      without(release(FILES), 'releases/net_sales.json'),
      'net_sales',
      'sum(orders.amount) * 3',
    );
    expect(buildFiles(propose(files)).catalog.gone.get('per_order@1')).toBe(
      'net_sales as it was then was not released',
    );
  });

  it('does not give its name to an alias once it is retired', () => {
    const first = release(add(FILES, 'gone', 'sum(orders.cost)'));
    const retired = release(without(first, 'sales/gone.yaml'));
    const files = add(retired, 'orders_count', 'count(orders)', 'aliases: [gone]');
    expect(faultsOf(files).join()).toContain('DEF_NAME_RETIRED');
  });
});

describe('the number of a version', () => {
  it('is not read from a column of another type and unit', () => {
    const first = release(add(FILES, 'n', 'sum(orders.share)'));
    const cents = 'share: { type: integer, column: share_cents }';
    const files = release(propose(edit(first, ORDERS, 'share: { type: decimal }', cents)));
    expect(buildFiles(files).catalog.gone.get('n@1')).toBe('orders.share is of another type or kind now');
  });
});

it('names that only old versions have stand in no hint', () => {
  const first = release(add(FILES, 'm', 'sum(orders.margin)'));
  const gain = edit(edit(first, ORDERS, 'amount - cost', 'amount - cost * 2'), ORDERS, 'margin:', 'gain:');
  const files = add(release(second(gain, 'm', 'sum(orders.gain)')), 'x', 'sum(orders.zzz)');
  const { definitions, diagnostics } = parseProject(new Map(Object.entries(files)));
  const built = buildCatalog(definitions, diagnostics);
  expect(built.diagnostics.map(({ hint = '' }) => hint).join()).not.toContain('@');
  const { catalog } = buildFiles(without(files, 'sales/x.yaml'));
  expect(describeMetricNamed('m@1', catalog).formula_in_words).not.toContain('@');
});
