/** What stands around an aggregate in a formula: windows, totals, and what says which conditions do not count. */
import type { Window } from './window.ts';

export interface Around {
  /** From the outermost on. */
  readonly windows: readonly Window[];
  /** The dimensions that totals leave of those the query groups by; `null` leaves all. */
  readonly within: readonly string[] | null;
  /** What the conditions are about that do not count. */
  readonly disregard: 'all' | readonly string[];
}

/** Nothing around. */
export const NOTHING_AROUND: Around = { windows: [], within: null, disregard: [] };

export function inWindow(around: Around, window: Window): Around {
  return { ...around, windows: [...around.windows, window] };
}

/** A total within another leaves what both leave. */
export function inTotal(around: Around, within: readonly string[]): Around {
  const outer = around.within;
  return { ...around, within: outer === null ? within : within.filter((name) => outer.includes(name)) };
}

/** One within another disregards what either does. */
export function inUnfiltered(around: Around, by: readonly string[] | null): Around {
  const outer = around.disregard;
  if (by === null || outer === 'all') return { ...around, disregard: 'all' };
  return { ...around, disregard: [...new Set([...outer, ...by])].toSorted() };
}
