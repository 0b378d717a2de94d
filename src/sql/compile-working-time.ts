/**
 * Working minutes between two moments: the seconds worked until each of them since a week long ago, whole weeks
 * at once and the begun one by a list of its shifts. A wall clock has no days of 23 hours, so weeks are all alike.
 */
import { type RawBuilder, sql } from 'kysely';
import { invariant } from '../base/invariant.ts';
import type { Calendar } from '../catalog/catalog.ts';
import type { WorkingWeek } from '../definitions/working-hours.ts';
import type { CompiledOperand } from './compile-cast.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { withinYears } from './within-years.ts';

type Sql = RawBuilder<unknown>;

/** The calendar by its name: formulas name those only that have working hours. */
export function compileWorkingMinutes(
  [start, end]: readonly CompiledOperand[],
  name: string,
  calendars: ReadonlyMap<string, Calendar>,
): Sql {
  const calendar = calendars.get(name);
  invariant(start && end && calendar?.kind === 'hours', `the calendar ${name} has working hours`);
  const week = compileWeek(calendar.week);
  const zone = constant(calendar.zone);
  const [before, after] = [start, end].map((moment) => secondsWorked(wallClock(moment, zone), week));
  return sql`((${after} - ${before}) / '60')`;
}

/** A week that begins with its first shift, as lists by the number of the shift. */
interface CompiledWeek {
  /** Seconds from the Monday before the year 1 and that shift's start to 1970. */
  readonly offset: Sql;
  /** Seconds worked in a week. */
  readonly worked: Sql;
  /** When shifts start. */
  readonly starts: Sql;
  /** How long nobody worked before. */
  readonly idle: Sql;
  /** How long was worked when they end. */
  readonly done: Sql;
}

/** From the first of January of the year 1, a Monday, to that of 1970. */
const SECONDS_BEFORE_1970 = 62_135_596_800;
const DAY = 86_400;

function compileWeek(week: WorkingWeek): CompiledWeek {
  const shifts = week.flatMap((day, index) =>
    day.map(([start, end]) => ({ start: index * DAY + start * 60, length: (end - start) * 60 })),
  );
  const first = shifts[0]?.start ?? 0;
  let worked = 0;
  const lists = shifts.map(({ start, length }) => {
    const idle = start - first - worked;
    worked += length;
    return { start: start - first, idle, done: worked };
  });
  const list = (numbers: readonly number[]): Sql => sql`${constant(`{${numbers.join(',')}}`)}::numeric[]`;
  return {
    offset: sql`${constant(String(SECONDS_BEFORE_1970 + 7 * DAY - first))}::numeric`,
    worked: sql`${constant(String(worked))}::numeric`,
    starts: list(lists.map(({ start }) => start)),
    idle: list(lists.map(({ idle }) => idle)),
    done: list(lists.map(({ done }) => done)),
  };
}

function secondsWorked(local: Sql, { offset, worked, starts, idle, done }: CompiledWeek): Sql {
  const seconds = sql`(extract(epoch from ${local}) + ${offset})`;
  const begun = sql`mod(${seconds}, '604800')`;
  const shift = sql`width_bucket(${begun}, ${starts})`;
  return sql`(div(${seconds}, '604800') * ${worked} + least(${begun} - (${idle})[${shift}], (${done})[${shift}]))`;
}

function wallClock({ sql: moment, type }: CompiledOperand, zone: ParameterSlot): Sql {
  return type === 'time' ? sql`(${withinYears(moment)} at time zone ${zone}::text)` : withinYears(moment);
}

function constant(value: string): ParameterSlot {
  return { kind: 'constant', value };
}
