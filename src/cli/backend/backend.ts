/**
 * What commands need databases for. There are two ways to it: through the process that serves and holds the
 * embedded database, or by opening the databases here.
 */
import type { ValuesRequest } from '../../engine/read-values.ts';
import type { MetricQuery } from '../../query/metric-query.ts';
import type { OperatorServices } from '../../serving/routes/operator-services.ts';
import type { NewServiceKey, ServiceKey } from '../../store/store.ts';

export interface Backend extends OperatorServices {
  /** The answer's JSON text. */
  query(tenants: readonly string[], query: MetricQuery): Promise<string>;
  /** The JSON text of a page of values. */
  values(tenants: readonly string[], request: ValuesRequest): Promise<string>;
  createKey(request: NewServiceKey): Promise<{ readonly id: string; readonly key: string }>;
  listKeys(): Promise<readonly ServiceKey[]>;
  /** Whether there was such a live key. */
  revokeKey(id: string): Promise<boolean>;
  /** Fills the warehouse with the demo's data. */
  seed(): Promise<void>;
  close(): Promise<void>;
}
