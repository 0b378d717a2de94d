/** What the steps of a statement are called; those of a leg's rows with a dot, which no other step's name can have. */
import { assertNever } from '../base/assert-never.ts';
import type { ComputeMetrics } from '../planner/nodes/compute-metrics.ts';
import type { Leg, LegRows } from '../planner/nodes/leg.ts';
import type { AttributeRows } from '../planner/nodes/relation.ts';
import type { SumSlots } from '../planner/nodes/sum-slots.ts';

/** `sales_by_region_rows` might be a step of groups as well, `sales_by_region.rows` none. */
export function rowsStep({ name }: Pick<Leg, 'name'>): string {
  return `${name}.rows`;
}

/** The step that has the rows of the node, in the leg of that name. */
export function inputStep(name: string, input: Leg['input'] | SumSlots): string {
  switch (input.kind) {
    case 'row_values':
      return rowsStep({ name });
    case 'keep_top':
      return `${name}.top`;
    case 'join_windows':
      return `${name}.in_windows`;
    case 'choose_rows':
      return `${name}.chosen`;
    case 'sum_slots':
      return `${name}.slots`;
    case 'accumulate_slots':
      return `${name}.accumulated`;
    case 'group_values':
      return input.edges.length > 0 ? `${name}.marked` : metricsStep(input.input);
    default:
      return assertNever(input);
  }
}

/** The step of the values of groups, before they are rounded for an answer. */
export function metricsStep(metrics: Pick<ComputeMetrics, 'name'>): string {
  return withinMetrics(metrics, 'metrics');
}

/** Told from those of the answer, the steps of metrics that are aggregated again: `orders_per_day.filled`. */
export function withinMetrics({ name }: Pick<ComputeMetrics, 'name'>, step: string): string {
  return name === '' ? step : `${name}.${step}`;
}

/**
 * `orders_by_time_channel_name`, `orders_total`, `combined`; `prefix` tells the steps of a choice among groups
 * from those of the answer.
 */
export function stepName(node: LegRows, prefix = ''): string {
  if (node.kind === 'fill_buckets') return withinMetrics(node, 'every_bucket');
  if (node.kind !== 'leg') return `${prefix}${node.name}`;
  if (node.groups.length === 0) return `${prefix}${node.name}_total`;
  return `${prefix}${node.name}_by_${node.groups.map(({ name }) => name.replaceAll(/[.: ]/g, '_')).join('_and_')}`;
}

/** The values of an attribute by key; with a blank and a dot, which no other step's name has. */
export function attributeStep({ name }: Pick<AttributeRows, 'name'>): string {
  return `each ${name}`;
}

/** The rows that they are made of. */
export function attributeRowsStep({ name }: Pick<AttributeRows, 'name'>): string {
  return `rows of ${name}`;
}
