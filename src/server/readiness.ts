/** Whether the server can answer, as the admin port tells it. */
import type { Engine } from '../engine/engine.ts';

/** The reason in words; `null` where it can. */
export async function tellWhyNotReady(engine: Engine, isDraining: boolean): Promise<string | null> {
  if (isDraining) return 'it shuts down';
  const { warehouse, store } = await engine.ready();
  if (!warehouse) return 'the warehouse does not answer';
  return store ? null : 'the store does not answer';
}
