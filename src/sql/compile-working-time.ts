/**
 * Working minutes between two moments: the seconds worked until each of them since a week long ago, whole weeks
 * at once and the begun one by a list of its shifts. A wall clock has no days of 23 hours, so weeks are all alike;
 * what would have been worked on holidays is taken away.
 */
import { invariant } from '../base/invariant.ts';
import type { Calendar } from '../catalog/catalog.ts';
import type { WorkingWeek } from '../definitions/working-hours.ts';
import type { CompiledOperand } from './compile-cast.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { own } from './identifier.ts';
import { type Sql, sql } from './sql-text.ts';
import { withinYears } from './within-years.ts';

export type WorkingCalendar = Extract<Calendar, { kind: 'hours' }> & { readonly name: string };

/** A moment by the clock of a calendar, in seconds. */
export interface ClockReading {
  /** Since the first shift of a week before the year 1. On a holiday the clock stands at its first second. */
  readonly seconds: Sql;
  /** Of work that holidays before have taken away; `null` where the calendar has none. */
  readonly closed: Sql | null;
}

/** From the first of January of the year 1, a Monday, to that of 1970. */
const SECONDS_BEFORE_1970 = 62_135_596_800;
const DAY = 86_400;

/** The calendar by its name: formulas name those only that have working hours. */
export function findWorkingCalendar(name: string, calendars: ReadonlyMap<string, Calendar>): WorkingCalendar {
  const calendar = calendars.get(name);
  invariant(calendar?.kind === 'hours', `the calendar ${name} has working hours`);
  return { ...calendar, name };
}

/** From the first reading to the second. */
export function compileWorkingMinutes([start, end]: readonly ClockReading[], { week }: WorkingCalendar): Sql {
  invariant(start && end, 'working minutes are between two moments');
  const shifts = compileShifts(week);
  return sql`((${secondsWorked(end, shifts)} - ${secondsWorked(start, shifts)}) / '60')`;
}

export function readClock(moment: CompiledOperand, calendar: WorkingCalendar): ClockReading {
  const zone = constant(calendar.zone);
  const at = withinYears(moment.sql);
  const local = moment.type === 'time' ? sql`(${at} at time zone ${zone}::text)` : at;
  const first = weekShifts(calendar.week)[0]?.start ?? 0;
  const offset = sql`${constant(String(SECONDS_BEFORE_1970 + 7 * DAY - first))}::numeric`;
  if (!calendar.holidays) return { seconds: sql`(extract(epoch from ${local}) + ${offset})`, closed: null };
  const days = own(holidaysStep(calendar.name), ALL_DAYS);
  const open = sql`case when ${local}::date = any(${days}) then date_trunc('day', ${local}) else ${local} end`;
  const closed = holidayLists(calendar.week).map(({ column, seconds }) => {
    const count = sql`width_bucket((${local}::date - 1), ${own(holidaysStep(calendar.name), column)})`;
    return sql`coalesce(${count}, 0) * ${constant(String(seconds))}::numeric`;
  });
  return {
    seconds: sql`(extract(epoch from ${open}) + ${offset})`,
    closed: sql`(${sql.join(closed, sql` + `)})`,
  };
}

/** The step of a calendar's holidays, with a dot, which no leg's name has. */
export function holidaysStep(calendar: string): string {
  return `${calendar}.holidays`;
}

/** The column of that step which has all holidays that take work away. */
export const ALL_DAYS = 'days';

/** The lists of that step: holidays that take the same time away, and the ISO weekdays on which they fall. */
export function holidayLists(week: WorkingWeek): readonly {
  readonly column: string;
  readonly seconds: number;
  readonly weekdays: readonly number[];
}[] {
  const lists = new Map<number, number[]>();
  for (const [index, shifts] of week.entries()) {
    const seconds = shifts.reduce((sum, [start, end]) => sum + (end - start) * 60, 0);
    if (seconds > 0) lists.set(seconds, [...(lists.get(seconds) ?? []), index + 1]);
  }
  const entries = [...lists];
  return entries.map(([seconds, weekdays]) => {
    return { column: entries.length === 1 ? ALL_DAYS : `${ALL_DAYS} of ${seconds} s`, seconds, weekdays };
  });
}

/** A week that begins with its first shift, as lists by the number of the shift. */
interface CompiledShifts {
  /** Seconds worked in a week. */
  readonly worked: Sql;
  /** When shifts start. */
  readonly starts: Sql;
  /** How long nobody worked before. */
  readonly idle: Sql;
  /** How long was worked when they end. */
  readonly done: Sql;
}

function compileShifts(week: WorkingWeek): CompiledShifts {
  const shifts = weekShifts(week);
  const first = shifts[0]?.start ?? 0;
  let worked = 0;
  const lists = shifts.map(({ start, length }) => {
    const idle = start - first - worked;
    worked += length;
    return { start: start - first, idle, done: worked };
  });
  return {
    worked: sql`${constant(String(worked))}::numeric`,
    starts: compileList(lists.map(({ start }) => start)),
    idle: compileList(lists.map(({ idle }) => idle)),
    done: compileList(lists.map(({ done }) => done)),
  };
}

/** In seconds from Monday's beginning. */
function weekShifts(week: WorkingWeek): readonly { readonly start: number; readonly length: number }[] {
  return week.flatMap((day, index) =>
    day.map(([start, end]) => ({ start: index * DAY + start * 60, length: (end - start) * 60 })),
  );
}

function secondsWorked(
  { seconds, closed }: ClockReading,
  { worked, starts, idle, done }: CompiledShifts,
): Sql {
  const begun = sql`mod(${seconds}, '604800')`;
  const shift = sql`width_bucket(${begun}, ${starts})`;
  const before = closed ? sql` - ${closed}` : sql``;
  return sql`(div(${seconds}, '604800') * ${worked} + least(${begun} - (${idle})[${shift}], (${done})[${shift}])${before})`;
}

/** Whole numbers as an array. */
export function compileList(numbers: readonly number[]): Sql {
  return sql`${constant(`{${numbers.join(',')}}`)}::numeric[]`;
}

function constant(value: string): ParameterSlot {
  return { kind: 'constant', value };
}
