/** The list of all tables of schema `shop`. */
import {
  adSpendTable,
  campaignsTable,
  channelsTable,
  clientsTable,
  orderItemsTable,
  ordersTable,
  productsTable,
  refundsTable,
} from './sales-tables.ts';
import {
  helpVisitsTable,
  holidaysTable,
  supportCostsTable,
  surveysTable,
  ticketEventsTable,
  ticketsTable,
  topicsTable,
} from './support/support-tables.ts';
import type { TableShape } from './table-shape.ts';
import {
  countriesTable,
  creativeDaysTable,
  creativesTable,
  customersTable,
  devicesTable,
  leadsTable,
  sessionsTable,
} from './traffic/traffic-tables.ts';

/** Every table, each after those that its rows point to. */
export const DEMO_TABLES: readonly TableShape[] = [
  clientsTable,
  channelsTable,
  campaignsTable,
  productsTable,
  adSpendTable,
  ordersTable,
  orderItemsTable,
  refundsTable,
  countriesTable,
  devicesTable,
  creativesTable,
  creativeDaysTable,
  sessionsTable,
  leadsTable,
  customersTable,
  topicsTable,
  holidaysTable,
  ticketsTable,
  ticketEventsTable,
  surveysTable,
  helpVisitsTable,
  supportCostsTable,
];
