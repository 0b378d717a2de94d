/** Who used metrics lately, where somebody can be asked without opening a database that nobody else needs. */
import type { Config } from '../../config.ts';
import { openDatabase } from '../../server/open-database.ts';
import { AuditLog } from '../../store/audit-log.ts';
import type { MetricUsage } from '../../store/audit-record.ts';
import { findServer } from '../backend/open-backend.ts';
import { USAGE_DAYS } from './project-diff.ts';

const DAY_MS = 86_400_000;

/** Of the last days, by metric and version; `null` where nobody can say. */
export async function readUsage(
  config: Config,
  metrics: readonly string[],
): Promise<readonly MetricUsage[] | null> {
  if (metrics.length === 0) return [];
  const from = new Date(Date.now() - USAGE_DAYS * DAY_MS).toISOString();
  try {
    const server = await findServer(config);
    if (server !== null) return await server.backend.countUsage({ metrics, from });
    return config.store.kind === 'embedded' ? null : await countInStore(config, { metrics, from });
  } catch {
    // Whatever keeps it from being known, the changes are the same.
    return null;
  }
}

async function countInStore(
  { store }: Config,
  asked: { readonly metrics: readonly string[]; readonly from: string },
): Promise<readonly MetricUsage[]> {
  const database = await openDatabase(store, { maxConnections: 1 }, new Map());
  try {
    return await new AuditLog(database).countUsage({ ...asked, tenants: 'all' });
  } finally {
    await database.close();
  }
}
