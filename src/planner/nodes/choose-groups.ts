/** See {@link ChooseGroups}. */
import type { Parameter } from '../../formula/expression.ts';
import type { OutputColumn } from '../plan-expression.ts';
import type { ComputeMetrics } from './compute-metrics.ts';

/**
 * The n best groups by a metric: nulls last both ways, ties by the groups themselves, nulls a group.
 *
 * | name | revenue |             | name |
 * |------|---------|             |------|
 * | seo  | 7       | the best →  | ads  |
 * | ads  | 30      |
 */
export interface ChooseGroups {
  readonly kind: 'choose_groups';
  /** Of the groups to choose from, over the rows that the legs above aggregate as well. */
  readonly input: ComputeMetrics;
  readonly by: OutputColumn;
  readonly direction: 'asc' | 'desc';
  readonly limit: Parameter;
}

export function chooseGroups(node: Omit<ChooseGroups, 'kind'>): ChooseGroups {
  return Object.freeze({ kind: 'choose_groups', ...node });
}
