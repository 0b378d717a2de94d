/** Orders of two tenants, and metrics of which one is given another formula later while others still name the first. */
import { type Files, metricFile } from '../catalog/small-project.ts';
import { release } from './released-project.ts';

export const TABLES = `create schema pins;
create table pins.channels (id int, name text, paid boolean);
create table pins.orders (id int, client text, channel_id int, on_day date, amount numeric, refund numeric, status text, cents int, partner text);
insert into pins.channels values (1, 'ads', true), (2, 'seo', false);
insert into pins.orders values
  (1, 'a', 1, '2026-01-05', 100.10, 0, 'paid', 1, 'p'), (2, 'a', 2, '2026-01-05', 40.02, 5, 'open', 2, 'q'),
  (3, 'a', 1, '2026-01-06', 7, 1.5, 'paid', 3, 'p'), (4, 'a', null, '2026-01-08', 3, 0, 'open', 4, 'q'),
  (5, 'b', 1, '2026-01-05', 1000000, 500000, 'open', 5, 'q');`;

export const ORDERS = 'models/orders.yaml';
export const REVENUE = 'sales/revenue.yaml';

const PROJECT: Files = {
  'project.yaml': 'project: pins\ntimezone: UTC\ncurrency: EUR\nroles: { channel: channels }\n',
  'models/channels.yaml':
    'model: channels\nsource: pins.channels\nprimary_key: id\ntenant: shared\ndimensions: { name: { type: string }, paid: { type: boolean } }\n',
  [ORDERS]: `model: orders
source: pins.orders
primary_key: id
tenant: client
time: on_day
joins:
  channel: { model: channels, on: { channel_id: id } }
dimensions:
  on_day: { type: date }
  status: { type: string }
  is_large: { type: boolean, formula: amount >= 50 }
facts:
  price: { type: decimal, unit: currency, column: amount }
  amount: { type: decimal, unit: currency, formula: price * 1 }
  refund: { type: decimal, unit: currency }
`,
  [REVENUE]: metricFile('revenue', 'sum(orders.amount)'),
  'sales/refunds.yaml': metricFile('refunds', 'sum(orders.refund)'),
  'sales/net.yaml': metricFile('net', 'revenue - refunds'),
};

/** Puts `next` in the place of `old`, which stands once in the file. */
export function edit(files: Files, file: string, old: string, next: string): Files {
  const text = files[file] ?? '';
  if (text.split(old).length !== 2) throw new Error(`"${old}" is not once in ${file}`);
  return { ...files, [file]: text.replace(old, () => next) };
}

/** A metric of version 1, or the next version of one. */
export function write(files: Files, name: string, formula: string, version = 1, ...keys: string[]): Files {
  const text = metricFile(name, formula, ...keys).replace('version: 1', `version: ${version}`);
  return { ...files, [`sales/${name}.yaml`]: text };
}

/** Everything at version 1, released. */
export const FIRST = release(PROJECT);

/** Revenue is of paid orders only, and net revenue is to stay what it was. */
export const SECOND = release(
  write(
    write(FIRST, 'revenue', "sum(orders.amount) filter (where orders.status = 'paid')", 2),
    'net',
    'revenue@1 - refunds',
  ),
);
