/**
 * The agency's work for one client, sprint by sprint: tasks, their statuses and the hours spent on them.
 * Dirt: tasks of no sprint, without points or a date, hours for deleted tasks, people who have left.
 */
import type { ClientSupply } from '../client-supply.ts';
import { DAY, type DemoDay, endOfDays, printInstant } from '../demo-calendar.ts';
import { drawLoadedAt } from '../load-delay.ts';
import { printNullable, printNullableInstant } from '../print-value.ts';
import { createRandom, type SeededRandom } from '../seeded-random.ts';
import { addWorkingMinutes } from '../support/working-time.ts';
import { type DemoRow, toDemoRow } from '../table-shape.ts';
import { drawTaskEvents, type TaskEvent } from './draw-task-events.ts';
import { sprintsTable, taskEventsTable, tasksTable, timeEntriesTable } from './operations-tables.ts';
import { MISSING_SPECIALIST, SPECIALIST_COUNT } from './specialists.ts';

const SPRINT_DAYS = 14;
const KINDS = [
  ['campaign', 34],
  ['creative', 24],
  ['landing', 14],
  ['report', 18],
  ['seo', 10],
] as const;

/** One task, and who does it. */
interface DemoTask {
  readonly id: number;
  readonly sprint: number | null;
  readonly specialist: number;
  readonly points: number | null;
  readonly at: number;
  readonly dueAt: number | null;
  readonly events: readonly TaskEvent[];
}

/** All rows of sprints, tasks, their statuses and hours. */
export function* generateWork({ client, days }: ClientSupply, loadedAt: string): Generator<DemoRow> {
  const random = createRandom(`work ${client.id}`);
  const rows = createTaskRows(client.id, random);
  const end = endOfDays(days);
  let tasks = 0;
  for (let sprint = 1; sprint * SPRINT_DAYS <= days.length; sprint += 1) {
    const [first, last] = [days[(sprint - 1) * SPRINT_DAYS], days[sprint * SPRINT_DAYS - 3]];
    if (first === undefined || last === undefined) return;
    let committed = 0;
    for (let left = random.integer(client.tasksASprint - 2, client.tasksASprint + 2); left > 0; left -= 1) {
      tasks += 1;
      const task = drawTask(random, { id: client.id * 1_000_000 + tasks, sprint, first, end });
      if (task.sprint !== null) committed += task.points ?? 0;
      yield* rows(task, end);
    }
    yield toDemoRow(sprintsTable, {
      client_id: String(client.id),
      sprint_id: String(sprint),
      name: `Sprint ${sprint}`,
      starts_on: first.date,
      ends_at: printInstant(last.start + DAY),
      committed_points: String(committed),
      loaded_at: loadedAt,
    });
  }
}

function drawTask(
  random: SeededRandom,
  {
    id,
    sprint,
    first,
    end,
  }: { readonly id: number; readonly sprint: number; readonly first: DemoDay; readonly end: number },
): DemoTask {
  const at = first.start + random.integer(-4 * DAY, 2 * DAY) + random.integer(30_000, 60_000);
  const begun = addWorkingMinutes(Math.max(at, first.start), random.integer(1, 2600));
  return {
    id,
    sprint: random.chance(80) ? null : sprint,
    specialist: random.chance(15) ? MISSING_SPECIALIST : random.integer(4, SPECIALIST_COUNT),
    points: random.chance(40) ? null : random.pick([1, 2, 3, 5, 8]),
    at,
    dueAt: random.chance(120) ? null : first.start + random.integer(6, 16) * DAY,
    events: drawTaskEvents(random, { at, begun }).filter((event) => event.at < end),
  };
}

/** Writes tasks of one client down, each with its statuses and hours. */
function createTaskRows(
  client: number,
  random: SeededRandom,
): (task: DemoTask, end: number) => Generator<DemoRow> {
  let events = 0;
  let entries = 0;

  function* toEntryRows({ id, specialist, events: happened }: DemoTask, end: number): Generator<DemoRow> {
    const work = happened.filter(({ status }) => status === 'in_progress' || status === 'review');
    for (const { at } of work) {
      if (at + DAY >= end || random.chance(60)) continue;
      entries += 1;
      yield toDemoRow(timeEntriesTable, {
        entry_id: String(client * 1_000_000 + entries),
        client_id: String(client),
        task_id: String(random.chance(8) ? id + 500_000 : id),
        specialist_id: String(specialist),
        day: printInstant(at).slice(0, 10),
        hours: `${random.integer(0, 7)}.${random.pick(['25', '50', '75'])}`,
        billable: String(random.chance(820)),
        loaded_at: drawLoadedAt(random, at + DAY / 2),
      });
    }
  }

  return function* toRows(task, end) {
    yield toDemoRow(tasksTable, {
      task_id: String(task.id),
      client_id: String(client),
      sprint_id: printNullable(task.sprint),
      specialist_id: String(task.specialist),
      kind: random.weighted(KINDS),
      points: printNullable(task.points),
      estimated_hours: task.points === null ? null : `${task.points * 2}.50`,
      created_at: printInstant(task.at),
      due_at: printNullableInstant(task.dueAt),
      loaded_at: drawLoadedAt(random, task.at),
    });
    for (const { status, at } of task.events) {
      events += 1;
      yield toDemoRow(taskEventsTable, {
        event_id: String(client * 1_000_000 + events),
        client_id: String(client),
        task_id: String(task.id),
        status,
        changed_at: printInstant(at),
        loaded_at: drawLoadedAt(random, at),
      });
    }
    yield* toEntryRows(task, end);
  };
}
