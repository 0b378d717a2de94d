/**
 * More of the leak project: a calendar, what is valid for a while, labels across a bridge, plans by the month, and
 * money at each tenant's own rates. Definitions and rows together; those of `leak-project.ts` refer to them.
 */

export const FURTHER_MODELS: Readonly<Record<string, string>> = {
  retail_days: `
source: vault.retail_days
tenant: client_id
dimensions:
  day: { type: date }
  period: { type: string }
`,
  labels: `
source: vault.labels
primary_key: id
tenant: client_id
dimensions:
  name: { type: string }
`,
  order_labels: `
source: vault.order_labels
tenant: client_id
joins:
  order: { model: orders, on: { order_id: id } }
  label: { model: labels, on: { label_id: id } }
`,
  tariffs: `
source: vault.tariffs
primary_key: id
tenant: client_id
valid: [since, until]
dimensions:
  since: { type: date }
  until: { type: date }
  name: { type: string }
facts:
  each: { type: decimal }
`,
  plans: planModel('{ type: date, grain: month }'),
  targets: planModel('{ type: date, grain: month, spread: even }'),
  deals: `
source: vault.deals
tenant: client_id
time: day
joins:
  channel: { model: channels, on: { channel_id: id } }
dimensions:
  day: { type: date }
  ccy: { type: string }
facts:
  price: { type: decimal, unit: { currency_column: ccy } }
`,
  fx: `
source: vault.fx
primary_key: [source, target, day]
tenant: client_id
dimensions:
  source: { type: string }
  target: { type: string }
  day: { type: date }
facts:
  rate: { type: decimal }
`,
};

function planModel(month: string): string {
  return `
source: vault.plans
tenant: client_id
time: month
joins:
  channel: { model: channels, on: { channel_id: id } }
dimensions:
  month: ${month}
facts:
  planned: { type: decimal }
`;
}

/** Each carries the watermark of its tenant. */
export const FURTHER_WATERMARKED: Readonly<Record<string, string>> = {
  best_day: 'max(revenue per day)',
  best_channel: 'max(revenue per channel.name)',
  best_period: 'max(revenue per retail.period)',
  revenue_of_period: 'to_date(revenue, retail.period)',
  revenue_of_two: 'trailing(revenue, 2 retail.period)',
  revenue_of_any: 'unfiltered(revenue by channel)',
  labelled_revenue: "sum(orders.amount) filter (where orders.label.name = 'new')",
  newest: 'sum(channels.newest)',
  planned: 'sum(plans.planned)',
};

export const FURTHER_OTHERS: Readonly<Record<string, string>> = {
  average_period: 'avg(orders_count per retail.period)',
  revenue_part: 'revenue / unfiltered(revenue)',
  tariff_value: 'sum(orders.units * orders.tariff.each)',
  target: 'sum(targets.planned)',
  target_to_date: 'to_date(target, month)',
  deal_value: 'sum(deals.price)',
};

export const FURTHER_TABLES = `
create table vault.retail_days (client_id text, day date, period text);
create table vault.labels (client_id text, id bigint, name text, primary key (client_id, id));
create table vault.order_labels (client_id text, order_id bigint, label_id bigint);
create table vault.tariffs (client_id text, id bigint, channel_id bigint, name text, since date, until date,
  each numeric, primary key (client_id, id));
create table vault.plans (client_id text, month date, channel_id bigint, planned numeric);
create table vault.deals (client_id text, day date, channel_id bigint, ccy text, price numeric);
create table vault.fx (client_id text, source text, target text, day date, rate numeric);
`;

interface Owner {
  readonly tenant: string;
  readonly turn: number;
  readonly whole: (number: number | null) => string;
}

type Row = readonly [table: string, ...cells: string[]];

/** Before the rows of the project, so that periods before them are known. */
const FIRST_DAY = "date '2025-10-01'";
const KNOWN_DAYS = 330;

/** Keys are the same in all tenants, but for the third label, which one tenant alone has; pairs of all point at it. */
export function furtherRows(owner: Owner): readonly Row[] {
  return [...calendarRows(owner), ...labelRows(owner), ...tariffRows(owner), ...moneyRows(owner)];
}

/** Those of birch differ in length; the others may ask together. */
function calendarRows({ tenant, turn }: Owner): readonly Row[] {
  const length = 9 + (turn % 2);
  return Array.from({ length: KNOWN_DAYS }, (_, day): Row => {
    const period = Math.floor(day / length);
    return ['retail_days', quoted(tenant), `${FIRST_DAY} + ${day}`, quoted(`${period} of ${tenant}`)];
  });
}

function labelRows({ tenant, turn }: Owner): readonly Row[] {
  const names = ['new', `label of ${tenant}`, ...(turn % 3 === 0 ? ['rare'] : [])];
  const labels = names.map((name, id): Row => ['labels', quoted(tenant), `${id + 1}`, quoted(name)]);
  const pairs = Array.from({ length: 30 }, (_, place): Row => {
    const order = ((place * 5 + turn) % 38) + 1;
    return ['order_labels', quoted(tenant), `${order}`, `${((place + turn) % 4) + 1}`];
  });
  return [...labels, ...pairs];
}

function tariffRows({ tenant, turn, whole }: Owner): readonly Row[] {
  return Array.from({ length: 8 }, (_, place): Row => {
    const since = `date '2026-01-01' + ${(place * 23 + turn) % 120}`;
    const until = place % 3 === 0 ? 'null' : `${since} + ${20 + ((place * turn) % 60)}`;
    const name = quoted(place % 2 === 0 ? 'usual' : `tariff of ${tenant}`);
    return [
      'tariffs',
      quoted(tenant),
      `${place + 1}`,
      `${(place % 4) + 1}`,
      name,
      since,
      until,
      whole(place + 1),
    ];
  });
}

function moneyRows({ tenant, turn, whole }: Owner): readonly Row[] {
  const currencies = ['RUB', 'EUR', 'USD'];
  const rows = Array.from({ length: 14 }, (_, place): readonly Row[] => {
    const channel = `${((place * turn) % 8) + 1}`;
    const month = `date '2026-01-01' + ${place * 15}`;
    const ccy = quoted(currencies[(place + turn) % 3] ?? null);
    const day = `date '2026-01-05' + ${(place * 13 + turn) % 180}`;
    const pair = [quoted(currencies[place % 3] ?? null), quoted(currencies[(place + 1) % 3] ?? null)];
    return [
      ['plans', quoted(tenant), month, channel, whole(place === 4 ? null : place + (turn % 7))],
      ['deals', quoted(tenant), day, channel, ccy, whole(place + 1)],
      ['fx', quoted(tenant), ...pair, `date '2026-01-01' + ${place * 12}`, `${(turn % 9) + place}`],
    ];
  });
  return rows.flat();
}

function quoted(value: string | null): string {
  return value === null ? 'null' : `'${value}'`;
}
