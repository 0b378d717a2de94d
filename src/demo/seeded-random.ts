/**
 * Chance that repeats: the same seed gives the same draws on every machine. Only integer arithmetic
 * is used, because results of `Math.sin` and its kind may differ between processors.
 */
import { invariant } from '../base/invariant.ts';

/** A stream of draws; each draw moves it on. */
export interface SeededRandom {
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** True in `perMille` of a thousand draws. */
  chance(perMille: number): boolean;
  pick<Item extends NonNullable<unknown>>(items: readonly Item[]): Item;
  /** The item of one of the pairs, as often as its whole-number weight says. */
  weighted<Item>(pairs: readonly (readonly [item: Item, weight: number])[]): Item;
}

/** A stream of its own for each `seed`, so that drawing more from one never moves another. */
export function createRandom(seed: string): SeededRandom {
  let state = hashSeed(seed);
  // A Weyl sequence, mixed: every state is visited once in 2^32 draws.
  const draw = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const integer = (least: number, most: number): number => least + (draw() % (most - least + 1));
  return {
    integer,
    chance: (perMille) => integer(1, 1000) <= perMille,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)];
      invariant(item !== undefined, 'nothing to pick from');
      return item;
    },
    weighted: (pairs) => {
      const total = pairs.reduce((sum, [, weight]) => sum + weight, 0);
      let left = integer(1, total);
      const found = pairs.find(([, weight]) => {
        left -= weight;
        return left <= 0;
      });
      invariant(found, 'weights sum to more than their total');
      return found[0];
    },
  };
}

/** FNV-1a over UTF-16 units. */
function hashSeed(seed: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < seed.length; index += 1) {
    hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
