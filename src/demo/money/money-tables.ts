/** The tables of money in schema `shop`: advertising accounts and plans. It holds no data. */
import { table } from '../table-shape.ts';

/** One account for each client and paid channel, numbered from 1 for every client. */
export const accountsTable = table({
  name: 'accounts',
  columns: [
    ['client_id', 'bigint'],
    ['account_id', 'bigint'],
    ['channel_id', 'bigint'],
    ['name', 'text'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['client_id', 'account_id'],
  index: null,
});

/** Money that came to accounts and left them. */
export const accountMovementsTable = table({
  name: 'account_movements',
  columns: [
    ['movement_id', 'bigint'],
    ['client_id', 'bigint'],
    ['account_id', 'bigint'],
    ['day', 'date'],
    ['kind', 'text'],
    ['amount', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['movement_id'],
  index: ['client_id', 'day'],
});

/** What accounts held at the end of days on which something moved. */
export const accountBalancesTable = table({
  name: 'account_balances',
  columns: [
    ['client_id', 'bigint'],
    ['account_id', 'bigint'],
    ['day', 'date'],
    ['amount', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['client_id', 'account_id', 'day'],
  index: null,
});

/** What each month should bring, by channel. */
export const plansTable = table({
  name: 'plans',
  columns: [
    ['plan_id', 'bigint'],
    ['client_id', 'bigint'],
    ['month', 'date'],
    ['channel_id', 'bigint'],
    ['revenue', 'numeric(14,2)'],
    ['orders', 'integer'],
    ['spend', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['plan_id'],
  index: ['client_id', 'month'],
});
