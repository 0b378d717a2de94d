/** Random choices, all drawn from one fast-check generator so that its seed replays them. */
import fc from 'fast-check';

const below = (limit: number) => fc.noBias(fc.integer({ min: 0, max: limit - 1 }));

export class Draw {
  private readonly generate: fc.GeneratorValue;

  constructor(generate: fc.GeneratorValue) {
    this.generate = generate;
  }

  /** Both ends included. */
  integer(least: number, most: number): number {
    return least + this.generate(below, most - least + 1);
  }

  chance(percent: number): boolean {
    return this.generate(below, 100) < percent;
  }

  pick<T>(items: readonly T[]): T {
    const found = items[this.generate(below, items.length)];
    if (found === undefined) throw new RangeError('nothing to pick from');
    return found;
  }

  /** Up to `most` different ones of `items`, in random order. */
  some<T>(items: readonly T[], most: number): T[] {
    return this.shuffle(items).slice(0, most);
  }

  shuffle<T>(items: readonly T[]): T[] {
    const rest = [...items];
    return items.flatMap(() => rest.splice(this.generate(below, rest.length), 1));
  }
}
