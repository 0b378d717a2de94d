/** Which refusals say when to come back: those that pass by themselves. */
import { expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/errors/catalogue.ts';
import { isRetryLater } from '../../../src/serving/problem.ts';

test.each<[code: ErrorCode, isLater: boolean]>([
  ['WAREHOUSE_UNAVAILABLE', true],
  ['WAREHOUSE_TIMEOUT', true],
  ['SERVER_NOT_READY', true],
  ['WAREHOUSE_SOURCE_MISSING', false],
  ['TENANT_REFUSED', false],
])('%s: %s', (code, isLater) => {
  expect(isRetryLater(code)).toBe(isLater);
});
