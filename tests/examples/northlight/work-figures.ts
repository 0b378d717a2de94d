/** Metrics of the agency's work recomputed from the demo's rows by plain arithmetic. */
import type { DemoTable } from '../../../src/demo/generate-demo.ts';
import {
  specialistsTable,
  sprintsTable,
  taskEventsTable,
  tasksTable,
  timeEntriesTable,
} from '../../../src/demo/operations/operations-tables.ts';
import type { Measures } from './compare-answers.ts';
import {
  type ColumnOf,
  groupRows,
  instantOf,
  ofClient,
  type PlainRow,
  percentileOf,
  present,
  ratioOf,
  readTable,
  sumOf,
} from './plain-rows.ts';

/** A task with what other tables say of it. */
export interface PlainTask extends PlainRow<ColumnOf<typeof tasksTable>> {
  readonly doneAt: string | null;
  readonly sprint: PlainRow<ColumnOf<typeof sprintsTable>> | undefined;
  readonly hours: number;
}

/** An entry with the rate of who wrote it down. */
export interface PlainEntry extends PlainRow<ColumnOf<typeof timeEntriesTable>> {
  readonly rate: number | null;
  readonly team: string | null;
}

/** The rows of one client that its work is about. */
export interface WorkRows extends Readonly<Record<string, readonly object[]>> {
  readonly tasks: readonly PlainTask[];
  readonly entries: readonly PlainEntry[];
  readonly sprints: readonly PlainRow<ColumnOf<typeof sprintsTable>>[];
  readonly events: readonly PlainRow<ColumnOf<typeof taskEventsTable>>[];
}

/** All of one client's. */
export function readWork(demo: readonly DemoTable[], client: string): WorkRows {
  const sprints = ofClient(readTable(demo, sprintsTable), client);
  const events = ofClient(readTable(demo, taskEventsTable), client);
  const entries = ofClient(readTable(demo, timeEntriesTable), client);
  const specialists = readTable(demo, specialistsTable);
  const done = groupRows(
    events.filter(({ status }) => status === 'done'),
    ({ task_id }) => task_id,
  );
  const written = groupRows(entries, ({ task_id }) => task_id);
  return {
    sprints,
    events,
    tasks: ofClient(readTable(demo, tasksTable), client).map((task) => ({
      ...task,
      doneAt: done.get(task.task_id)?.[0]?.changed_at ?? null,
      sprint: sprints.find(({ sprint_id }) => sprint_id === task.sprint_id),
      hours: sumOf((written.get(task.task_id) ?? []).map(({ hours }) => hours)),
    })),
    entries: entries.map((entry) => {
      const who = specialists.find(({ specialist_id }) => specialist_id === entry.specialist_id);
      return { ...entry, rate: who ? Number(who.hourly_rate) : null, team: who?.team ?? null };
    }),
  };
}

/** Of tasks by the time of their completion. */
export const DONE_MEASURES: Measures<WorkRows> = {
  tasks_done: ({ tasks }) => tasks.filter(({ doneAt }) => doneAt !== null).length,
  late_share: ({ tasks }) => {
    const dated = tasks.filter(({ doneAt, due_at }) => doneAt !== null && due_at !== null);
    const late = dated.filter(({ doneAt, due_at }) => instantOf(doneAt) > instantOf(due_at));
    return ratioOf(late.length, dated.length);
  },
  cycle_time: ({ tasks }) => {
    const done = tasks.filter(({ doneAt }) => doneAt !== null);
    return percentileOf(
      done.map(({ created_at, doneAt }) => (instantOf(doneAt) - instantOf(created_at)) / 86_400),
      0.5,
    );
  },
  estimate_accuracy: ({ tasks }) => {
    const estimated = tasks.filter(
      ({ doneAt, estimated_hours }) => doneAt !== null && estimated_hours !== null,
    );
    return ratioOf(
      sumOf(estimated.map(({ hours }) => hours)),
      sumOf(estimated.map(({ estimated_hours }) => estimated_hours)),
    );
  },
};

/** Of hours. */
export const HOUR_MEASURES: Measures<WorkRows> = {
  hours_spent: ({ entries }) => sumOf(entries.map(({ hours }) => hours)),
  billable_share: ({ entries }) => {
    const billable = entries.filter((entry) => entry.billable === 'true');
    return ratioOf(sumOf(billable.map(({ hours }) => hours)), sumOf(entries.map(({ hours }) => hours)));
  },
  labour_cost: ({ entries }) => sumOf(entries.map(({ hours, rate }) => Number(hours) * (rate ?? 0))),
};

/** Of sprints, by their beginning. */
export const SPRINT_MEASURES: Measures<WorkRows> = {
  points_committed: ({ sprints }) => sumOf(sprints.map((sprint) => sprint.committed_points)),
  points_done: ({ tasks }) => sumDonePoints(tasks),
  sprint_progress: ({ tasks, sprints }) =>
    ratioOf(sumDonePoints(tasks), sumOf(sprints.map((sprint) => sprint.committed_points))),
};

function sumDonePoints(tasks: readonly PlainTask[]): number {
  const inTime = tasks.filter(
    ({ doneAt, sprint }) => doneAt !== null && sprint && instantOf(doneAt) <= instantOf(sprint.ends_at),
  );
  return sumOf(inTime.map(({ points }) => points));
}

/** The status of each task before an instant. */
export function statusesBefore(events: WorkRows['events'], end: number): readonly (string | null)[] {
  const past = events.filter(({ changed_at }) => instantOf(changed_at) < end);
  const last = [...groupRows(past, ({ task_id }) => task_id).values()].map((own) =>
    // Events are numbered as they happened, those of one second too.
    own
      .toSorted(
        (a, b) =>
          instantOf(a.changed_at) - instantOf(b.changed_at) || Number(a.event_id) - Number(b.event_id),
      )
      .at(-1),
  );
  return present(last).map(({ status }) => status);
}
