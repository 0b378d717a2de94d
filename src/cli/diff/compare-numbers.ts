/** `vitrine diff --data`: the metrics that changes touch, old and new side by side on the warehouse. */
import { listSome } from '../../base/list-some.ts';
import { sayCount } from '../../base/say-count.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import { chooseMetrics } from '../../comparison/choose-metrics.ts';
import { compareMetrics } from '../../comparison/compare-metrics.ts';
import type { ComparedRange } from '../../comparison/compared-metric.ts';
import { labelTenant } from '../../comparison/tenant-labels.ts';
import type { Config } from '../../config.ts';
import { type ComparedWarehouse, openComparedWarehouse } from '../../server/compared-warehouse.ts';
import { toTenantId } from '../../serving/local-principal.ts';
import type { TenantId } from '../../tenancy/principal.ts';
import type { Change, Verdict } from '../../versions/diff/change.ts';
import { findServer } from '../backend/open-backend.ts';
import { inUse } from '../backend/remote-backend.ts';
import type { CommandContext } from '../command-context.ts';
import { usageError } from '../usage-error.ts';
import type { NumbersDiff } from './project-diff.ts';

export interface NumbersRequest {
  readonly range: ComparedRange;
  /** Names; `all` for every metric, `touched` for those that changes say may move or break. */
  readonly metrics: readonly string[] | 'all' | 'touched';
  /** `null` for all that the project lists. */
  readonly tenants: readonly string[] | null;
  /** Rows of each metric that are kept. */
  readonly rows: number;
  /** Whether tenants are called by their ids. */
  readonly names: boolean;
}

interface ComparedProject {
  readonly before: Catalog;
  readonly after: Catalog;
  readonly changes: readonly Change[];
}

/** @throws SemanticError CLI_USAGE, SERVER_CONFIG, those of the warehouse, and the signal's reason */
export async function compareNumbers(
  request: NumbersRequest,
  project: ComparedProject,
  { context, signal }: { readonly context: CommandContext; readonly signal: AbortSignal },
): Promise<NumbersDiff> {
  const { before, after, changes } = project;
  const { metrics } = request;
  const wanted = metrics === 'all' ? null : new Set(metrics === 'touched' ? touchedBy(changes) : metrics);
  const { compared, added, removed } = chooseMetrics(before, after, wanted);
  if (Array.isArray(metrics)) requireAll(metrics, compared);
  const none = { grain: request.range.grain, from: null, to: null, tenants: 0, metrics: [] };
  if (compared.length === 0) return { ...none, added, removed };
  const config = context.config();
  await requireFree(config);
  const opened = await openComparedWarehouse(config);
  const progress = context.progress();
  try {
    const tenants = await chooseTenants(request, { after, opened, signal });
    context.terminal.err.write(sayCost(compared.length, tenants.length));
    const comparison = await compareMetrics(
      {
        before,
        after,
        metrics: compared,
        tenants,
        range: request.range,
        rows: request.rows,
        nameTenant: (tenant) => (request.names ? tenant : labelTenant(tenant, opened.secret)),
      },
      {
        warehouse: opened.warehouse,
        lanes: opened.lanes,
        now: () => new Date(),
        report: (done, total) => progress.report(`Comparing ${done} of ${total}`),
        signal,
      },
    );
    return { ...comparison, added, removed };
  } finally {
    progress.finish();
    await opened.close();
  }
}

/** With what breaks: a number of another unit is another one, whatever its digits. */
const MOVING: ReadonlySet<Verdict> = new Set(['breaking', 'numbers_move', 'numbers_may_move']);

/** Metrics that some change says are, or may be, other numbers. */
function touchedBy(changes: readonly Change[]): readonly string[] {
  return changes.filter(({ verdict }) => MOVING.has(verdict)).flatMap(({ touches }) => touches);
}

function requireAll(names: readonly string[], compared: readonly string[]): void {
  const missing = names.filter((name) => !compared.includes(name));
  if (missing.length > 0)
    throw usageError(
      `${listSome(missing)}: no metric of that name can be asked for on both sides`,
      'vitrine list shows the names; a new metric has nothing to be compared with.',
    );
}

/** An embedded database is one process's alone, and what serves reads definitions from its own folder only. */
async function requireFree(config: Config): Promise<void> {
  if (config.warehouse.kind !== 'embedded') return;
  const server = await findServer(config);
  if (server !== null) throw inUse(server, 'numbers are compared');
}

async function chooseTenants(
  { tenants }: NumbersRequest,
  {
    after,
    opened,
    signal,
  }: { readonly after: Catalog; readonly opened: ComparedWarehouse; readonly signal: AbortSignal },
): Promise<readonly TenantId[]> {
  if (tenants !== null) return [...new Set(tenants)].sort().map(toTenantId);
  const listed = await opened.listTenants(after, signal);
  if (listed !== null) return listed;
  throw usageError(
    'the project does not say where its tenants are listed',
    'Name some with --tenant, or the model that lists them under tenants: in project.yaml.',
  );
}

/** Said before the first question, so that whoever finds it too much can stop. */
function sayCost(metrics: number, tenants: number): string {
  return `Comparing ${sayCount(metrics, 'metric')} of ${sayCount(tenants, 'tenant')}: ${sayCount(metrics * tenants * 2, 'question')} to the warehouse\n`;
}
