/** What one query may ask for, at most. */
export const QUERY_LIMITS = {
  metrics: 20,
  dimensions: 10,
  conditions: 50,
  conditionDepth: 12,
  listValues: 1_000,
  buckets: 10_000,
  /** Of one metric, where those inside others are aggregated again. */
  bucketsWithin: 10_000,
  /** Of all windows together, where rows are looked at again for each. */
  windowSlots: 2_000_000,
  tenants: 1_000,
  topGroups: 1_000,
  comparisons: 5,
  rows: 50_000,
  defaultRows: 1_000,
} as const;
