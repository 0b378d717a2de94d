/** What the operator of this machine may do, and no key of a tenant. */
import type { TextRows } from '../../postgres/postgres-database.ts';
import type { Inspection } from '../../sql/inspection.ts';
import type { CheckedKeys } from '../../store/store.ts';

export interface OperatorServices {
  /** Counts over the rows of all tenants. */
  readonly inspect: (inspection: Inspection, signal?: AbortSignal) => Promise<TextRows>;
  /** Remembers what was found of keys on this warehouse. */
  readonly saveKeyProofs: (checked: readonly CheckedKeys[]) => Promise<void>;
}
