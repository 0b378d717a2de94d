/** Random times of questions to the leak project: grains down to the minute, ranges by ends or by name, fill. */
import type { Grain } from '../../src/base/value-type.ts';
import { PART_NAMES } from '../../src/formula/parts-of-time.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import type { Draw } from './generate/draw.ts';

type Time = NonNullable<MetricQuery['time']>;

const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York', 'Europe/Moscow'];
const DAY_GRAINS = ['day', 'week', 'month', 'quarter', 'year', 'fiscal_quarter', 'fiscal_year'] as const;
const CLOCK_GRAINS = ['minute', 'hour'] as const;

/** Around the rows of the project, and the clock of its world; some are none. */
const RANGES = [
  'last 30 days',
  'last 30 days',
  'last 3 months',
  'last 48 hours',
  'last 2 retail.period',
  'yesterday',
  'this month',
  'month to date',
  'year to date',
  '2026',
  '2026-Q1',
  '2026-05',
  '2026-W07',
  '2026-04-17',
  '2026-Q5',
];

export function drawLeakTime(draw: Draw): Time {
  const grain = draw.chance(60) ? drawLeakGrain(draw, 'time') : undefined;
  const fill = draw.chance(grain === undefined ? 2 : 30);
  return {
    ...(grain === undefined ? {} : { grain }),
    ...(fill && grain !== undefined ? drawFilled(draw, grain) : drawEnds(draw)),
    ...(fill ? { fill } : {}),
    ...(draw.chance(30) ? { zone: draw.pick(ZONES) } : {}),
  };
}

/** A grain that times of this type mostly have. */
export function drawLeakGrain(draw: Draw, type: string): Grain {
  if (draw.chance(7)) return 'retail.period';
  return draw.pick(draw.chance(type === 'date' ? 2 : 25) ? CLOCK_GRAINS : DAY_GRAINS);
}

/** What a grouped time is cut by: a grain, or now and then a part of it that times of this type have. */
export function drawLeakCut(draw: Draw, type: string): string {
  if (!draw.chance(20)) return drawLeakGrain(draw, type);
  return draw.pick(type === 'date' ? PART_NAMES.filter((part) => part !== 'hour_of_day') : PART_NAMES);
}

export function drawLeakRange(draw: Draw): string {
  return draw.pick(RANGES);
}

function drawEnds(draw: Draw): Time {
  if (draw.chance(30)) return { range: drawLeakRange(draw) };
  const month = draw.integer(1, 6);
  return {
    ...(draw.chance(60) ? { from: `2026-0${month}-01` } : {}),
    ...(draw.chance(40) ? { to: `2026-0${month + 2}-15` } : {}),
  };
}

/** Ends with few buckets of the grain between them; now and then one is missing. */
function drawFilled(draw: Draw, grain: Grain): Time {
  const month = `2026-0${draw.integer(1, 6)}`;
  if (draw.chance(4)) return { from: `${month}-01` };
  // Rows lie at a quarter past eight in the evening, UTC.
  if (grain === 'minute') return { from: `${month}-10T20:10Z`, to: `${month}-10T20:40Z` };
  if (grain === 'hour') return { from: `${month}-10`, to: `${month}-12` };
  return draw.chance(40) ? { range: drawLeakRange(draw) } : { from: `${month}-01`, to: `${month}-25` };
}
