import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CountingWindows } from '../../../src/serving/counting-windows.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a window begins with the first count and ends after its time, whatever comes in between', () => {
  const windows = new CountingWindows({ limit: 2, windowSeconds: 10, remembered: 5 });
  expect(windows.count('a')).toEqual({ isExceeded: false, remaining: 1, seconds: 10 });
  vi.advanceTimersByTime(9_500);
  expect(windows.count('a')).toEqual({ isExceeded: false, remaining: 0, seconds: 1 });
  expect(windows.count('a')).toEqual({ isExceeded: true, remaining: 0, seconds: 1 });
  expect(windows.count('b')).toEqual({ isExceeded: false, remaining: 1, seconds: 10 });
  vi.advanceTimersByTime(500);
  expect(windows.count('a')).toEqual({ isExceeded: false, remaining: 1, seconds: 10 });
});

test('no more keys are remembered than may be, and the busy ones are not forgotten', () => {
  const windows = new CountingWindows({ limit: 1_000, windowSeconds: 10, remembered: 5 });
  for (let index = 0; index < 100; index += 1) {
    windows.count('busy');
    windows.count(`stranger ${index}`);
  }
  expect(windows.count('busy').remaining).toBe(899);
  expect(windows.count('stranger 0').remaining).toBe(999);
});
