/**
 * What commands need databases for. There are two ways to it: through the process that serves and holds the
 * embedded database, or by opening the databases here.
 */
import type { DemoSize } from '../../demo/demo-size.ts';
import type { ValuesRequest } from '../../engine/read-values.ts';
import type { MetricQuery } from '../../query/metric-query.ts';
import type { LocalAsker } from '../../serving/local-principal.ts';
import type { OperatorServices } from '../../serving/routes/operator-services.ts';
import type {
  AuditFilter,
  AuditPage,
  AuditPageRequest,
  MetricUsage,
  UsageFilter,
} from '../../store/audit-record.ts';
import type { DeploymentFilter, DeploymentPage, DeploymentPageRequest } from '../../store/deployment.ts';
import type { KeyReplacement, NewServiceKey, ServiceKey } from '../../store/store.ts';

/** The operator is shown all tenants, always. */
export type OwnFilter<Filter extends UsageFilter> = Omit<Filter, 'tenants'>;

export interface Backend extends OperatorServices {
  /** The answer's JSON text. */
  query(asker: LocalAsker, query: MetricQuery): Promise<string>;
  /** The JSON text of a page of values. */
  values(asker: LocalAsker, request: ValuesRequest): Promise<string>;
  createKey(request: NewServiceKey): Promise<{ readonly id: string; readonly key: string }>;
  listKeys(): Promise<readonly ServiceKey[]>;
  /** `null` where there is no such live key. */
  replaceKey(
    id: string,
    replacement: KeyReplacement,
  ): Promise<{ readonly id: string; readonly key: string } | null>;
  /** Whether there was such a live key. */
  revokeKey(id: string): Promise<boolean>;
  /** Records of all tenants. */
  readAudit(filter: OwnFilter<AuditFilter>, page: AuditPageRequest): Promise<AuditPage>;
  countUsage(filter: OwnFilter<UsageFilter>): Promise<readonly MetricUsage[]>;
  /** Of all projects that share the store. */
  readDeployments(
    filter: Omit<DeploymentFilter, 'project'>,
    page: DeploymentPageRequest,
  ): Promise<DeploymentPage>;
  /** Fills the warehouse with the demo's data. */
  seed(size?: DemoSize): Promise<void>;
  close(): Promise<void>;
}
