/** The list of all tables of schema `shop`. */
import {
  accountBalancesTable,
  accountMovementsTable,
  accountsTable,
  plansTable,
} from './money/money-tables.ts';
import {
  specialistsTable,
  sprintsTable,
  taskEventsTable,
  tasksTable,
  timeEntriesTable,
} from './operations/operations-tables.ts';
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
  accountsTable,
  accountMovementsTable,
  accountBalancesTable,
  plansTable,
  countriesTable,
  devicesTable,
  creativesTable,
  creativeDaysTable,
  sessionsTable,
  leadsTable,
  customersTable,
  specialistsTable,
  sprintsTable,
  tasksTable,
  taskEventsTable,
  timeEntriesTable,
  topicsTable,
  holidaysTable,
  ticketsTable,
  ticketEventsTable,
  surveysTable,
  helpVisitsTable,
  supportCostsTable,
];
