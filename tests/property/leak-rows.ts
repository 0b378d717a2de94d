/**
 * Rows in which every number and many texts say whose they are: amounts are whole multiples of the tenant's
 * factor and stay below the next tenant's. Keys are the same in all tenants, orphans point at keys that only
 * another tenant has.
 */
import { FURTHER_TABLES, furtherRows } from './leak-further.ts';

export interface Watermark {
  readonly tenant: string;
  readonly factor: bigint;
}

/** Sums over all rows of one tenant stay below `SPAN` times its factor. */
const SPAN = 1_000_000n;

export const WATERMARKS: readonly Watermark[] = [
  { tenant: 'alder', factor: 1n },
  { tenant: 'birch', factor: SPAN },
  { tenant: 'cedar', factor: SPAN * SPAN },
];

/** Whether a sum, extreme or difference of such sums can be of this tenant's rows alone. */
export function belongsTo(digits: string, { factor }: Watermark): boolean {
  if (!/^-?\d+$/.test(digits)) return false;
  const number = BigInt(digits);
  return number % factor === 0n && number < factor * SPAN && number > -factor * SPAN;
}

const TABLES = `
create schema vault;
create table vault.accounts (id text primary key, name text);
create table vault.regions (code text primary key, name text);
create table vault.channels (client_id text, id bigint, name text, is_paid boolean, region_code text,
  budget numeric, primary key (client_id, id));
create table vault.orders (client_id text, id bigint, uid text unique, channel_id bigint, status text,
  note text, due_on date, ordered_at timestamptz, amount numeric, units bigint, weight double precision,
  primary key (client_id, id));
create table vault.items (order_uid text, line integer, sku text, price numeric);
create table vault.marks (id bigint, order_uid text, line integer, text text, mark bigint);
create table vault.ad_spend (client_id text, day date, channel_id bigint, cost numeric);
create table vault.visits (client_id text, visited timestamp, channel_id bigint, pages bigint);
insert into vault.regions values ('eu', 'Europe'), ('us', 'America'), ('as', 'Asia');
`;

/** The script that makes the tables and fills them with the rows of these tenants. */
export function vaultScript(watermarks: readonly Watermark[]): string {
  const rows = watermarks.flatMap((watermark) => rowsOf(watermark));
  const inserts = rows.map(([table, ...cells]) => `insert into vault.${table} values (${cells.join(', ')});`);
  return [TABLES, FURTHER_TABLES, ...inserts].join('\n');
}

type Row = readonly [table: string, ...cells: string[]];

const ORDERS = 36;

function rowsOf({ tenant, factor }: Watermark): Row[] {
  const whole = (number: number | null): string =>
    number === null ? 'null' : String(BigInt(number) * factor);
  // Each tenant's rows differ in more than size: what is where depends on its name.
  const turn = tenant.charCodeAt(0);
  const rows: Row[] = [['accounts', text(tenant), text(`Account ${tenant}`)]];
  for (let id = 1; id <= 7; id += 1) {
    // Channel 7 is birch's alone; orders of the others point at it all the same.
    if (id === 7 && tenant !== 'birch') continue;
    const name = id % 2 === 0 ? text(`ads ${id}`) : text(`seo ${tenant}`);
    const region = pick(['eu', 'us', 'as', 'xx', null], id + turn);
    rows.push([
      'channels',
      text(tenant),
      `${id}`,
      id === 5 ? 'null' : name,
      pickTruth(id + turn),
      text(region),
      whole(id),
    ]);
  }
  for (let id = 1; id <= ORDERS; id += 1) rows.push(...orderRows({ tenant, id, turn, whole }));
  rows.push(...furtherRows({ tenant, turn, whole }));
  for (let day = 0; day < 20; day += 1) {
    const date = `date '2026-01-01' + ${(day * 11 + turn) % 200}`;
    const channel = pick(['1', '2', '3', '7', 'null'], day * turn);
    rows.push(['ad_spend', text(tenant), date, channel, whole(day % 6 === 0 ? null : day * 3 + 1)]);
    const visited = `timestamp '2026-01-01 22:30' + ${day * 9} * interval '20 hours'`;
    rows.push(['visits', text(tenant), visited, channel, whole(day + (turn % 5))]);
  }
  return rows;
}

function orderRows(order: {
  tenant: string;
  id: number;
  turn: number;
  whole: (number: number | null) => string;
}): Row[] {
  const { tenant, id, turn, whole } = order;
  const uid = text(`${tenant}-${id}`);
  const at = `timestamptz '2026-01-01 20:15Z' + ${(id * 5 + turn) % 190} * interval '1 day'`;
  const rows: Row[] = [
    [
      'orders',
      text(tenant),
      `${id}`,
      uid,
      pick(['1', '2', '3', '4', '5', '6', '7', 'null'], id * turn),
      text(pick(['open', 'paid', 'lost', null], id + turn)),
      text(pick(['x', `note of ${tenant}`, '', null], id * 3 + turn)),
      `date '2026-02-01' + ${(id * 7) % 90}`,
      at,
      whole(id % 9 === 0 ? null : ((id * 37 + turn) % 999) + 1),
      whole((id % 5) + 1),
      `${id * 0.25} * ${String(order.whole(1))}`,
    ],
  ];
  for (let line = 1; line <= id % 3; line += 1) {
    rows.push(['items', uid, `${line}`, text(pick(['A', 'B', `C ${tenant}`], id + line)), whole(id + line)]);
    const label = text(pick(['red', `blue ${tenant}`, null], id * line));
    rows.push(['marks', `${id * 10 + line}`, uid, `${line}`, label, whole(line * 3)]);
  }
  return rows;
}

function text(value: string | null): string {
  return value === null ? 'null' : `'${value}'`;
}

function pickTruth(place: number): string {
  return pick(['true', 'false', 'null'], place);
}

function pick<T>(items: readonly T[], place: number): T {
  const found = items[place % items.length];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}
