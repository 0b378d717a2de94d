/** A warehouse whose runs are counted and traced; what is asked of it and what it answers is not looked at. */
import type { InspectableWarehouse } from '../warehouse/warehouse.ts';
import { inSpan } from './spans.ts';

export interface WarehouseWatch {
  readonly ranInWarehouse: (ms: number, outcome: 'done' | 'failed' | 'cancelled') => void;
}

/** Runs everything on `warehouse` as it is. */
export function watchWarehouse(warehouse: InspectableWarehouse, watch: WarehouseWatch): InspectableWarehouse {
  return {
    run: (queries, options) =>
      inSpan(
        'warehouse',
        async () => {
          const started = performance.now();
          try {
            const rows = await warehouse.run(queries, options);
            watch.ranInWarehouse(performance.now() - started, 'done');
            return rows;
          } catch (error) {
            const outcome = options.signal?.aborted ? 'cancelled' : 'failed';
            watch.ranInWarehouse(performance.now() - started, outcome);
            throw error;
          }
        },
        { 'vitrine.statements': queries.length },
      ),
    inspect: (statement, options) => warehouse.inspect(statement, options),
    ping: () => warehouse.ping(),
    close: () => warehouse.close(),
  };
}
