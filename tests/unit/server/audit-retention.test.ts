/** Retention of the audit: batch after batch until nothing old is left, and no further once it is stopped. */
import { expect, test } from 'vitest';
import { startRetention } from '../../../src/server/audit-retention.ts';

const now = () => new Date('2026-03-01T00:00:00Z');

test('removes what is older than its days, in batches, until one is not full', async () => {
  const asked: [string, number][] = [];
  const left = [1_000, 1_000, 7];
  const forgetAudit = async (before: Date, most: number) => {
    asked.push([before.toISOString(), most]);
    return left.shift() ?? 0;
  };
  const retention = startRetention({ store: { forgetAudit }, days: 28, now, warn: () => {} });
  expect(await retention.sweep()).toBe(2_007);
  expect(asked).toEqual(Array.from({ length: 3 }, () => ['2026-02-01T00:00:00.000Z', 1_000]));
  await retention.stop();
});

test('begins no batch after it was stopped', async () => {
  let batches = 0;
  const forgetAudit = async () => {
    batches += 1;
    await retention.stop();
    return 1_000;
  };
  const retention = startRetention({ store: { forgetAudit }, days: 1, now, warn: () => {} });
  await retention.sweep();
  expect(batches).toBe(1);
});
