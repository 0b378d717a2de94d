/** The tables of traffic in schema `shop`: creatives, sessions, leads and the people who come. It holds no data. */
import { table } from '../table-shape.ts';

/** One list for all clients. */
export const countriesTable = table({
  name: 'countries',
  columns: [
    ['country_code', 'text'],
    ['name', 'text'],
    ['region', 'text'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['country_code'],
  index: null,
});

/** One list for all clients. */
export const devicesTable = table({
  name: 'devices',
  columns: [
    ['device_code', 'text'],
    ['name', 'text'],
    ['is_mobile', 'boolean'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['device_code'],
  index: null,
});

/** Numbered from 1 for every client, as campaigns are. */
export const creativesTable = table({
  name: 'creatives',
  columns: [
    ['client_id', 'bigint'],
    ['creative_id', 'bigint'],
    ['campaign_id', 'bigint'],
    ['name', 'text'],
    ['format', 'text'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['client_id', 'creative_id'],
  index: null,
});

/** A row per client, day and creative, of the systems that report creatives. */
export const creativeDaysTable = table({
  name: 'creative_days',
  columns: [
    ['row_id', 'bigint'],
    ['client_id', 'bigint'],
    ['day', 'date'],
    ['creative_id', 'bigint'],
    ['impressions', 'bigint'],
    ['clicks', 'bigint'],
    ['spend', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['row_id'],
  index: ['client_id', 'day'],
});

/** A sample of the visits to shops: each row stands for `weight` of them. */
export const sessionsTable = table({
  name: 'sessions',
  columns: [
    ['session_id', 'bigint'],
    ['client_id', 'bigint'],
    ['started_at', 'timestamptz'],
    ['channel_id', 'bigint'],
    ['campaign_id', 'bigint'],
    ['country_code', 'text'],
    ['device_code', 'text'],
    ['pages', 'integer'],
    ['seconds', 'integer'],
    ['weight', 'integer'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['session_id'],
  index: ['client_id', 'started_at'],
});

/** Requests that people leave: a call, a message, an order by one click. */
export const leadsTable = table({
  name: 'leads',
  columns: [
    ['lead_id', 'bigint'],
    ['client_id', 'bigint'],
    ['created_at', 'timestamptz'],
    ['channel_id', 'bigint'],
    ['campaign_id', 'bigint'],
    ['country_code', 'text'],
    ['device_code', 'text'],
    ['source', 'text'],
    ['status', 'text'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['lead_id'],
  index: ['client_id', 'created_at'],
});

/** Whom shops recognise, numbered from 1 for every client. */
export const customersTable = table({
  name: 'customers',
  columns: [
    ['client_id', 'bigint'],
    ['customer_id', 'bigint'],
    ['registered_at', 'timestamptz'],
    ['email', 'text'],
    ['country_code', 'text'],
    ['segment', 'text'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['client_id', 'customer_id'],
  index: null,
});
