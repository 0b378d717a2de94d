/**
 * The tables of sales and advertising in schema `shop`: the one place that names their columns. The
 * generator's rows and the DDL both follow it; it holds no data.
 */
import { table } from './table-shape.ts';

/** The agency's clients. */
export const clientsTable = table({
  name: 'clients',
  columns: [
    ['client_id', 'bigint'],
    ['name', 'text'],
    ['timezone', 'text'],
    ['country', 'text'],
    ['signed_on', 'date'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['client_id'],
  index: null,
});

/** One list for all clients. */
export const channelsTable = table({
  name: 'channels',
  columns: [
    ['channel_id', 'bigint'],
    ['code', 'text'],
    ['name', 'text'],
    ['kind', 'text'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['channel_id'],
  index: null,
});

/** Numbered from 1 for every client: only the pair with the client is unique. */
export const campaignsTable = table({
  name: 'campaigns',
  columns: [
    ['client_id', 'bigint'],
    ['campaign_id', 'bigint'],
    ['channel_id', 'bigint'],
    ['name', 'text'],
    ['kind', 'text'],
    ['started_on', 'date'],
    ['ended_on', 'date'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['client_id', 'campaign_id'],
  index: null,
});

/** Numbered across all clients. */
export const productsTable = table({
  name: 'products',
  columns: [
    ['product_id', 'bigint'],
    ['client_id', 'bigint'],
    ['sku', 'text'],
    ['name', 'text'],
    ['category', 'text'],
    ['unit_price', 'numeric(14,2)'],
    ['unit_cost', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['product_id'],
  index: ['client_id'],
});

/** A row per client, day, channel and campaign. */
export const adSpendTable = table({
  name: 'ad_spend',
  columns: [
    ['spend_id', 'bigint'],
    ['client_id', 'bigint'],
    ['day', 'date'],
    ['channel_id', 'bigint'],
    ['campaign_id', 'bigint'],
    ['impressions', 'bigint'],
    ['clicks', 'bigint'],
    ['spend', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['spend_id'],
  index: ['client_id', 'day'],
});

/** A row per order as placed. */
export const ordersTable = table({
  name: 'orders',
  columns: [
    ['order_id', 'bigint'],
    ['client_id', 'bigint'],
    ['customer_id', 'bigint'],
    ['channel_id', 'bigint'],
    ['campaign_id', 'bigint'],
    ['ordered_at', 'timestamptz'],
    ['status', 'text'],
    ['promo_flag', 'boolean'],
    ['promo_code', 'text'],
    ['first_sale', 'boolean'],
    ['amount', 'numeric(14,2)'],
    ['discount', 'numeric(14,2)'],
    ['vat', 'numeric(14,2)'],
    ['delivery_fee', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['order_id'],
  index: ['client_id', 'ordered_at'],
});

/** Lines of orders, which have no client of their own. */
export const orderItemsTable = table({
  name: 'order_items',
  columns: [
    ['order_id', 'bigint'],
    ['line_number', 'integer'],
    ['product_id', 'bigint'],
    ['quantity', 'integer'],
    ['unit_price', 'numeric(14,2)'],
    ['unit_cost', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['order_id', 'line_number'],
  index: null,
});

/** Money given back, when it was given back. */
export const refundsTable = table({
  name: 'refunds',
  columns: [
    ['refund_id', 'bigint'],
    ['client_id', 'bigint'],
    ['order_id', 'bigint'],
    ['refunded_at', 'timestamptz'],
    ['amount', 'numeric(14,2)'],
    ['vat', 'numeric(14,2)'],
    ['reason', 'text'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['refund_id'],
  index: ['client_id', 'refunded_at'],
});
