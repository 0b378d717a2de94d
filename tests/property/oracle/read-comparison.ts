/** `compare` of a query read: how far back each range lies, and what its columns are called behind a metric's own. */
import { BUCKET_GRAINS, SUB_DAY_GRAINS } from './calendar.ts';
import type { Comparison, Query } from './query.ts';
import type { Moved } from './window.ts';

/** The columns of a comparison, in their order. */
export const PARTS = ['value', 'change', 'ratio'] as const;

interface ReadComparison {
  /** By itself where that is not said. */
  readonly by: Moved | null;
  readonly names: Readonly<Record<(typeof PARTS)[number], string>>;
}

export function readComparisons(compare: Query['compare']): readonly ReadComparison[] {
  if (compare === undefined) return [];
  if (!isList(compare))
    return [
      { by: distanceOf(compare), names: { value: 'previous', change: 'change', ratio: 'change_ratio' } },
    ];
  return compare.map((asked) => {
    const name = nameOf(asked);
    const names = { value: `${name}.value`, change: `${name}.change`, ratio: `${name}.change_ratio` };
    return { by: distanceOf(asked), names };
  });
}

function isList(compare: NonNullable<Query['compare']>): compare is readonly Comparison[] {
  return Array.isArray(compare);
}

function nameOf(asked: Comparison): string {
  if (typeof asked === 'string') return asked;
  return asked.as ?? ('range' in asked ? asked.range : `shift_${asked.shift.replace(' ', '_')}`);
}

function distanceOf(asked: Comparison): Moved | null {
  if (typeof asked === 'object' && 'shift' in asked) {
    const [count, written = ''] = asked.shift.split(' ');
    const unit = [...SUB_DAY_GRAINS, ...BUCKET_GRAINS].find((grain) => grain === written.replace(/s$/, ''));
    if (unit === undefined) throw new Error(`the oracle knows no ${written}`);
    return { count: Number(count), unit };
  }
  const range = typeof asked === 'string' ? asked : asked.range;
  return range === 'previous_year' ? { count: 1, unit: 'year' } : null;
}
