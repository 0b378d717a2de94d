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
  | { readonly kind: 'running' };

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
  }
}

/** Whether the window means anything only where there are buckets. */
export function needsGrain(window: Window): boolean {
  return window.kind === 'shift_to' || (window.kind === 'trailing' && window.unit === 'bucket');
}
