/** What the steps of a statement are called, by what they compute. */
import type { LegRows } from '../planner/legs-of.ts';

/** The step of every group in every bucket. */
export const FILLED_STEP = 'every_bucket';

/** `orders_by_time_channel_name`, `orders_total`, `combined`; `prefix` tells the steps of a choice from those of the answer. */
export function stepName(node: LegRows, prefix = ''): string {
  if (node.kind === 'fill_buckets') return FILLED_STEP;
  if (node.kind !== 'leg') return `${prefix}${node.name}`;
  if (node.groups.length === 0) return `${prefix}${node.name}_total`;
  return `${prefix}${node.name}_by_${node.groups.map(({ name }) => name.replaceAll(/[.:]/g, '_')).join('_and_')}`;
}
