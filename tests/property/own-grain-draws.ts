/** Random tables of days, sales beside them, and questions about those in the periods that the tables tell. */
import type { Draw } from './generate/draw.ts';
import { dateOf, type SoMany, type Span } from './own-grain-buckets.ts';
import type { CalendarDay, Unit } from './own-grain-days.ts';
import { type Measure, type Question, type Sale, WINDOWS } from './own-grain-rows.ts';

/** Moments and days, of the same sales. */
export const MODELS = ['moments', 'dates'] as const;
type Model = (typeof MODELS)[number];

const TENANTS = ['a', 'b'];
const KINDS = ['x', 'y', null];
export const UNITS: readonly Unit[] = ['period', 'season'];
/** 1 June, which is what the engine takes it to be. */
export const TODAY = 151;
/** Mostly seasons of whole periods; now and then a table that contradicts itself. */
function drawTable(draw: Draw, tenant: string): readonly CalendarDay[] {
  const first = draw.integer(78, 100);
  const lengths = Array.from({ length: draw.chance(6) ? 0 : draw.integer(4, 16) }, () => draw.integer(1, 9));
  const isNested = draw.chance(60);
  const names = draw.shuffle(Array.from({ length: 140 }, (_, place) => place));
  let season = 0;
  const days = lengths.flatMap((length, place) => {
    if (isNested && draw.chance(40)) season += 1;
    return Array.from({ length }, () => {
      if (!isNested && draw.chance(12)) season += 1;
      return { period: `p${names[place]}`, season: names[season] ?? 0 };
    });
  });
  const table = days.map((values, place): CalendarDay => ({ tenant, day: first + place, ...values }));
  return draw.shuffle(draw.chance(12) ? spoil(table, draw) : table);
}

function spoil(table: readonly CalendarDay[], draw: Draw): readonly CalendarDay[] {
  const [one, other] = draw.some(table, 2);
  if (!one || !other) return table;
  const rest = table.filter((row) => row !== one);
  return draw.pick([
    rest,
    [...table, one],
    [...table, { ...one, season: other.season }],
    [...rest, { ...one, period: other.period }],
    [...rest, { ...one, period: null }],
    [...rest, { ...one, day: null }],
  ]);
}

function drawSales(draw: Draw): readonly Sale[] {
  const drawDay = (): number | null => (draw.chance(6) ? null : draw.integer(75, 165));
  return Array.from({ length: draw.integer(0, 40) }, () => ({
    tenant: draw.pick(TENANTS),
    day: drawDay(),
    placed: drawDay(),
    kind: draw.pick(KINDS),
    amount: draw.chance(8) ? null : draw.integer(-9, 99),
  }));
}

export interface Drawn {
  readonly scope: 'client' | 'shared';
  readonly table: readonly CalendarDay[];
  readonly sales: readonly Sale[];
}

/** Where the calendar is everybody's, no row of it says whose it is. */
export function drawWorld(draw: Draw): Drawn {
  const scope = draw.chance(70) ? 'client' : 'shared';
  const own = drawTable(draw, scope === 'client' ? 'a' : '');
  const theirs = draw.chance(30)
    ? own.map((row) => ({ ...row, tenant: 'b', period: row.period && `${row.period} of b` }))
    : drawTable(draw, 'b');
  return { scope, table: scope === 'client' ? [...own, ...theirs] : own, sales: drawSales(draw) };
}

export interface Asked extends Question {
  readonly model: Model;
  readonly tenants: readonly string[];
}

function drawSoMany(draw: Draw): SoMany {
  return { count: draw.integer(1, 2), unit: draw.pick(UNITS) };
}

/** Days that some period begins or ends with. */
function findEdges(table: readonly CalendarDay[], unit: Unit): readonly number[] {
  const days = table.flatMap(({ day, tenant, [unit]: value }) => {
    const isRun = (other: number): boolean =>
      table.some((row) => row.tenant === tenant && row.day === other && row[unit] === value);
    if (day === null) return [];
    return [...(isRun(day - 1) ? [] : [day]), ...(isRun(day + 1) ? [] : [day + 1])];
  });
  return [...new Set(days)].filter((day) => day <= TODAY);
}

/**
 * Mostly within the later days that are known, so that windows find what they need. Never whole months, which would be
 * compared with months; nothing of it is still to come.
 */
function drawSpan(draw: Draw, table: readonly CalendarDay[]): Span {
  const edges = findEdges(table, draw.pick(UNITS)).toSorted((a, b) => a - b);
  const late = draw.chance(85) ? edges.slice(Math.floor(edges.length / 3)) : [];
  const [first = 80, last = TODAY] = [late[0], late.at(-1)];
  const one = draw.integer(first, Math.max(first, last - 1));
  const anywhere = [one, draw.integer(one + 1, Math.max(one + 1, last))];
  const bounds = late.length > 1 && draw.chance(60) ? draw.some(late, 2) : anywhere;
  const [from, to] = [Math.min(...bounds), Math.max(...bounds)];
  const isMonths = [from, to].every((day) => dateOf(day).endsWith('-01'));
  return isMonths ? { from: from + 1, to } : { from, to };
}

/** What must be asked over a range is; what only base metrics have is asked of those alone. */
export function drawQuestion(draw: Draw, table: readonly CalendarDay[]): Asked {
  const tenants = draw.pick([['a'], ['b'], ['a'], ['b'], TENANTS]);
  const kind = draw.pick(['base', 'windows', 'windows', 'compared', 'compared']);
  const grain = draw.pick(['day', 'week', 'period', 'period', 'season', null] as const);
  const measures: Measure[] = draw.some([{ kind: 'rows' }, { kind: 'total' }] as const, 2);
  const units = draw.some(UNITS, draw.integer(1, 2));
  const windows = WINDOWS.flatMap((window) => units.map((unit): Measure => ({ kind: window, unit })));
  const isAllowed = (measure: Measure): boolean =>
    measure.kind !== 'average' ||
    grain === null ||
    grain === measure.unit ||
    isSeasonOfPeriods(grain, measure);
  const isOpen = kind === 'base' && draw.chance(40);
  const asked = draw.chance(15)
    ? drawSoMany(draw)
    : drawSpan(
        draw,
        table.filter(({ tenant }) => tenant === '' || tenants.includes(tenant)),
      );
  return {
    model: draw.pick(MODELS),
    tenants,
    measures:
      kind === 'windows'
        ? draw.some([...measures, ...windows.filter(isAllowed)], draw.integer(1, 4))
        : measures,
    grain,
    range: isOpen ? null : asked,
    fill: !isOpen && grain !== null && draw.chance(35),
    by: draw.chance(60) ? [] : draw.some(['kind', 'placed'] as const, draw.integer(1, 2)),
    kind: draw.chance(20) ? 'x' : null,
    placed: draw.chance(10) ? drawSoMany(draw) : null,
    compare: kind !== 'compared' ? null : draw.chance(50) ? 'previous_period' : drawSoMany(draw),
  };
}

function isSeasonOfPeriods(grain: Question['grain'], measure: Measure): boolean {
  return grain === 'season' && 'unit' in measure && measure.unit === 'period';
}
