/**
 * A project in which every kind of tenant rule occurs: by column, through one join and through two, by a
 * key that is the tenant, and shared. Its definitions only; `leak-rows.ts` fills the tables.
 */
import { buildCatalog } from '../../src/catalog/build-catalog.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import { parseProject } from '../../src/definitions/parse-project.ts';
import { printDiagnostics } from '../../src/errors/print-diagnostic.ts';
import type { ServedProject } from '../../src/server/served-catalog.ts';
import { FURTHER_MODELS, FURTHER_OTHERS, FURTHER_WATERMARKED } from './leak-further.ts';

const PROJECT = `
project: vault
timezone: Europe/Moscow
currency: RUB
week_starts: sunday
languages: [en]
calendars:
  desk:
    zone: Europe/Berlin
    hours: { mon-fri: ["09:00-18:00"], sat: ["10:00-14:00"] }
    holidays: { model: orders, date: due_on }
  trade: { model: orders, date: due_on, grains: [status] }
  retail: { model: retail_days, date: day, grains: [period] }
rates: { model: fx, from: source, to: target, date: day, rate: rate, missing: carry }
fiscal_year_starts: april
roles: { channel: channels, region: regions, account: accounts, order: orders, item: items, label: labels, tariff: tariffs }
`;

const MODELS: Readonly<Record<string, string>> = {
  ...FURTHER_MODELS,
  accounts: `
source: vault.accounts
primary_key: id
tenant: id
bridges:
  sold_by: { model: channels, through: orders }
dimensions:
  name: { type: string }
`,
  regions: `
source: vault.regions
primary_key: code
tenant: shared
dimensions:
  code: { type: string }
  name: { type: string }
`,
  channels: `
source: vault.channels
primary_key: id
tenant: client_id
joins:
  region: { model: regions, on: { region_code: code } }
dimensions:
  name: { type: string }
  is_paid: { type: boolean }
facts:
  budget: { type: decimal }
  sold: { type: decimal, formula: sum(orders.amount) }
  newest: { type: decimal, metric: latest_amounts }
`,
  orders: `
source: vault.orders
primary_key: id
unique_keys: [[uid]]
tenant: client_id
time: ordered_at
joins:
  account: { model: accounts, on: { client_id: id } }
  channel: { model: channels, on: { channel_id: id } }
  tariff: { model: tariffs, on: { channel_id: channel_id }, at: ordered_at }
bridges:
  label: { model: labels, through: order_labels }
dimensions:
  ordered_at: { type: time }
  due_on: { type: date }
  status: { type: string }
  note: { type: string }
  place: { type: integer, formula: ordinal(by channel_id) }
  lines: { type: integer, metric: lines_count }
  size: { type: string, formula: "case when units >= 3 then 'large' else 'small' end" }
facts:
  amount: { type: decimal }
  units: { type: integer }
  weight: { type: float }
  amount_before: { type: decimal, formula: previous(amount by status) }
`,
  items: `
source: vault.items
primary_key: [order_uid, line]
tenant: { join: order }
time: order.ordered_at
joins:
  order: { model: orders, on: { order_uid: uid } }
dimensions:
  sku: { type: string }
facts:
  price: { type: decimal }
`,
  marks: `
source: vault.marks
primary_key: id
tenant: { join: item }
time: item.order.ordered_at
joins:
  item: { model: items, on: { order_uid: order_uid, line: line } }
dimensions:
  text: { type: string }
facts:
  mark: { type: integer }
`,
  ad_spend: `
source: vault.ad_spend
tenant: { column: client_id }
time: day
joins:
  channel: { model: channels, on: { channel_id: id } }
dimensions:
  day: { type: date }
facts:
  cost: { type: decimal }
`,
  visits: `
source: vault.visits
tenant: client_id
time: visited
joins:
  channel: { model: channels, on: { channel_id: id } }
dimensions:
  visited: { type: local_time }
facts:
  pages: { type: integer }
`,
};

/** Sums and extremes carry the watermark of their tenant; the others are compared only. */
export const WATERMARKED_METRICS: Readonly<Record<string, string>> = {
  revenue: 'sum(orders.amount)',
  open_revenue: "sum(orders.amount) filter (where orders.status = 'open')",
  paid_channel_revenue: 'sum(orders.amount) filter (where orders.channel.is_paid)',
  largest_order: 'max(orders.amount)',
  smallest_order: 'min(orders.amount)',
  units: 'sum(orders.units)',
  item_value: 'sum(items.price)',
  marks_sum: 'sum(marks.mark)',
  ad_cost: 'sum(ad_spend.cost)',
  pages: 'sum(visits.pages)',
  budget: 'sum(channels.budget)',
  net: 'revenue - ad_cost',
  recent_revenue: 'trailing(revenue, 9 days)',
  revenue_so_far: 'running(revenue)',
  revenue_to_date: 'to_date(revenue, month)',
  revenue_before: 'shift(revenue, 1 month)',
  largest_so_far: 'running(max(orders.amount))',
  whole_revenue: 'total(revenue)',
  last_amounts: 'sum(orders.amount last by orders.channel_id)',
  sold: 'sum(channels.sold)',
  amounts_before: 'sum(orders.amount_before)',
  latest_amounts: 'sum(orders.amount latest by orders.status)',
  ...FURTHER_WATERMARKED,
};

export const OTHER_METRICS: Readonly<Record<string, string>> = {
  orders_count: 'count(orders)',
  lines_count: 'count(items)',
  later_orders: 'count(orders) filter (where orders.place > 1 and orders.lines > 0)',
  channels_used: 'count_distinct(orders.channel_id)',
  statuses: 'count_distinct(orders.status)',
  marks_count: 'count(marks)',
  channels_count: 'count(channels)',
  regions_count: 'count(regions)',
  accounts_count: 'count(accounts)',
  average_order: 'avg(orders.amount)',
  weight: 'sum(orders.weight)',
  roas: 'revenue / ad_cost',
  recent_statuses: 'trailing(statuses, 2 weeks)',
  revenue_share: 'share(revenue, within channel.name)',
  revenue_place: 'rank(revenue)',
  value_per_order: 'item_value / orders_count',
  desk_minutes: 'sum(business_minutes(orders.ordered_at, orders.ordered_at + 9 days, desk))',
  desk_minutes_of_items:
    "max(business_minutes(time '2026-01-01T00:00Z', items.order.ordered_at, desk)) filter (where items.price > 0)",
  ...FURTHER_OTHERS,
};

/** The catalog, with further metrics by name where a test needs them. @throws Error with the diagnostics */
export function buildLeakCatalog(further: Readonly<Record<string, string>> = {}): Catalog {
  return buildLeakProject(further).catalog;
}

/** The catalog, and what it was made of. */
export function buildLeakProject(further: Readonly<Record<string, string>> = {}): ServedProject {
  const files = new Map([['project.yaml', PROJECT]]);
  for (const [name, text] of Object.entries(MODELS))
    files.set(`models/${name}.yaml`, `model: ${name}${text}`);
  for (const [name, formula] of Object.entries({ ...WATERMARKED_METRICS, ...OTHER_METRICS, ...further }))
    files.set(`metrics/${name}.yaml`, writeMetric(name, formula));
  const { definitions, ...parsed } = parseProject(files);
  const { catalog, diagnostics } = buildCatalog(definitions, parsed.diagnostics);
  if (catalog === null) throw new Error(printDiagnostics(diagnostics, { files }));
  return { catalog, definitions };
}

function writeMetric(name: string, formula: string): string {
  const lines = [`metric: ${name}`, 'version: 1', 'description: A number.', 'owner: vault@vault.example'];
  return `${lines.join('\n')}\nformula: ${JSON.stringify(formula)}\n`;
}
