/** The way of one task from status to status: most are done, some are turned down or go back a step. */
import { DAY } from '../demo-calendar.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { addWorkingMinutes } from '../support/working-time.ts';

/** The statuses, as the model lists them. */
export type TaskStatus = 'open' | 'in_progress' | 'review' | 'done' | 'cancelled';

/** A status and when it was taken on. */
export interface TaskEvent {
  readonly status: TaskStatus;
  readonly at: number;
}

/** Working minutes of a day. */
const WORKDAY = 540;

/** The statuses of a task that was created at `at` and begun at `begun`, in the order of their time. */
export function drawTaskEvents(
  random: SeededRandom,
  { at, begun }: { readonly at: number; readonly begun: number },
): readonly TaskEvent[] {
  const open: TaskEvent = { status: 'open', at };
  if (random.chance(40)) return [open, { status: 'cancelled', at: at + random.integer(1, 9) * DAY }];
  if (random.chance(50)) return [open];
  const events: TaskEvent[] = [open, { status: 'in_progress', at: begun }];
  let last = begun;
  do {
    last = addWorkingMinutes(last, random.integer(60, 3 * WORKDAY));
    events.push({ status: 'review', at: last });
    // What does not pass goes back, in the same second.
    if (!random.chance(160)) break;
    events.push({ status: 'in_progress', at: last });
  } while (events.length < 8);
  if (events.at(-1)?.status !== 'review' || random.chance(40)) return events;
  return [...events, { status: 'done', at: addWorkingMinutes(last, random.integer(10, WORKDAY)) }];
}
