/** For engines whose answers nobody publishes, annotates or asks a receipt of: a store that keeps nothing. */
import type { EngineParts } from './create-engine.ts';

export const NO_RECEIPTS: EngineParts['store'] = {
  saveReceipt: () => Promise.resolve(),
  findReceipt: () => Promise.resolve(null),
  addFreeze: () => Promise.resolve(null),
  findFreeze: () => Promise.resolve(null),
  listFreezes: () => Promise.resolve([]),
  addAnnotation: () => Promise.resolve(false),
  findAnnotation: () => Promise.resolve(null),
  changeAnnotation: () => Promise.resolve(false),
  removeAnnotation: () => Promise.resolve(false),
  listAnnotationSubjects: () => Promise.resolve([]),
  readAnnotations: () => Promise.resolve({ items: [], next: null }),
  ping: () => Promise.resolve(true),
};
