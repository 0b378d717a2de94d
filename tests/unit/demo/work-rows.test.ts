import { describe, expect, it } from 'vitest';
import { generateDemo } from '../../../src/demo/generate-demo.ts';
import {
  accountBalancesTable,
  accountMovementsTable,
  accountsTable,
  plansTable,
} from '../../../src/demo/money/money-tables.ts';
import {
  specialistsTable,
  sprintsTable,
  taskEventsTable,
  tasksTable,
  timeEntriesTable,
} from '../../../src/demo/operations/operations-tables.ts';
import { adSpendTable } from '../../../src/demo/sales-tables.ts';
import {
  helpVisitsTable,
  surveysTable,
  ticketEventsTable,
  ticketsTable,
  topicsTable,
} from '../../../src/demo/support/support-tables.ts';
import { addWorkingMinutes } from '../../../src/demo/support/working-time.ts';
import { kopecks, readRows } from './demo-totals.ts';

const demo = generateDemo();
const accounts = readRows(demo, accountsTable);
const movements = readRows(demo, accountMovementsTable);
const balances = readRows(demo, accountBalancesTable);
const tasks = readRows(demo, tasksTable);
const taskEvents = readRows(demo, taskEventsTable);
const entries = readRows(demo, timeEntriesTable);
const tickets = readRows(demo, ticketsTable);
const events = readRows(demo, ticketEventsTable);
const surveys = readRows(demo, surveysTable);
const visits = readRows(demo, helpVisitsTable);

const specialistIds = new Set(readRows(demo, specialistsTable).map((row) => row('specialist_id')));
const taskIds = new Set(tasks.map((row) => row('task_id')));
const ticketIds = new Set(tickets.map((row) => row('ticket_id')));
const topicCodes = new Set(readRows(demo, topicsTable).map((row) => row('topic_code')));

describe('the demo’s advertising accounts', () => {
  it('are charged what their channels spent up to the last Monday, to the kopeck', () => {
    for (const account of accounts) {
      const own = movements.filter(
        (row) =>
          row('client_id') === account('client_id') &&
          row('account_id') === account('account_id') &&
          row('kind') === 'charge',
      );
      const spent = readRows(demo, adSpendTable).filter(
        (row) =>
          row('client_id') === account('client_id') &&
          row('channel_id') === account('channel_id') &&
          String(row('day')) < '2026-06-29',
      );
      expect(own.reduce((sum, row) => sum + kopecks(row('amount')), 0)).toBe(
        spent.reduce((sum, row) => sum + kopecks(row('spend')), 0),
      );
    }
  });

  it('hold what came less what went', () => {
    const last = balances.findLast((row) => row('client_id') === '17' && row('account_id') === '1');
    const moved = movements.filter(
      (row) =>
        row('client_id') === '17' &&
        row('account_id') === '1' &&
        String(row('day')) <= String(last?.('day') ?? null),
    );
    const sum = moved.reduce(
      (held, row) => held + (row('kind') === 'charge' ? -1 : 1) * kopecks(row('amount')),
      0,
    );
    expect(kopecks(last?.('amount') ?? null)).toBe(sum);
  });

  it('have Mondays without a balance', () => {
    const days = new Set(movements.map((row) => row('day')));
    expect(balances.length).toBeLessThan(days.size * accounts.length);
  });
});

describe('the demo’s sprints', () => {
  it('commit to the points of their tasks', () => {
    for (const sprint of readRows(demo, sprintsTable).filter((row) => row('client_id') === '17')) {
      const own = tasks.filter(
        (row) => row('client_id') === '17' && row('sprint_id') === sprint('sprint_id'),
      );
      const points = own.reduce((sum, row) => sum + Number(row('points')), 0);
      expect([sprint('name'), sprint('committed_points')]).toEqual([sprint('name'), String(points)]);
    }
  });
});

describe('working time', () => {
  it.each([
    // Friday 30 January 2026, 17:30 in Moscow; half an hour is left of the day.
    ['2026-01-30T14:30:00Z', 30, '2026-01-30T15:00:00Z'],
    ['2026-01-30T14:30:00Z', 45, '2026-02-02T06:15:00Z'],
    // Saturday, and the night before New Year's holidays, which end on 8 January 2026, a Thursday.
    ['2026-01-31T10:00:00Z', 1, '2026-02-02T06:01:00Z'],
    ['2025-12-31T16:00:00Z', 10, '2026-01-09T06:10:00Z'],
    ['2026-02-02T06:00:00Z', 1080, '2026-02-03T15:00:00Z'],
  ])('from %s on, %i minutes end at %s', (from, minutes, to) => {
    expect(addWorkingMinutes(Date.parse(from) / 1000, minutes)).toBe(Date.parse(to) / 1000);
  });
});

describe('the demo’s work and support have the dirt of real life', () => {
  const dirt: readonly (readonly [what: string, least: number, count: () => number])[] = [
    ['tasks of no sprint', 50, () => countWhere(tasks, (row) => row('sprint_id') === null)],
    ['tasks without points', 30, () => countWhere(tasks, (row) => row('points') === null)],
    ['tasks without a date', 80, () => countWhere(tasks, (row) => row('due_at') === null)],
    [
      'tasks of people who left',
      5,
      () => countWhere(tasks, (row) => !specialistIds.has(row('specialist_id'))),
    ],
    ['hours for deleted tasks', 5, () => countWhere(entries, (row) => !taskIds.has(row('task_id')))],
    [
      'statuses of one second',
      100,
      () => countTies(taskEvents.map((row) => `${row('task_id')} ${row('changed_at')}`)),
    ],
    ['tickets of unknown customers', 200, () => countWhere(tickets, (row) => row('customer_id') === null)],
    ['tickets about no order', 300, () => countWhere(tickets, (row) => row('order_id') === null)],
    ['tickets without a topic', 50, () => countWhere(tickets, (row) => row('topic_code') === null)],
    [
      'tickets of a topic that is gone',
      20,
      () => countWhere(tickets, (row) => row('topic_code') !== null && !topicCodes.has(row('topic_code'))),
    ],
    ['events of deleted tickets', 10, () => countWhere(events, (row) => !ticketIds.has(row('ticket_id')))],
    [
      'events of one second',
      50,
      () => countTies(events.map((row) => `${row('ticket_id')} ${row('happened_at')}`)),
    ],
    ['tickets reopened', 50, () => countWhere(events, (row) => row('kind') === 'reopened')],
    ['surveys without an answer', 1000, () => countWhere(surveys, (row) => row('score') === null)],
    ['visits that say nothing', 300, () => countWhere(visits, (row) => row('solved') === null)],
    [
      'plans without a channel',
      90,
      () => countWhere(readRows(demo, plansTable), (row) => row('channel_id') === null),
    ],
  ];

  it.each(dirt)('%s: at least %i', (_, least, count) => {
    expect(count()).toBeGreaterThanOrEqual(least);
  });
});

function countWhere<Item>(rows: readonly Item[], holds: (row: Item) => boolean): number {
  return rows.filter(holds).length;
}

function countTies(keys: readonly string[]): number {
  return keys.length - new Set(keys).size;
}
