import { expect, it } from 'vitest';
import { deepFreeze } from '../../../src/base/freeze.ts';

it('freezes objects, lists and what maps hold, and leaves the rest as it is', () => {
  const value = { list: [{ a: 1 }], map: new Map([['key', { b: 2 }]]), text: 'x', nothing: null };
  const frozen = deepFreeze(value);
  expect(frozen).toBe(value);
  expect([frozen, frozen.list, frozen.list[0], frozen.map.get('key')].every(Object.isFrozen)).toBe(true);
  expect(frozen.map.get('key')).toEqual({ b: 2 });
});
