/** For engines whose answers nobody asks a receipt of: a store that keeps nothing. */
import type { EngineParts } from './create-engine.ts';

export const NO_RECEIPTS: EngineParts['store'] = {
  saveReceipt: () => Promise.resolve(),
  findReceipt: () => Promise.resolve(null),
  ping: () => Promise.resolve(true),
};
