/**
 * The clients of the large demo: two hundred, of which a few have most of the rows. How many rows there are
 * is promised table by table, and known without generating any.
 */
import { CLIENT_PROFILES, type ClientProfile, LINES_OF_TWO_ORDERS } from './demo-clients.ts';
import { takePercent } from './money.ts';
import { createRandom } from './seeded-random.ts';

/** Rows of the tables whose size is promised. */
export interface PromisedRows {
  readonly clients: number;
  readonly orders: number;
  readonly order_items: number;
  readonly sessions: number;
  readonly ad_spend: number;
}

/** What the large demo has. */
export const LARGE_ROWS: PromisedRows = {
  clients: 200,
  orders: 2_000_000,
  order_items: 5_000_000,
  sessions: 3_000_000,
  ad_spend: 300_000,
};

const FIRST_ID = 1001;
/** Lasting campaigns have so many days together; each short one adds some sixty or more. */
const LASTING_CAMPAIGN_DAYS = 2900;
const LEAST_CAMPAIGN_DAYS = 40;

/** Clients that have so many rows together; `order_items` follow from the orders. */
export function createClients(rows: Omit<PromisedRows, 'order_items'>): readonly ClientProfile[] {
  // The first has six per cent of everything, the last a fiftieth of that.
  const weights = Array.from({ length: rows.clients }, (_, index) => Math.floor(1_000_000 / (index + 3)));
  const pairs = allot(rows.orders / 2, weights);
  const sessions = allot(rows.sessions, weights);
  const spending = allot(rows.ad_spend, weights);
  return weights.map((_, index) =>
    createClient(index, {
      orders: 2 * (pairs[index] ?? 0),
      sessions: sessions[index] ?? 0,
      spendRows: spending[index] ?? 0,
    }),
  );
}

/** The rows that `clients` promise together. */
export function countPromisedRows(clients: readonly ClientProfile[]): PromisedRows {
  const orders = clients.reduce((sum, client) => sum + client.orders, 0);
  return {
    clients: clients.length,
    orders,
    order_items: (orders / 2) * LINES_OF_TWO_ORDERS,
    sessions: clients.reduce((sum, client) => sum + client.sessions, 0),
    ad_spend: clients.reduce((sum, { quota }) => sum + (quota?.spendRows ?? 0), 0),
  };
}

/** `total` in whole parts as large as their weights. */
function allot(total: number, weights: readonly number[]): readonly number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let seen = 0;
  return weights.map((weight) => {
    const before = Math.floor((total * seen) / whole);
    seen += weight;
    return Math.floor((total * seen) / whole) - before;
  });
}

interface ClientRows {
  readonly orders: number;
  readonly sessions: number;
  readonly spendRows: number;
}

/** Like one of the small demo's clients, with prices and habits of its own. */
function createClient(index: number, { orders, sessions, spendRows }: ClientRows): ClientProfile {
  const id = FIRST_ID + index;
  const random = createRandom(`client ${id}`);
  const model = random.pick(CLIENT_PROFILES);
  const level = random.integer(60, 160);
  // Orders have half as many lines again as those of the small demo.
  const plannedOrder = takePercent(model.plannedOrder, Math.round(level * 1.4));
  const shortDays = Math.max(0, spendRows - LASTING_CAMPAIGN_DAYS);
  return {
    ...model,
    id,
    name: `${model.name} ${index + 1}`,
    orders,
    sessions,
    sessionWeight: random.integer(50, 110),
    quota: { spendRows },
    campaigns: 8 + Math.ceil(shortDays / LEAST_CAMPAIGN_DAYS),
    products: random.integer(20, 400),
    cheapest: 10_000 * Math.round((model.cheapest * level) / 1_000_000),
    dearest: 10_000 * Math.round((model.dearest * level) / 1_000_000),
    dailyBudget: takePercent(plannedOrder, random.integer(110, 170)),
    plannedOrder,
    replyMinutes: random.integer(20, 90),
    contentment: random.integer(55, 85),
    tasksASprint: random.integer(3, 6),
  };
}
