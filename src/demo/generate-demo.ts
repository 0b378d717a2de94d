/** All rows of the demo, the same on every machine and every day. Pure: it knows no database. */
import { hashOf } from '../base/hash.ts';
import { DEMO_TO, listDays } from './demo-calendar.ts';
import { CLIENT_PROFILES, type ClientProfile } from './demo-clients.ts';
import {
  adSpendTable,
  campaignsTable,
  channelsTable,
  clientsTable,
  orderItemsTable,
  ordersTable,
  productsTable,
  type RowOf,
  refundsTable,
  type TableShape,
} from './demo-tables.ts';
import { generateAdSpend } from './generate-ad-spend.ts';
import { generateCampaigns, toCampaignRows } from './generate-campaigns.ts';
import { generateChannels } from './generate-channels.ts';
import { generateOrders } from './generate-orders.ts';
import { generateProducts, toProductRows } from './generate-products.ts';
import { generateRefunds } from './generate-refunds.ts';
import { toOrderRows } from './order-rows.ts';

/** A table with its rows, each value as PostgreSQL reads it, in the order of the shape's columns. */
export interface DemoTable {
  readonly shape: TableShape;
  readonly rows: readonly (readonly (string | null)[])[];
}

/** Reference data is loaded again every night; this is the last night's. */
const LAST_LOAD = `${DEMO_TO} 01:00:00+00`;

/** Every table of schema `shop` with all its rows. */
export function generateDemo(): readonly DemoTable[] {
  const parts = CLIENT_PROFILES.map(generateClient);
  return [
    toTable(clientsTable, CLIENT_PROFILES.map(toClientRow)),
    toTable(channelsTable, generateChannels(LAST_LOAD)),
    toTable(
      campaignsTable,
      parts.flatMap(({ campaigns }) => campaigns),
    ),
    toTable(
      productsTable,
      parts.flatMap(({ products }) => products),
    ),
    toTable(
      adSpendTable,
      parts.flatMap(({ adSpend }) => adSpend),
    ),
    toTable(
      ordersTable,
      parts.flatMap(({ orders }) => orders),
    ),
    toTable(
      orderItemsTable,
      parts.flatMap(({ orderItems }) => orderItems),
    ),
    toTable(
      refundsTable,
      parts.flatMap(({ refunds }) => refunds),
    ),
  ];
}

/**
 * What {@link fingerprintDemo} finds in the rows of {@link generateDemo}: seeding compares it without
 * generating anything. A test holds it in step; it changes with the generator.
 */
export const DEMO_FINGERPRINT = '3eab2c8e76a30b9522220714f8b430d7b8925e35ed55e09759d71ffedcb1be69';

/** The identity of `tables`: shapes and every value. */
export function fingerprintDemo(tables: readonly DemoTable[]): string {
  return hashOf(tables);
}

function generateClient(client: ClientProfile) {
  const days = listDays(client.zone);
  const campaigns = generateCampaigns(client, days);
  const products = generateProducts(client);
  const orders = generateOrders({ client, campaigns, products, days });
  const refunds = generateRefunds(client, orders, days);
  return {
    campaigns: toCampaignRows(client, campaigns, { days, loadedAt: LAST_LOAD }),
    products: toProductRows(client, products, LAST_LOAD),
    adSpend: generateAdSpend(client, campaigns, days),
    ...toOrderRows(client, orders, refunds),
  };
}

function toClientRow(client: ClientProfile): RowOf<typeof clientsTable> {
  return {
    client_id: String(client.id),
    name: client.name,
    timezone: client.zone,
    country: client.country,
    signed_on: client.signedOn,
    loaded_at: LAST_LOAD,
  };
}

function toTable<Column extends string>(
  shape: TableShape<Column>,
  rows: readonly Readonly<Record<Column, string | null>>[],
): DemoTable {
  return { shape, rows: rows.map((row) => shape.columns.map(([column]) => row[column])) };
}
