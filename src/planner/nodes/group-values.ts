/** See {@link GroupValues}. */
import type { OutputColumn } from '../plan-expression.ts';
import type { MetricsOver } from './metrics-over.ts';

/**
 * Metrics of groups as the rows of a leg, which aggregates them again; exact, and marked where they are of the first
 * or the last bucket.
 *
 * | per day | orders |    | per day | orders | last  |
 * |---------|--------|    |---------|--------|-------|
 * | 1 May   | 30     |    | 1 May   | 30     | false |
 * | 2 May   | 0      | →  | 2 May   | 0      | true  |
 */
export interface GroupValues<Rows> {
  readonly kind: 'group_values';
  readonly input: MetricsOver<Rows>;
  readonly edges: readonly GroupEdge[];
}

/** The first or last bucket of each larger group. */
export interface GroupEdge {
  /** Of the column that says so. */
  readonly name: string;
  readonly edge: 'first' | 'last';
  readonly bucket: OutputColumn;
  readonly within: readonly OutputColumn[];
}

export function groupValues<Rows>(node: Omit<GroupValues<Rows>, 'kind'>): GroupValues<Rows> {
  return Object.freeze({ kind: 'group_values', ...node });
}
