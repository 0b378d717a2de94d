/** Who the agency works for: the tenants of the demo, their size, zone, taxes and shelves. */
import type { Kopecks } from './money.ts';

/** A VAT rate and the first day on which it holds. */
export interface VatRate {
  readonly since: string;
  readonly percent: number;
}

/** How many rows a client has where the size of the demo is promised; elsewhere chance has its say. */
export interface RowQuota {
  /** Rows of spending; besides, there are exactly as many orders as the profile says, and an even number. */
  readonly spendRows: number;
}

/** Lines that each two orders of a client with a {@link RowQuota} have together. */
export const LINES_OF_TWO_ORDERS = 5;

/** What the generator needs to know of one client. */
export interface ClientProfile {
  readonly id: number;
  readonly name: string;
  readonly zone: string;
  readonly country: string;
  readonly signedOn: string;
  /** Orders in the whole window. */
  readonly orders: number;
  readonly campaigns: number;
  readonly products: number;
  readonly categories: readonly string[];
  readonly cheapest: Kopecks;
  readonly dearest: Kopecks;
  /** What one campaign spends on an ordinary day. */
  readonly dailyBudget: Kopecks;
  /** Oldest first; empty where the client charges no VAT. */
  readonly vat: readonly VatRate[];
  /** Rows of sampled visits in the whole window, and how many visits each stands for at first. */
  readonly sessions: number;
  readonly sessionWeight: number;
  /** What an order was planned to come to. */
  readonly plannedOrder: Kopecks;
  /** What advertising may cost, in percent of the planned revenue of its channel. */
  readonly plannedSpendPercent: number;
  /** Tasks that the agency does for it in two weeks, more or less. */
  readonly tasksASprint: number;
  /** Working minutes in which a ticket is typically answered. */
  readonly replyMinutes: number;
  /** How often a customer is fully content, to be weighed against all else (35). */
  readonly contentment: number;
  /** What a ticket typically costs. */
  readonly costPerTicket: Kopecks;
  readonly quota: RowQuota | null;
}

/** All clients, the largest first. */
export const CLIENT_PROFILES: readonly ClientProfile[] = [
  {
    id: 17,
    name: 'Severny Veter',
    zone: 'Europe/Moscow',
    country: 'RU',
    signedOn: '2023-11-01',
    orders: 18_000,
    campaigns: 16,
    products: 60,
    categories: ['tents', 'backpacks', 'boots', 'jackets', 'stoves'],
    cheapest: 90_000,
    dearest: 1_400_000,
    dailyBudget: 1_500_000,
    vat: [
      { since: '2019-01-01', percent: 20 },
      { since: '2026-01-01', percent: 22 },
    ],
    sessions: 6000,
    sessionWeight: 350,
    plannedOrder: 1_600_000,
    plannedSpendPercent: 36,
    tasksASprint: 9,
    replyMinutes: 38,
    contentment: 68,
    costPerTicket: 34_000,
    quota: null,
  },
  {
    id: 23,
    name: 'Bergblick',
    zone: 'Europe/Berlin',
    country: 'DE',
    signedOn: '2024-02-15',
    orders: 9_000,
    campaigns: 11,
    products: 40,
    categories: ['coffee', 'grinders', 'machines', 'cups'],
    cheapest: 70_000,
    dearest: 2_600_000,
    dailyBudget: 1_250_000,
    vat: [{ since: '2021-01-01', percent: 19 }],
    sessions: 3500,
    sessionWeight: 320,
    plannedOrder: 2_700_000,
    plannedSpendPercent: 32,
    tasksASprint: 6,
    replyMinutes: 26,
    contentment: 80,
    costPerTicket: 52_000,
    quota: null,
  },
  {
    id: 31,
    name: 'Tulpar',
    zone: 'Asia/Almaty',
    country: 'KZ',
    signedOn: '2024-06-01',
    orders: 4_000,
    campaigns: 8,
    products: 30,
    categories: ['toys', 'books', 'school'],
    cheapest: 40_000,
    dearest: 500_000,
    dailyBudget: 170_000,
    vat: [
      { since: '2009-01-01', percent: 12 },
      { since: '2026-01-01', percent: 16 },
    ],
    sessions: 1500,
    sessionWeight: 150,
    plannedOrder: 650_000,
    plannedSpendPercent: 36,
    tasksASprint: 5,
    replyMinutes: 55,
    contentment: 61,
    costPerTicket: 21_000,
    quota: null,
  },
  {
    id: 42,
    name: 'Harbor & Pine',
    zone: 'America/New_York',
    country: 'US',
    signedOn: '2024-06-20',
    orders: 1_400,
    campaigns: 7,
    products: 20,
    categories: ['candles', 'soap'],
    cheapest: 110_000,
    dearest: 620_000,
    dailyBudget: 90_000,
    vat: [],
    sessions: 1000,
    sessionWeight: 105,
    plannedOrder: 700_000,
    plannedSpendPercent: 48,
    tasksASprint: 4,
    replyMinutes: 72,
    contentment: 72,
    costPerTicket: 61_000,
    quota: null,
  },
];

/** A tenant that is handed a key when the demo starts. */
export interface DemoClient {
  /** The value of the tenant column. */
  readonly id: string;
  readonly name: string;
}

const WITH_KEYS: readonly number[] = [17, 23];

/** The clients that get demo keys; the others are there to stay unseen. */
export const demoClients: readonly DemoClient[] = CLIENT_PROFILES.filter(({ id }) =>
  WITH_KEYS.includes(id),
).map(({ id, name }) => ({ id: String(id), name }));

/** The VAT rate of `client` on `date`, in percent; `null` where it charges none. */
export function findVatPercent(client: ClientProfile, date: string): number | null {
  return client.vat.findLast(({ since }) => since <= date)?.percent ?? null;
}
