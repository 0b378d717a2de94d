/** The tables of the agency's own work in schema `shop`. It holds no data. */
import { table } from '../table-shape.ts';

/** Who works at the agency: one list for all clients. */
export const specialistsTable = table({
  name: 'specialists',
  columns: [
    ['specialist_id', 'bigint'],
    ['name', 'text'],
    ['team', 'text'],
    ['hourly_rate', 'numeric(14,2)'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['specialist_id'],
  index: null,
});

/** Two weeks of work for a client, numbered from 1 for every client. */
export const sprintsTable = table({
  name: 'sprints',
  columns: [
    ['client_id', 'bigint'],
    ['sprint_id', 'bigint'],
    ['name', 'text'],
    ['starts_on', 'date'],
    ['ends_at', 'timestamptz'],
    ['committed_points', 'integer'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['client_id', 'sprint_id'],
  index: null,
});

/** A row per task. */
export const tasksTable = table({
  name: 'tasks',
  columns: [
    ['task_id', 'bigint'],
    ['client_id', 'bigint'],
    ['sprint_id', 'bigint'],
    ['specialist_id', 'bigint'],
    ['kind', 'text'],
    ['points', 'integer'],
    ['estimated_hours', 'numeric(14,2)'],
    ['created_at', 'timestamptz'],
    ['due_at', 'timestamptz'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['task_id'],
  index: ['client_id', 'created_at'],
});

/** Each change of a task's status. */
export const taskEventsTable = table({
  name: 'task_events',
  columns: [
    ['event_id', 'bigint'],
    ['client_id', 'bigint'],
    ['task_id', 'bigint'],
    ['status', 'text'],
    ['changed_at', 'timestamptz'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['event_id'],
  index: ['client_id', 'changed_at'],
});

/** Hours that somebody wrote down for a day. */
export const timeEntriesTable = table({
  name: 'time_entries',
  columns: [
    ['entry_id', 'bigint'],
    ['client_id', 'bigint'],
    ['task_id', 'bigint'],
    ['specialist_id', 'bigint'],
    ['day', 'date'],
    ['hours', 'numeric(14,2)'],
    ['billable', 'boolean'],
    ['loaded_at', 'timestamptz'],
  ],
  primaryKey: ['entry_id'],
  index: ['client_id', 'day'],
});
