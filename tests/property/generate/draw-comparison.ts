/** Random comparisons with earlier ranges. */
import { BUCKET_GRAINS, SUB_DAY_GRAINS } from '../oracle/calendar.ts';
import type { Comparison, Query } from '../oracle/query.ts';
import type { Draw } from './draw.ts';

export function drawCompare(draw: Draw): Pick<Query, 'compare'> {
  if (!draw.chance(10)) return {};
  if (draw.chance(70)) return { compare: drawComparison(draw) };
  const [first, second] = [drawComparison(draw), drawComparison(draw)];
  return { compare: [named(first, 'before'), named(second, 'earlier')] };
}

function drawComparison(draw: Draw): Comparison {
  const choice = draw.integer(1, 100);
  if (choice <= 45) return 'previous_period';
  if (choice <= 60) return 'previous_year';
  if (choice <= 65) return { range: draw.pick(['previous_period', 'previous_year']) };
  const unit = draw.pick(draw.chance(8) ? SUB_DAY_GRAINS : BUCKET_GRAINS);
  const count = draw.pick([1, 1, 1, 2, 3, 30]);
  return { shift: `${count} ${unit}${count === 1 ? '' : 's'}` };
}

function named(comparison: Comparison, as: string): Comparison {
  return typeof comparison === 'string' ? { range: comparison, as } : { ...comparison, as };
}
