/** Two engines side by side, one of each catalog, which are asked the same at the same moment and of the same rows. */
import type { Catalog } from '../catalog/catalog.ts';
import type { Answer } from '../engine/answer.ts';
import { createEngine } from '../engine/create-engine.ts';
import type { Engine } from '../engine/engine.ts';
import { NO_RECEIPTS } from '../engine/no-receipts.ts';
import type { MetricQuery } from '../query/metric-query.ts';
import type { Principal, TenantId } from '../tenancy/principal.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type Pair, PairedSnapshot, type Side } from './paired-snapshot.ts';

export interface LaneParts extends Readonly<Record<Side, Catalog>> {
  readonly warehouse: Warehouse;
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
}

/** Longer than somebody would wait for a page. */
const TIMEOUT_MS = 300_000;
/** Receipts and cursors are signed by it, and nobody is given any. */
const SECRET = 'comparison';

/** Asks one pair of questions at a time. */
export class ComparisonLane {
  readonly #pair: PairedSnapshot;
  readonly #engines: Readonly<Record<Side, Engine>>;
  readonly #parts: LaneParts;
  #moment: Date;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#moment = parts.now();
    this.#pair = new PairedSnapshot(parts.warehouse);
    const open = (side: Side): Engine =>
      createEngine({
        catalog: parts[side],
        warehouse: this.#pair.warehouse(side),
        store: NO_RECEIPTS,
        secret: SECRET,
        now: () => this.#moment,
        timeoutMs: TIMEOUT_MS,
      });
    this.#engines = { before: open('before'), after: open('after') };
  }

  /** Once more where the two did not read one snapshot: the second time, both remember what only one had to look up. */
  async ask(tenant: TenantId, query: MetricQuery): Promise<Pair<Answer>> {
    const first = await this.#askOnce(tenant, query);
    const isAnswered = first.before.kind === 'answered' && first.after.kind === 'answered';
    return first.together || !isAnswered ? first : await this.#askOnce(tenant, query);
  }

  #askOnce(tenant: TenantId, query: MetricQuery): Promise<Pair<Answer>> {
    const { now, signal } = this.#parts;
    this.#moment = now();
    const asker = operatorOf(tenant);
    const { before, after } = this.#engines;
    return this.#pair.ask({
      before: () => before.query(asker, query, { signal }),
      after: () => after.query(asker, query, { signal }),
    });
  }
}

/** Sees all that there is of one tenant. */
function operatorOf(tenant: TenantId): Principal {
  return { kind: 'operator', id: 'comparison', tenants: [tenant], capability: 'admin', groups: [] };
}
