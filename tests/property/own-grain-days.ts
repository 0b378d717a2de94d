/** A project's own periods by brute force, over days as numbers; it knows nothing of queries, plans or SQL. */

export type Unit = 'period' | 'season';

/** A row of the table of days; days are those since 1 January 2026. */
export interface CalendarDay {
  readonly tenant: string;
  readonly day: number | null;
  readonly period: string | null;
  readonly season: number | null;
}

/** The first day of each period, in order, and then the day after the last; empty where no day is known. */
export type Edges = readonly number[];

/** What the documents refuse, by the code of the error. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: 'QUERY_CALENDAR_RANGE' | 'QUERY_CALENDAR_BROKEN') {
    super(code);
    this.code = code;
  }
}

/** @throws Refusal where the table contradicts itself */
export function edgesOf(table: readonly CalendarDay[], unit: Unit): Edges {
  const daysOf = new Map<string | number, Set<number>>();
  for (const { day, [unit]: value } of table) {
    if (day === null || value === null) throw new Refusal('QUERY_CALENDAR_BROKEN');
    daysOf.set(value, (daysOf.get(value) ?? new Set()).add(day));
  }
  const runs = [...daysOf.values()]
    .map((days) => ({ first: Math.min(...days), next: Math.max(...days) + 1, size: days.size }))
    .sort((a, b) => a.first - b.first);
  const follows = runs.every(({ first }, place) => place === 0 || runs[place - 1]?.next === first);
  if (!follows || runs.some(({ first, next, size }) => next - first !== size))
    throw new Refusal('QUERY_CALENDAR_BROKEN');
  return [...runs.map(({ first }) => first), ...runs.slice(-1).map(({ next }) => next)];
}

export function isKnown(day: number, edges: Edges): boolean {
  return edges.some((edge) => edge <= day) && edges.some((edge) => day < edge);
}

/** The first day of the day's period. @throws Refusal */
export function startOf(day: number, edges: Edges): number {
  if (!isKnown(day, edges)) throw new Refusal('QUERY_CALENDAR_RANGE');
  return Math.max(...edges.filter((edge) => edge <= day));
}

/** The first day of the period after the one that begins with `start`. @throws Refusal */
export function edgeAfter(start: number, edges: Edges): number {
  const next = edges[edges.indexOf(start) + 1];
  if (next === undefined) throw new Refusal('QUERY_CALENDAR_RANGE');
  return next;
}

/**
 * So many periods earlier: at the same place in that period, or on its last day. The day after the last known
 * one begins a period, of which nothing else is known. @throws Refusal
 */
export function moveBack(day: number, count: number, edges: Edges): number {
  const start = edges.includes(day) ? day : startOf(day, edges);
  const earlier = edges[edges.indexOf(start) - count];
  if (earlier === undefined) throw new Refusal('QUERY_CALENDAR_RANGE');
  return day === start ? earlier : Math.min(earlier + day - start, edgeAfter(earlier, edges) - 1);
}

/** An end of a period stays one; any other end is the end of its last day. @throws Refusal */
export function moveEndBack(end: number, count: number, edges: Edges): number {
  return edges.includes(end) ? moveBack(end, count, edges) : moveBack(end - 1, count, edges) + 1;
}
