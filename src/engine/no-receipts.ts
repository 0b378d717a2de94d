/** For engines whose answers nobody publishes or asks a receipt of: a store that keeps nothing. */
import type { EngineParts } from './create-engine.ts';

export const NO_RECEIPTS: EngineParts['store'] = {
  saveReceipt: () => Promise.resolve(),
  findReceipt: () => Promise.resolve(null),
  addFreeze: () => Promise.resolve(null),
  findFreeze: () => Promise.resolve(null),
  listFreezes: () => Promise.resolve([]),
  ping: () => Promise.resolve(true),
};
