/** Buckets in a project's own grains, and what windows see from them, by brute force; it knows nothing of plans or SQL. */
import {
  type Edges,
  edgeAfter,
  isKnown,
  moveBack,
  moveEndBack,
  startOf,
  type Unit,
} from './own-grain-days.ts';

/** Days `[from, to)`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface SoMany {
  readonly count: number;
  readonly unit: Unit;
}

export type Grain = 'day' | 'week' | Unit;

/** What the periods are, and which day it is. */
export interface Days {
  readonly edges: Readonly<Record<Unit, Edges>>;
  readonly today: number;
}

/** A stretch of a bucket; the label is its first day, whether the range begins with it or not. */
export interface Bucket extends Span {
  readonly label: number | null;
  readonly grain: Grain | null;
  readonly isWhole: boolean;
}

export function dateOf(day: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
}

/** Today's place counts for nothing but its period. @throws Refusal */
export function lastPeriods({ count, unit }: SoMany, { edges, today }: Days): Span {
  const to = edges[unit].includes(today) ? today : startOf(today, edges[unit]);
  return { from: moveBack(to, count, edges[unit]), to };
}

export function isCounted(day: number, grain: Grain, { edges }: Days): boolean {
  return isCommon(grain) || isKnown(day, edges[grain]);
}

/** 1 January 2026 is a Thursday. */
export function bucketStart(day: number, grain: Grain, { edges }: Days): number {
  if (grain === 'day') return day;
  return grain === 'week' ? day - ((day + 3) % 7) : startOf(day, edges[grain]);
}

function bucketEnd(start: number, grain: Grain, { edges }: Days): number {
  if (grain === 'day') return start + 1;
  return grain === 'week' ? start + 7 : edgeAfter(start, edges[grain]);
}

export function bucketsOf(range: Span, grain: Grain | null, days: Days): readonly Bucket[] {
  if (!grain) return [{ ...range, label: null, grain, isWhole: false }];
  const labels = new Set(daysOf(range).map((day) => bucketStart(day, grain, days)));
  return [...labels].map((label) => {
    const end = bucketEnd(label, grain, days);
    const isWhole = isInside(label, grain, { range, days });
    return { label, grain, isWhole, from: Math.max(label, range.from), to: Math.min(end, range.to) };
  });
}

export function isInside(
  label: number,
  grain: Grain,
  { range, days }: { readonly range: Span; readonly days: Days },
): boolean {
  return label >= range.from && bucketEnd(label, grain, days) <= range.to;
}

export function windowOf(
  kind: 'to_date' | 'shift' | 'trailing',
  bucket: Bucket,
  { unit, days }: { readonly unit: Unit; readonly days: Days },
): Span {
  const edges = days.edges[unit];
  const { to } = bucket;
  if (kind === 'to_date') return { from: startOf(to - 1, edges), to };
  if (kind === 'trailing') return { from: moveBack(to, 2, edges), to };
  return shiftBucket(bucket, { edges, days });
}

/** A whole day or week stays one, and so does a whole period that moves to the first day of another of its kind. */
function shiftBucket(
  { from, to, grain, isWhole }: Bucket,
  { edges, days }: { readonly edges: Edges; readonly days: Days },
): Span {
  const start = moveBack(from, 1, edges);
  if (isWhole && grain && (isCommon(grain) || days.edges[grain].includes(start)))
    return { from: start, to: isCommon(grain) ? start + to - from : edgeAfter(start, days.edges[grain]) };
  return { from: start, to: moveEndBack(to, 1, edges) };
}

/** A comparison; so many periods of a range are the last ones. */
interface Compared {
  readonly compare: 'previous_period' | SoMany | null;
  readonly grain: Grain | null;
  readonly range: Span | SoMany | null;
}

/** By itself, a range of whole periods moves by so many: those that it was asked in, or else the buckets. */
export function comparedRange({ from, to }: Span, { compare, grain, range }: Compared, days: Days): Span {
  if (compare !== null && compare !== 'previous_period') {
    const edges = days.edges[compare.unit];
    return { from: moveBack(from, compare.count, edges), to: moveEndBack(to, compare.count, edges) };
  }
  const unit = range && 'unit' in range ? range.unit : grain;
  const edges = unit && !isCommon(unit) ? days.edges[unit] : [];
  const isWhole = edges.includes(from) && edges.includes(to);
  const count = edges.indexOf(to) - edges.indexOf(from);
  return { from: isWhole ? moveBack(from, count, edges) : from - (to - from), to: from };
}

function isCommon(grain: Grain): grain is 'day' | 'week' {
  return grain === 'day' || grain === 'week';
}

export function daysOf({ from, to }: Span): readonly number[] {
  return Array.from({ length: to - from }, (_, place) => from + place);
}

export function isWithin({ from, to }: Span, day: number | null): boolean {
  return day !== null && day >= from && day < to;
}
