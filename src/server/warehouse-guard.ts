/** Lets a catalog be served only where the warehouse's role is fit for it: at start, and at every reload. */
import type { Catalog } from '../catalog/catalog.ts';
import type { Config } from '../config.ts';
import type { OperatorServices } from '../serving/routes/operator-services.ts';
import { listGuardedSources } from '../sql/row-security/row-security-plan.ts';
import { checkWarehouseRole } from './check-warehouse-role.ts';
import type { LoadedCatalog } from './served-catalog.ts';

export interface WarehouseGuard {
  /** @throws SemanticError SERVER_WAREHOUSE_ROLE, and those of the warehouse */
  check(catalog: Catalog): Promise<void>;
  /** The same loading, which fails where the check does. */
  guarded(load: () => Promise<LoadedCatalog>): () => Promise<LoadedCatalog>;
  /** What is not as on a real deployment, in words for the log. */
  readonly notices: readonly string[];
}

/** The embedded database has one role, which may do everything, so there is nothing to choose. */
export function guardWarehouse(
  { warehouse, rowSecurity }: Pick<Config, 'warehouse' | 'rowSecurity'>,
  { inspect }: Pick<OperatorServices, 'inspect'>,
): WarehouseGuard {
  const isEmbedded = warehouse.kind === 'embedded';
  const check = async (catalog: Catalog): Promise<void> => {
    if (isEmbedded) return;
    const sources = listGuardedSources(catalog.models.values());
    await checkWarehouseRole({ inspect: (inspection) => inspect(inspection), sources, rowSecurity });
  };
  return {
    check,
    guarded: (load) => async () => {
      const loaded = await load();
      if (loaded.kind === 'catalog') await check(loaded.catalog);
      return loaded;
    },
    notices: isEmbedded
      ? [
          'The warehouse is the embedded database, whose one role may do everything: not for strangers to reach.',
        ]
      : [],
  };
}
