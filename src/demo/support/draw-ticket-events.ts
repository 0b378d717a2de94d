/**
 * What happens to one ticket: replies, now and then an escalation, the end and sometimes a second one. The
 * agency answers in working time; now and then somebody on duty does at night, and some are never answered.
 */
import { DAY } from '../demo-calendar.ts';
import { MISSING_SPECIALIST, SPECIALIST_COUNT } from '../operations/specialists.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { addWorkingMinutes } from './working-time.ts';

/** The kinds of events, as the model lists them. */
export type TicketEventKind = 'opened' | 'reply' | 'escalated' | 'closed' | 'reopened';

/** One event of a ticket. */
export interface TicketEvent {
  readonly kind: TicketEventKind;
  readonly at: number;
  /** `null` for what nobody of the agency did. */
  readonly specialist: number | null;
}

/** What events are drawn from. */
export interface TicketOpening {
  readonly at: number;
  readonly urgent: boolean;
  /** Working minutes in which the client's tickets are typically answered. */
  readonly replyMinutes: number;
}

/** The ticket's events in the order of their time. */
export function drawTicketEvents(random: SeededRandom, opening: TicketOpening): readonly TicketEvent[] {
  const opened: TicketEvent = { kind: 'opened', at: opening.at, specialist: null };
  if (random.chance(15)) return [opened];
  const specialist = random.chance(8) ? MISSING_SPECIALIST : random.integer(1, SPECIALIST_COUNT);
  const replied = drawReply(random, opening);
  const events: TicketEvent[] = [opened, { kind: 'reply', at: replied, specialist }];
  let last = replied;
  if (random.chance(110)) {
    last = addWorkingMinutes(last, random.integer(20, 600));
    events.push({ kind: 'escalated', at: last, specialist });
  }
  if (random.chance(350)) {
    last = addWorkingMinutes(last, random.integer(5, 300));
    events.push({ kind: 'reply', at: last, specialist });
  }
  if (random.chance(30)) return events;
  // Some tickets are closed by the reply itself, in the same second.
  const closed = random.chance(60) ? last : addWorkingMinutes(last, drawHandling(random, opening));
  return [...events, { kind: 'closed', at: closed, specialist }, ...drawReopening(random, closed)];
}

function drawReply(random: SeededRandom, { at, urgent, replyMinutes }: TicketOpening): number {
  if (random.chance(40)) return at + random.integer(60, 1500);
  const percent = random.weighted([
    [random.integer(10, 60), 30],
    [random.integer(60, 150), 55],
    [random.integer(150, 600), 15],
  ]);
  const seconds = Math.max(Math.round(replyMinutes * percent * 0.6) + random.integer(0, 59), 30);
  return addWorkingMinutes(at, Math.round(urgent ? seconds / 2 : seconds) / 60);
}

/** Working minutes from the last reply to the end. */
function drawHandling(random: SeededRandom, { urgent }: TicketOpening): number {
  const minutes = random.weighted([
    [random.integer(1, 120), 55],
    [random.integer(120, 540), 33],
    [random.integer(540, 2700), 12],
  ]);
  return urgent ? Math.ceil(minutes / 3) : minutes;
}

/** Customers come back to what was closed; most of it is closed again. */
function drawReopening(random: SeededRandom, closed: number): readonly TicketEvent[] {
  if (!random.chance(45)) return [];
  const at = closed + random.integer(1, 4) * DAY + random.integer(0, 20_000);
  const reopened: TicketEvent = { kind: 'reopened', at, specialist: null };
  if (random.chance(200)) return [reopened];
  const again = addWorkingMinutes(at, random.integer(30, 900));
  return [reopened, { kind: 'closed', at: again, specialist: random.integer(1, SPECIALIST_COUNT) }];
}
