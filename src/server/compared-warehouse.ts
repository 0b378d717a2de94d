/** The warehouse for comparing two catalogs: opened for reading alone, without a store, which a comparison leaves as it is. */
import { randomBytes } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import type { Config } from '../config.ts';
import { prepareInspection } from '../sql/inspection-statement.ts';
import { loadSqlVerifier } from '../sql/verify-sql.ts';
import { loadSecret } from '../store/secret-file.ts';
import type { TenantId } from '../tenancy/principal.ts';
import { createPostgresWarehouse } from '../warehouse/postgres-warehouse.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { readTenants } from './every-tenant.ts';
import { openDatabase } from './open-database.ts';

export interface ComparedWarehouse {
  readonly warehouse: Warehouse;
  /** Pairs of questions that it takes at the same time. */
  readonly lanes: number;
  /** What tenants' labels are made with: the same for everybody who has the secret of one store. */
  readonly secret: string;
  /** `null` where no model of the project lists them. */
  listTenants(catalog: Catalog, signal?: AbortSignal): Promise<readonly TenantId[] | null>;
  close(): Promise<void>;
}

/** Few, since others use the warehouse as well. */
const MOST_LANES = 3;
const INSPECTION_MS = 300_000;

export async function openComparedWarehouse(config: Config): Promise<ComparedWarehouse> {
  const { warehouse: location, store, limits, rowSecurity } = config;
  const isEmbedded = location.kind === 'embedded';
  const lanes = isEmbedded ? 1 : Math.min(MOST_LANES, limits.connections);
  const state = store.kind === 'embedded' ? dirname(resolve(store.folder)) : null;
  const secret = config.secret ?? (state === null ? null : await loadSecret(state)) ?? newSecret();
  await loadSqlVerifier();
  const database = await openDatabase(location, { maxConnections: lanes }, new Map());
  const warehouse = createPostgresWarehouse(database, { maxCost: limits.maxCost, rowSecurity });
  return {
    warehouse,
    lanes,
    secret,
    listTenants: (catalog, signal) =>
      readTenants(
        catalog,
        (inspection) =>
          warehouse.inspect(prepareInspection(inspection), { timeoutMs: INSPECTION_MS, signal }),
        signal,
      ),
    close: () => warehouse.close(),
  };
}

/** Of this run alone: labels mean nothing to whoever has no secret, and stay the same for nobody. */
function newSecret(): string {
  return randomBytes(32).toString('hex');
}
