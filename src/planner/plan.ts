/** A plan: what one query reads and computes. It holds no value of the request and no tenant. */
import type { TenantMode } from '../tenancy/scope.ts';
import type { ComputeMetrics } from './nodes/compute-metrics.ts';
import type { OrderRows } from './nodes/order-rows.ts';

export interface Plan {
  readonly rows: OrderRows;
  /** The same query without grouping, order and limit (S9); null as well where the rows carry it. */
  readonly totals: ComputeMetrics | null;
  /** For each metric of converted money, how many rows lack a rate; null where nothing is converted. */
  readonly withoutRate: ComputeMetrics | null;
  readonly tenants: TenantMode;
}
