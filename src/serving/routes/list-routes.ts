/** All routes of the server, in the order in which the documentation shows them. */
import { graphqlRoute } from '../graphql/graphql-route.ts';
import { schemaRoute } from '../graphql/schema-route.ts';
import { changeAnnotationRoute } from '../rest/annotations/change-annotation.ts';
import { getAnnotationRoute } from '../rest/annotations/get-annotation.ts';
import { listAnnotationsRoute } from '../rest/annotations/list-annotations.ts';
import { removeAnnotationRoute } from '../rest/annotations/remove-annotation.ts';
import { writeAnnotationRoute } from '../rest/annotations/write-annotation.ts';
import { exportAuditRoute } from '../rest/audit/export-audit.ts';
import { listAuditRoute } from '../rest/audit/list-audit.ts';
import { listUsageRoute } from '../rest/audit/list-usage.ts';
import { listBenchmarksRoute } from '../rest/benchmarks/list-benchmarks.ts';
import { listDeploymentsRoute } from '../rest/deployments/list-deployments.ts';
import { getDimensionRoute } from '../rest/dimensions/get-dimension.ts';
import { getDimensionValuesRoute } from '../rest/dimensions/get-dimension-values.ts';
import { listDimensionsRoute } from '../rest/dimensions/list-dimensions.ts';
import { openapiRoute } from '../rest/documents/openapi-route.ts';
import { mintEmbedTokenRoute } from '../rest/embed-tokens/mint-embed-token.ts';
import { compareFreezeRoute } from '../rest/freezes/compare-freeze.ts';
import { getFreezeRoute } from '../rest/freezes/get-freeze.ts';
import { listFreezesRoute } from '../rest/freezes/list-freezes.ts';
import { publishFreezeRoute } from '../rest/freezes/publish-freeze.ts';
import { livezRoute, readyzRoute } from '../rest/health/health-routes.ts';
import { internalRoutes } from '../rest/internal/internal-routes.ts';
import { createKeyRoute } from '../rest/keys/create-key.ts';
import { listKeysRoute } from '../rest/keys/list-keys.ts';
import { revokeKeyRoute } from '../rest/keys/revoke-key.ts';
import { rotateKeyRoute } from '../rest/keys/rotate-key.ts';
import {
  changelogFeedRoute,
  getChangelogRoute,
  getDimensionChangelogRoute,
  listChangelogRoute,
} from '../rest/metrics/changelogs.ts';
import { getLineageRoute } from '../rest/metrics/get-lineage.ts';
import { getMetricRoute } from '../rest/metrics/get-metric.ts';
import { getValuesRoute } from '../rest/metrics/get-values.ts';
import { listMetricsRoute } from '../rest/metrics/list-metrics.ts';
import { listVersionsRoute } from '../rest/metrics/list-versions.ts';
import { planQueryRoute } from '../rest/query/plan-query.ts';
import { runQueryRoute } from '../rest/query/run-query.ts';
import { getReceiptRoute } from '../rest/receipts/get-receipt.ts';
import { listTenantsRoute } from '../rest/tenants/list-tenants.ts';
import type { Route } from './route.ts';

export const routes: readonly Route[] = [
  runQueryRoute,
  planQueryRoute,
  getValuesRoute,
  getDimensionValuesRoute,
  getReceiptRoute,
  publishFreezeRoute,
  listFreezesRoute,
  getFreezeRoute,
  compareFreezeRoute,
  writeAnnotationRoute,
  listAnnotationsRoute,
  getAnnotationRoute,
  changeAnnotationRoute,
  removeAnnotationRoute,
  listMetricsRoute,
  getMetricRoute,
  listDimensionsRoute,
  getDimensionRoute,
  listTenantsRoute,
  listBenchmarksRoute,
  listVersionsRoute,
  getLineageRoute,
  getChangelogRoute,
  getDimensionChangelogRoute,
  listChangelogRoute,
  changelogFeedRoute,
  listDeploymentsRoute,
  graphqlRoute,
  schemaRoute,
  listKeysRoute,
  createKeyRoute,
  rotateKeyRoute,
  revokeKeyRoute,
  mintEmbedTokenRoute,
  listAuditRoute,
  exportAuditRoute,
  listUsageRoute,
  openapiRoute,
  livezRoute,
  readyzRoute,
  ...internalRoutes,
];
