import { expect, it } from 'vitest';
import { sayCount } from '../../../src/base/say-count.ts';

it.each([
  [0, '0 rows'],
  [1, '1 row'],
  [2, '2 rows'],
  [1234, '1,234 rows'],
])('%i', (number, words) => {
  expect(sayCount(number, 'row')).toBe(words);
});
