import { expect, test, vi } from 'vitest';
import { Bug } from '../../../src/base/invariant.ts';
import { onInterruption } from '../../../src/postgres/interruption.ts';
import type { DatabaseError } from '../../../src/postgres/postgres-database.ts';

test('time runs out once', async () => {
  const interrupt = vi.fn<(error: DatabaseError) => void>();
  onInterruption({ timeoutMs: 10 }, interrupt);
  await expect.poll(() => interrupt.mock.calls).toMatchObject([[{ fault: 'timeout' }]]);
});

test('the caller gives up before time runs out, and only that counts', async () => {
  const interrupt = vi.fn<(error: DatabaseError) => void>();
  const controller = new AbortController();
  onInterruption({ timeoutMs: 10, signal: controller.signal }, interrupt);
  controller.abort('bored');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(interrupt.mock.calls).toMatchObject([[{ fault: 'cancelled', cause: 'bored' }]]);
});

test('a caller who had given up before is told at once', () => {
  const interrupt = vi.fn<(error: DatabaseError) => void>();
  onInterruption({ timeoutMs: 10, signal: AbortSignal.abort() }, interrupt);
  expect(interrupt).toHaveBeenCalledTimes(1);
});

test('called off, nothing happens', async () => {
  const interrupt = vi.fn<(error: DatabaseError) => void>();
  const controller = new AbortController();
  onInterruption({ timeoutMs: 10, signal: controller.signal }, interrupt)();
  controller.abort();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(interrupt).not.toHaveBeenCalled();
});

test.each([0, -1, Number.NaN, 2 ** 31])('a timeout of %s is a bug', (timeoutMs) => {
  expect(() => onInterruption({ timeoutMs }, () => {})).toThrow(Bug);
});
