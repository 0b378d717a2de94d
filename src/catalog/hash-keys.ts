/** The identity of what a proof of keys is about: change any of it and the proof is of something else. */
import { hashOf } from '../base/hash.ts';
import type { Model } from './catalog.ts';

/** 64 hexadecimal digits over a model's source, keys and tenant rule. */
export function hashKeys({ source, primaryKey, uniqueKeys, scope }: Model): string {
  return hashOf({ source, primaryKey, uniqueKeys, scope });
}
