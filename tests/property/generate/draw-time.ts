/** Random `time` of a query: grains, ranges around the days on which clocks change, zones. */
import { addDays, BUCKET_GRAINS, type Grain, SUB_DAY_GRAINS } from '../oracle/calendar.ts';
import { wallClock } from '../oracle/clock.ts';
import type { TimeQuery } from '../oracle/query.ts';
import type { Leg } from '../oracle/request.ts';
import { needsGrain, type Window } from '../oracle/window.ts';
import type { Draw } from './draw.ts';
import type { QueryDraw } from './draw-condition.ts';
import { STEADY_ZONES, THEATRES, type Theatre } from './draw-values.ts';
import { serves } from './served.ts';

/** Some of them occur twice, or not at all, on the day on which a theatre's clocks change. */
const CLOCKS = [
  '00:00',
  '00:30',
  '00:30',
  '01:00:00.5',
  '01:30',
  '02:00:00',
  '02:30',
  '02:30',
  '23:30',
  '23:59:59.999999',
];
const MOMENTS = ['00:00:00Z', '12:30:00Z', '00:00:00+02:00', '23:30:00-03:00'] as const;
/** How far a range reaches where each of its buckets is asked for, so that they stay few. */
const FEW_DAYS: Readonly<Record<Grain, number>> = {
  second: 0,
  minute: 0,
  hour: 2,
  day: 8,
  week: 40,
  month: 100,
  quarter: 400,
  fiscal_quarter: 400,
  fiscal_year: 400,
  year: 400,
};

/** `daily`: for what has no time of day. */
export function drawGrain(draw: Draw, { daily }: { daily: boolean }): Grain {
  if (serves('sub_day') && draw.chance(daily ? 3 : 35)) return draw.pick(['hour', 'hour', ...SUB_DAY_GRAINS]);
  return draw.pick(BUCKET_GRAINS);
}

/** Of a range before an open one, there is none. */
function isBefore(window: Window): boolean {
  return window.kind === 'compared' && window.by === null;
}

export function drawTime(context: QueryDraw, legs: readonly Leg[]): TimeQuery | null {
  const { draw, theatre } = context;
  const timed = legs.every(({ time }) => time !== null);
  if (!timed && draw.chance(95)) return null;
  const zone = drawZone(draw, theatre);
  const daily = legs.some(({ timeType }) => timeType === 'date');
  const needsBuckets = legs.some(({ windows }) => windows.some(needsGrain));
  const grain = draw.chance(needsBuckets ? 97 : 60) ? drawGrain(draw, { daily }) : undefined;
  const fill = serves('fill') && draw.chance(grain === undefined ? 1 : 25);
  const isWindowed = grain !== undefined && legs.some(({ windows }) => windows.length > 0);
  const few = fill || (isWindowed && draw.chance(90));
  const isCompared = legs.some(({ windows }) => windows.some(isBefore));
  const time: TimeQuery = {
    ...(grain === undefined ? {} : { grain }),
    ...drawEnds(context, {
      daily: daily && draw.chance(90),
      closed: (fill && draw.chance(97)) || (isCompared && draw.chance(95)),
      fill,
      few,
      grain: grain ?? null,
    }),
    ...(zone === undefined ? {} : { zone }),
    ...(fill ? { fill } : {}),
  };
  return Object.keys(time).length === 0 ? null : time;
}

function drawZone(draw: Draw, theatre: Theatre): string | undefined {
  if (draw.chance(35)) return undefined;
  return draw.chance(65) ? theatre.zone : draw.pick([...STEADY_ZONES, ...THEATRES.map(({ zone }) => zone)]);
}

interface EndsDraw {
  readonly daily: boolean;
  readonly fill: boolean;
  /** Whether it is to have both ends. */
  readonly closed: boolean;
  /** Whether the buckets of the range are to be few. */
  readonly few: boolean;
  readonly grain: Grain | null;
}

function drawEnds(context: QueryDraw, ends: EndsDraw): Pick<TimeQuery, 'from' | 'to' | 'range'> {
  const { draw } = context;
  const { daily, fill, closed, few, grain } = ends;
  if (!fill && !closed && draw.chance(few ? 15 : 50)) return {};
  // A range of days has too many minutes.
  if ((grain === 'minute' || grain === 'second') && (fill || draw.chance(95)))
    return drawMoments(context, grain);
  if (serves('range') && draw.chance(20) && !(few && grain === 'hour'))
    return { range: drawRangeText(context, { daily }) };
  const [from, to] = drawRange(context, ends);
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** A few minutes or seconds around a moment of the day. */
function drawMoments({ draw, theatre }: QueryDraw, grain: 'minute' | 'second'): { from: string; to: string } {
  const hour = draw.pick(['00', '01', '02', '03', '23']);
  const start = `${theatre.day}T${hour}`;
  if (grain === 'second') return { from: `${start}:59:58.5`, to: `${start}:59:59.999` };
  return { from: `${start}:30:30`, to: `${start}:${draw.pick(['31', '45', '59'])}:00` };
}

function drawRange(
  { draw, theatre }: QueryDraw,
  { daily, closed, few, grain }: EndsDraw,
): readonly [string | undefined, string | undefined] {
  const bound = (earliest: number, latest: number) => {
    const day = draw.chance(40) ? theatre.day : addDays(theatre.day, draw.integer(earliest, latest));
    if (daily || draw.chance(30)) return day;
    return `${day}T${draw.chance(75) ? draw.pick(CLOCKS) : draw.pick(MOMENTS)}`;
  };
  const span = few ? FEW_DAYS[grain ?? 'day'] : draw.pick([2, 8, 40, 400]);
  const range = draw.chance(3)
    ? ([bound(1, 2), bound(-1, 1)] as const)
    : ([bound(-span, 0), bound(1, Math.max(span, 1))] as const);
  if (draw.chance(closed ? 0 : 15)) return [range[0], undefined];
  return draw.chance(closed ? 0 : 15) ? [undefined, range[1]] : range;
}

/** A range in words, most of them around the day of the theatre. */
export function drawRangeText({ draw, theatre, now }: QueryDraw, { daily }: { daily: boolean }): string {
  const day = draw.chance(50) ? theatre.day : wallClock(now, theatre.zone).slice(0, 10);
  const [year = '', month = ''] = day.split('-');
  const unit = draw.pick(['day', 'day', 'week', 'month', 'quarter', 'year']);
  const count = draw.pick([1, 1, 2, 3, 7, 30]);
  const written = `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (!daily && serves('sub_day') && draw.chance(15))
    return `last ${draw.pick([1, 6, 90])} ${draw.pick(['hours', 'minutes'])}`.replace(
      /^last 1 (.*)s$/,
      'last 1 $1',
    );
  return draw.pick([
    `last ${written}`,
    `last ${written}`,
    `this ${unit}`,
    `${draw.pick(['week', 'month', 'quarter', 'year'])} to date`,
    'today',
    'yesterday',
    year,
    `${year}-Q${Math.ceil(Number(month) / 3)}`,
    `${year}-${month}`,
    `${year}-W${draw.pick(['01', '07', '13', '44', '52'])}`,
    day,
  ]);
}
