/** Two sides on one warehouse, which here answers each question with the number of the snapshot that it was read in. */
import { expect, it } from 'vitest';
import { PairedSnapshot, type Side } from '../../../src/comparison/paired-snapshot.ts';
import type { Warehouse, WarehouseQuery } from '../../../src/warehouse/warehouse.ts';

const QUERY = { parameters: [] } as unknown as WarehouseQuery;
const OPTIONS = { timeoutMs: 1_000 };

/** Refuses more than `most` questions at once. */
function openPair(most = 100) {
  const runs: { readonly size: number; readonly timeoutMs: number }[] = [];
  const inner: Warehouse = {
    run: (queries, { timeoutMs }) => {
      runs.push({ size: queries.length, timeoutMs });
      if (queries.length > most) return Promise.reject(new Error('too much'));
      return Promise.resolve(queries.map((_, index) => [[String(runs.length), String(index)]]));
    },
    ping: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
  const pair = new PairedSnapshot(inner);
  const ask = (side: Side, sizes: readonly number[]) => async () => {
    const seen: string[] = [];
    for (const size of sizes) {
      const queries = Array.from({ length: size }, () => QUERY);
      const answers = await pair.warehouse(side).run(queries, OPTIONS);
      seen.push(answers.map((rows) => rows[0]?.join('.')).join(' '));
    }
    return seen;
  };
  return { pair, ask, runs };
}

const valueOf = (outcome: { readonly kind: string; readonly value?: unknown }) => outcome.value;

it('reads for both from one snapshot, each its own rows', async () => {
  const { pair, ask, runs } = openPair();
  const { before, after, together } = await pair.ask({
    before: ask('before', [2]),
    after: ask('after', [1]),
  });
  expect([valueOf(before), valueOf(after), together]).toEqual([['1.0 1.1'], ['1.2'], true]);
  expect(runs).toEqual([{ size: 3, timeoutMs: 2_000 }]);
});

it('tells that one of them went on alone', async () => {
  const { pair, ask } = openPair();
  const first = await pair.ask({ before: ask('before', [1, 1]), after: ask('after', [1]) });
  expect([valueOf(first.before), valueOf(first.after), first.together]).toEqual([
    ['1.0', '2.0'],
    ['1.1'],
    false,
  ]);
  const second = await pair.ask({ before: ask('before', [1]), after: ask('after', [1]) });
  expect(second.together).toBe(true);
});

it('asks for each alone what both together are too much for', async () => {
  const { pair, ask } = openPair(1);
  const { before, after, together } = await pair.ask({
    before: ask('before', [1]),
    after: ask('after', [1]),
  });
  expect([valueOf(before), valueOf(after), together]).toEqual([['2.0'], ['3.0'], false]);
});

it('waits for nobody who is done, or has failed', async () => {
  const { pair, ask } = openPair();
  const fault = new Error('a fault');
  const { before, after } = await pair.ask({
    before: () => Promise.reject(fault),
    after: ask('after', [1, 1]),
  });
  expect(before).toEqual({ kind: 'refused', error: fault });
  expect(valueOf(after)).toEqual(['1.0', '2.0']);
});
