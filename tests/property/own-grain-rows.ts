/** Answers in a project's own grains by brute force, over arrays of sales and days; it knows nothing of plans or SQL. */
import {
  type Bucket,
  bucketStart,
  bucketsOf,
  comparedRange,
  type Days,
  dateOf,
  daysOf,
  type Grain,
  isCounted,
  isInside,
  isWithin,
  lastPeriods,
  type SoMany,
  type Span,
  windowOf,
} from './own-grain-buckets.ts';
import { isKnown, startOf, type Unit } from './own-grain-days.ts';

export interface Sale {
  readonly tenant: string;
  readonly day: number | null;
  readonly placed: number | null;
  readonly kind: string | null;
  readonly amount: number | null;
}

export const WINDOWS = ['to_date', 'shift', 'trailing', 'average'] as const;

/** Trailing windows are of two. */
export type Measure =
  | { readonly kind: 'rows' | 'total' }
  | { readonly kind: (typeof WINDOWS)[number]; readonly unit: Unit };

export interface Question {
  readonly measures: readonly Measure[];
  readonly grain: Grain | null;
  /** So many whole periods before today's, where it is no span. */
  readonly range: Span | SoMany | null;
  readonly fill: boolean;
  /** By the season in which it was placed. */
  readonly by: readonly ('kind' | 'placed')[];
  readonly kind: string | null;
  /** Sales placed in so many whole periods before today's. */
  readonly placed: SoMany | null;
  readonly compare: 'previous_period' | SoMany | null;
}

export interface SaleWorld extends Days {
  readonly sales: readonly Sale[];
}

type Cell = string | number | null;

export interface Expected {
  readonly rows: readonly (readonly Cell[])[];
  /** Buckets that the range cuts. */
  readonly cut: readonly string[];
  /** Whether some row is of a day that no period has. */
  readonly isUnknown: boolean;
}

/** Sales that a number is of. */
interface Part {
  readonly holds: (sale: Sale) => boolean;
  /** A group has periods where it has sales; the whole always does, and so does what is filled. */
  readonly value: (sales: readonly Sale[], isFilled: boolean) => Cell;
}

interface Place {
  readonly label: number | null;
  readonly parts: readonly Part[];
}

/** @throws Refusal where the documents refuse */
export function answer(question: Question, whole: SaleWorld): Expected {
  const { grain, by, fill, compare } = question;
  const world = { ...whole, sales: meantSales(question, whole) };
  const range = rangeOf(question, world);
  const places = placesOf(question, range, world);
  const held = world.sales.filter((sale) =>
    places.some(({ parts }) => parts.some(({ holds }) => holds(sale))),
  );
  const groups = groupSales(by.length === 0 ? world.sales : held, by, world);
  const rows = places.flatMap(({ label, parts }) =>
    groups.flatMap((group): (readonly Cell[])[] => {
      const own = parts.map(({ holds }) => group.sales.filter(holds));
      const isAlways = fill || (grain === null && by.length === 0);
      if (!isAlways && own.every(({ length }) => length === 0)) return [];
      const isFilled =
        isAlways && (by.length === 0 || group.sales.some(({ day }) => range && isWithin(range, day)));
      const values = parts.map(({ value }, place) => value(own[place] ?? [], isFilled));
      const time = grain ? [label === null ? null : dateOf(label)] : [];
      return [[...time, ...group.key, ...(compare ? withChanges(values) : values)]];
    }),
  );
  const shown = places.filter(
    ({ label }) => label !== null && grain && rows.some(([time]) => time === dateOf(label)),
  );
  const cut = shown.flatMap(({ label }) =>
    label !== null && grain && range && !isInside(label, grain, { range, days: world })
      ? [dateOf(label)]
      : [],
  );
  const isUnknown = held.some(
    ({ day, placed }) =>
      (by.includes('placed') && placed !== null && !isKnown(placed, world.edges.season)) ||
      (grain && day !== null && !isCounted(day, grain, world)),
  );
  return { rows, cut: cut.sort(), isUnknown };
}

/** What the totals of an answer are; they are compared with the same earlier range as its rows. */
export function answerWhole(question: Question, world: SaleWorld): readonly Cell[] {
  const range = rangeOf(question, world);
  const over = (span: Span | null): readonly Cell[] => {
    const whole: Question = { ...question, range: span, grain: null, by: [], fill: false, compare: null };
    return answer(whole, world).rows[0] ?? [];
  };
  if (!range || !question.compare) return over(range);
  const before = over(comparedRange(range, question, world));
  return withChanges(over(range).flatMap((cell, place) => [cell, before[place] ?? null]));
}

function rangeOf({ range }: Question, world: SaleWorld): Span | null {
  return range && 'unit' in range ? lastPeriods(range, world) : range;
}

function meantSales({ kind, placed }: Question, world: SaleWorld): readonly Sale[] {
  const span = placed && lastPeriods(placed, world);
  return world.sales.filter(
    (sale) => (kind === null || sale.kind === kind) && (!span || isWithin(span, sale.placed)),
  );
}

interface Group {
  readonly key: readonly Cell[];
  readonly sales: readonly Sale[];
}

/** Without groups, all are one, also where there are none. */
function groupSales(sales: readonly Sale[], by: Question['by'], { edges }: SaleWorld): readonly Group[] {
  if (by.length === 0) return [{ key: [], sales }];
  const seasonOf = (day: number | null): Cell =>
    day === null || !isKnown(day, edges.season) ? null : dateOf(startOf(day, edges.season));
  const groups = new Map<string, { readonly key: readonly Cell[]; readonly sales: Sale[] }>();
  for (const sale of sales) {
    const key = by.map((group) => (group === 'kind' ? sale.kind : seasonOf(sale.placed)));
    const group = groups.get(JSON.stringify(key)) ?? { key, sales: [] };
    group.sales.push(sale);
    groups.set(JSON.stringify(key), group);
  }
  return [...groups.values()];
}

function placesOf(question: Question, range: Span | null, world: SaleWorld): readonly Place[] {
  const { grain, measures, compare, fill } = question;
  const isListed = fill || compare !== null || measures.some((measure) => 'unit' in measure);
  if (!range || !isListed) return placesOfRows(question, range, world);
  const before = compare ? bucketsOf(comparedRange(range, question, world), grain, world) : null;
  return bucketsOf(range, grain, world).map((bucket, place) => ({
    label: bucket.label,
    parts: measures.flatMap((measure) => {
      const part = partOf(measure, bucket, world);
      if (!before) return [part];
      const partner = before[place];
      return [part, partner ? partOf(measure, partner, world) : { ...part, holds: () => false }];
    }),
  }));
}

/** Without windows, rows themselves say which buckets there are. */
function placesOfRows({ grain, measures }: Question, range: Span | null, world: SaleWorld): readonly Place[] {
  const labelOf = ({ day }: Sale): number | null =>
    day === null || !grain || !isCounted(day, grain, world) ? null : bucketStart(day, grain, world);
  const inRange = (sale: Sale): boolean => !range || isWithin(range, sale.day);
  const labels = new Set(grain ? world.sales.filter(inRange).map(labelOf) : [null]);
  return [...labels].map((label) => ({
    label,
    parts: measures.map(({ kind }) => ({
      holds: (sale) => inRange(sale) && labelOf(sale) === label,
      value: kind === 'rows' ? countOf : sumOf,
    })),
  }));
}

function partOf(measure: Measure, bucket: Bucket, world: SaleWorld): Part {
  switch (measure.kind) {
    case 'rows':
      return { holds: within(bucket), value: countOf };
    case 'total':
      return { holds: within(bucket), value: sumOf };
    case 'average': {
      const periods = new Set(daysOf(bucket).map((day) => startOf(day, world.edges[measure.unit])));
      const value: Part['value'] = (sales, isFilled) =>
        sales.length > 0 || isFilled ? rounded(totalOf(sales) / periods.size) : null;
      return { holds: within(bucket), value };
    }
    default:
      return {
        holds: within(windowOf(measure.kind, bucket, { unit: measure.unit, days: world })),
        value: sumOf,
      };
  }
}

function within(span: Span): (sale: Sale) => boolean {
  return ({ day }) => isWithin(span, day);
}

function countOf(sales: readonly Sale[]): Cell {
  return String(sales.length);
}

function totalOf(sales: readonly Sale[]): number {
  return sales.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
}

function sumOf(sales: readonly Sale[]): Cell {
  return String(totalOf(sales));
}

/** Pairs of a number and the one before, each with what changed. */
function withChanges(pairs: readonly Cell[]): readonly Cell[] {
  return pairs.flatMap((now, place) => {
    const before = pairs[place + 1] ?? null;
    if (place % 2 === 1) return [];
    const change = Number(now) - Number(before);
    return [now, before, String(change), Number(before) === 0 ? null : rounded(change / Number(before))];
  });
}

/** To as many digits as answers have; minus zero is zero. */
function rounded(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}
