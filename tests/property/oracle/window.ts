/** The windows of formulas as they are written; what they hold is reckoned in `interval.ts`. */
import type { DayGrain, Grain } from './calendar.ts';

export type Window =
  /** `shift(m, 1 month)` */
  | { readonly kind: 'shift'; readonly count: number; readonly unit: Grain }
  /** `shift(m, to year)` */
  | { readonly kind: 'shift_to'; readonly period: DayGrain }
  /** `trailing(m, 7 days)`, `trailing(m, 3 buckets)` */
  | { readonly kind: 'trailing'; readonly count: number; readonly unit: Grain | 'bucket' }
  | { readonly kind: 'to_date'; readonly period: DayGrain }
  | { readonly kind: 'running' }
  /** What `compare` looks at, always outermost: the bucket at the same place of the range moved back, by itself or so much. */
  | { readonly kind: 'compared'; readonly by: Moved | null }
  /** What `at_end` looks at: the last day. */
  | { readonly kind: 'last_day' };

/** So many units. */
export interface Moved {
  readonly count: number;
  readonly unit: Grain;
}

export function printWindow(window: Window, operand: string): string {
  switch (window.kind) {
    case 'shift':
    case 'trailing':
      return `${window.kind}(${operand}, ${window.count} ${window.unit}${window.count === 1 ? '' : 's'})`;
    case 'shift_to':
      return `shift(${operand}, to ${window.period})`;
    case 'to_date':
      return `to_date(${operand}, ${window.period})`;
    case 'running':
      return `running(${operand})`;
    case 'compared':
    case 'last_day':
      throw new Error('no formula says so');
  }
}

/** Whether the window means anything only where there are buckets. */
export function needsGrain(window: Window): boolean {
  return window.kind === 'shift_to' || (window.kind === 'trailing' && window.unit === 'bucket');
}
