/** The tables of support in schema `shop`: what customers ask, and what came of it. It holds no data. */
import { table } from '../table-shape.ts';

/** What tickets and the help centre are about: one list for all clients. */
export const topicsTable = table({
  name: 'topics',
  columns: [
    ['topic_code', 'text'],
    ['name', 'text'],
    ['about_order', 'boolean'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['topic_code'],
  index: null,
});

/** Days on which the agency's support does not work. */
export const holidaysTable = table({
  name: 'holidays',
  columns: [
    ['day', 'date'],
    ['name', 'text'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['day'],
  index: null,
});

/** A row per question, numbered across all clients. */
export const ticketsTable = table({
  name: 'tickets',
  columns: [
    ['ticket_id', 'bigint'],
    ['client_id', 'bigint'],
    ['customer_id', 'bigint'],
    ['order_id', 'bigint'],
    ['topic_code', 'text'],
    ['contact_by', 'text'],
    ['priority', 'text'],
    ['opened_at', 'timestamptz'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['ticket_id'],
  index: ['client_id', 'opened_at'],
});

/** What happened to tickets, in time. */
export const ticketEventsTable = table({
  name: 'ticket_events',
  columns: [
    ['event_id', 'bigint'],
    ['client_id', 'bigint'],
    ['ticket_id', 'bigint'],
    ['kind', 'text'],
    ['happened_at', 'timestamptz'],
    ['specialist_id', 'bigint'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['event_id'],
  index: ['client_id', 'happened_at'],
});

/** Questions to customers: how content they are with an answer, and whether they would recommend the shop. */
export const surveysTable = table({
  name: 'surveys',
  columns: [
    ['survey_id', 'bigint'],
    ['client_id', 'bigint'],
    ['customer_id', 'bigint'],
    ['ticket_id', 'bigint'],
    ['kind', 'text'],
    ['sent_at', 'timestamptz'],
    ['score', 'integer'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['survey_id'],
  index: ['client_id', 'sent_at'],
});

/** Visits to the help centre, where many find the answer themselves. */
export const helpVisitsTable = table({
  name: 'help_visits',
  columns: [
    ['visit_id', 'bigint'],
    ['client_id', 'bigint'],
    ['topic_code', 'text'],
    ['device_code', 'text'],
    ['visited_at', 'timestamptz'],
    ['solved', 'boolean'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['visit_id'],
  index: ['client_id', 'visited_at'],
});

/** What support cost in each month. */
export const supportCostsTable = table({
  name: 'support_costs',
  columns: [
    ['client_id', 'bigint'],
    ['month', 'date'],
    ['amount', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['client_id', 'month'],
  index: null,
});
