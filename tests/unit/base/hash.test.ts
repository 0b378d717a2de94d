import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, hashOf } from '../../../src/base/hash.ts';

describe('canonicalJson', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: undefined, b: { c: undefined } }, '{"b":{}}'],
    [
      new Map<string, unknown>([
        ['b', new Map()],
        ['a', []],
      ]),
      '{"a":[],"b":{}}',
    ],
    ['"\n', '"\\"\\n"'],
    [-0, '0'],
    [undefined, 'null'],
  ])('%o', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('is equal for two values exactly where they are deeply equal', () => {
    const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
    // Half of the pairs are one value twice, with its keys the other way round.
    const pair = fc.oneof(
      fc.tuple(json, json),
      json.map((value) => [value, reverseKeys(value)] as const),
    );
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(isDeepStrictEqual(a, b));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is JSON of the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reverseKeys(item)]),
  );
}

describe('hashOf', () => {
  it('is the SHA-256 of the text', () => {
    expect(hashOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  });

  it('keeps apart what joined strings would not', () => {
    expect(hashOf(['a', 'bc'])).not.toBe(hashOf(['ab', 'c']));
    expect(hashOf(['1'])).not.toBe(hashOf([1]));
    expect(hashOf([null])).not.toBe(hashOf(['null']));
  });
});
