/** Who gets a turn, when, and that no schedule of comings, goings and failures loses one. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TenantId } from '../../../src/tenancy/principal.ts';
import { type FairLimits, FairQueue, type Turn } from '../../../src/warehouse/fair-queue.ts';

const LIMITS: FairLimits = { running: 2, runningPerTenant: 2, waitingPerTenant: 100, longestWaitMs: 10_000 };

function tenants(...names: string[]): readonly TenantId[] {
  return names.map((name) => name as TenantId);
}

/** A queue and, in their order, those that it let in. */
function watch(limits: Partial<FairLimits> = {}) {
  const queue = new FairQueue({ ...LIMITS, ...limits });
  const begun: { readonly name: string; readonly turn: Turn }[] = [];
  const refused: unknown[] = [];
  const come = (name: string, whose: string | readonly string[] = name, signal?: AbortSignal) =>
    queue.enter(tenants(...[whose].flat()), signal).then(
      (turn) => void begun.push({ name, turn }),
      (reason: unknown) => void refused.push(reason),
    );
  const names = () => begun.map(({ name }) => name);
  /** Ends the turns one after another, oldest first, until none is left. */
  const drain = async () => {
    for (let next = 0; next < begun.length; next += 1) {
      begun[next]?.turn.end();
      await settle();
    }
  };
  return { queue, begun, refused, come, names, drain };
}

/** Until all promises that can have settled. */
async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await Promise.resolve();
}

describe('turns', () => {
  it('are given at once while there are some', async () => {
    const { queue, come, names } = watch();
    await come('a');
    await come('b');
    expect(names()).toEqual(['a', 'b']);
    expect(queue.load()).toEqual({ running: 2, waiting: 0, lines: 2 });
  });

  it('go round the tenants, so that a hundred of one delay another by one', async () => {
    const { come, names, drain } = watch({ running: 1 });
    for (let index = 0; index < 100; index += 1) void come(`a${index}`, 'a');
    void come('b0', 'b');
    void come('b1', 'b');
    void come('c0', 'c');
    await settle();
    await drain();
    expect(names().slice(0, 8)).toEqual(['a0', 'a1', 'b0', 'c0', 'a2', 'b1', 'a3', 'a4']);
    expect(names()).toHaveLength(103);
  });

  it('keep the order of their coming within a tenant', async () => {
    const { come, names, drain } = watch({ running: 1 });
    for (const name of ['a0', 'a1', 'a2', 'a3']) void come(name, 'a');
    await settle();
    await drain();
    expect(names()).toEqual(['a0', 'a1', 'a2', 'a3']);
  });

  it('are left to others where a tenant has as many as it may', async () => {
    const { queue, begun, come, names } = watch({ running: 3, runningPerTenant: 2 });
    for (const name of ['a0', 'a1', 'a2']) void come(name, 'a');
    void come('b0', 'b');
    await settle();
    expect(names()).toEqual(['a0', 'a1', 'b0']);
    expect(queue.load()).toEqual({ running: 3, waiting: 1, lines: 2 });
    // A slot that is free is no use to a tenant at its limit.
    begun[2]?.turn.end();
    await settle();
    expect(names()).toEqual(['a0', 'a1', 'b0']);
    begun[0]?.turn.end();
    await settle();
    expect(names()).toEqual(['a0', 'a1', 'b0', 'a2']);
  });

  it('end once, however often that is said', async () => {
    const { queue, begun, come } = watch({ running: 1 });
    for (const name of ['a0', 'a1', 'a2']) void come(name, 'a');
    await settle();
    begun[0]?.turn.end();
    begun[0]?.turn.end();
    await settle();
    expect(queue.load()).toEqual({ running: 1, waiting: 1, lines: 1 });
  });
});

describe('a query for several tenants', () => {
  it('stands in the shortest of their lines, and in that alone', async () => {
    const { queue, come, names, drain } = watch({ running: 1 });
    for (const name of ['a0', 'a1', 'a2', 'a3']) void come(name, 'a');
    void come('ab', ['a', 'b']);
    void come('b0', 'b');
    await settle();
    expect(queue.load()).toEqual({ running: 1, waiting: 5, lines: 2 });
    await drain();
    expect(names()).toEqual(['a0', 'a1', 'ab', 'a2', 'b0', 'a3']);
  });

  it('gets no more turns by asking for other sets of the same tenants', async () => {
    const { come, names, drain } = watch({ running: 1 });
    void come('first', 'z');
    const sets = ['a', 'b', 'c', 'ab', 'ac', 'bc', 'abc'];
    for (const set of [...sets, ...sets]) void come(set, set.split(''));
    void come('other', 'd');
    await settle();
    await drain();
    // Three tenants have three lines, whatever the sets.
    expect(names().indexOf('other')).toBe(4);
  });
});

describe('who waits', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is turned away where as many wait as may', async () => {
    const { queue, refused, come } = watch({ running: 1, waitingPerTenant: 1 });
    for (const name of ['a0', 'a1', 'a2']) void come(name, 'a');
    void come('b0', 'b');
    await settle();
    expect(refused).toEqual([expect.objectContaining({ code: 'WAREHOUSE_TENANT_BUSY' })]);
    expect(queue.load()).toEqual({ running: 1, waiting: 2, lines: 2 });
  });

  it('leaves no line behind where nobody may wait', async () => {
    const { queue, refused, come } = watch({ running: 1, waitingPerTenant: 0 });
    void come('a');
    void come('b');
    await settle();
    expect(refused).toHaveLength(1);
    expect(queue.load()).toEqual({ running: 1, waiting: 0, lines: 1 });
  });

  it('is sent away after the longest wait', async () => {
    const { queue, begun, refused, come, names } = watch({ running: 1 });
    for (const name of ['a0', 'a1']) void come(name, 'a');
    await vi.advanceTimersByTimeAsync(9_999);
    expect(refused).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(refused).toEqual([expect.objectContaining({ code: 'WAREHOUSE_TENANT_BUSY' })]);
    begun[0]?.turn.end();
    await settle();
    expect(names()).toEqual(['a0']);
    expect(queue.load()).toEqual({ running: 0, waiting: 0, lines: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves at once when it is aborted, with the reason of its caller', async () => {
    const { queue, begun, refused, come, names } = watch({ running: 1 });
    const [before, during] = [AbortSignal.abort('gone before'), new AbortController()];
    void come('a0', 'a');
    void come('a1', 'a', during.signal);
    void come('a2', 'a');
    void come('a3', 'a', before);
    await settle();
    during.abort('gone while waiting');
    await settle();
    expect(refused).toEqual(['gone before', 'gone while waiting']);
    expect(queue.load()).toEqual({ running: 1, waiting: 1, lines: 1 });
    begun[0]?.turn.end();
    await settle();
    expect(names()).toEqual(['a0', 'a2']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not disturbed by an abort after its turn has come', async () => {
    const { queue, begun, refused, come } = watch({ running: 1 });
    const late = new AbortController();
    void come('a0', 'a');
    void come('a1', 'a', late.signal);
    await settle();
    begun[0]?.turn.end();
    late.abort();
    await settle();
    expect(refused).toEqual([]);
    expect(queue.load()).toEqual({ running: 1, waiting: 0, lines: 1 });
  });
});

const drawnLimits = fc.record({
  running: fc.integer({ min: 1, max: 4 }),
  runningPerTenant: fc.integer({ min: 1, max: 4 }),
  waitingPerTenant: fc.integer({ min: 0, max: 5 }),
  longestWaitMs: fc.constantFrom(10, 50, 1_000),
});
const drawnStep = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('come'),
      whose: fc.subarray(['a', 'b', 'c', 'd'], { minLength: 1 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('end'), which: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('abort'), which: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait'), forMs: fc.integer({ min: 1, max: 60 }) }) },
);

describe('any schedule', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('keeps the limits, leaves no slot idle that somebody could have, and loses none', async () => {
    await fc.assert(
      fc.asyncProperty(drawnLimits, fc.array(drawnStep, { maxLength: 60 }), async (limits, steps) => {
        const queue = new FairQueue(limits);
        const running: Turn[] = [];
        const callers: AbortController[] = [];
        let [open, most] = [0, 0];
        const come = (whose: readonly string[]) => {
          const caller = new AbortController();
          callers.push(caller);
          open += 1;
          queue.enter(tenants(...whose), caller.signal).then(
            (turn) => {
              open -= 1;
              running.push(turn);
              most = Math.max(most, running.length);
            },
            () => {
              open -= 1;
            },
          );
        };
        for (const step of steps) {
          if ('whose' in step) come(step.whose);
          else if ('forMs' in step) await vi.advanceTimersByTimeAsync(step.forMs);
          else if (step.kind === 'abort') callers[step.which % Math.max(1, callers.length)]?.abort('gone');
          else running.splice(step.which % Math.max(1, running.length), 1)[0]?.end();
          await settle();
          expect(queue.load()).toMatchObject({ running: running.length, waiting: open });
          expect(running.length).toBeLessThanOrEqual(limits.running);
          expect(queue.load().lines).toBeLessThanOrEqual(4);
          // Who waits, waits for a reason: all slots are taken, or those of its own tenant.
          const least = open > 0 ? Math.min(limits.running, limits.runningPerTenant) : 0;
          expect(running.length).toBeGreaterThanOrEqual(least);
        }
        while (running.length > 0) {
          running.shift()?.end();
          await settle();
        }
        expect([open, queue.load()]).toEqual([0, { running: 0, waiting: 0, lines: 0 }]);
        expect(vi.getTimerCount()).toBe(0);
        expect(most).toBeLessThanOrEqual(limits.running);
      }),
      { numRuns: 500 },
    );
  });

  it('lets nobody wait for more turns of others than there are lines before its own, place by place', async () => {
    const comings = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 2, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(comings, fc.integer({ min: 1, max: 3 }), async (order, slots) => {
        const { come, names, drain } = watch({ running: slots, runningPerTenant: 3 });
        const placed = order.map((tenant, index) => {
          const place = order.slice(0, index).filter((other) => other === tenant).length;
          return { tenant, place, name: `${tenant}${place}` };
        });
        for (const { name, tenant } of placed) void come(name, tenant);
        await settle();
        await drain();
        expect(names()).toHaveLength(order.length);
        const others = new Set(order).size - 1;
        for (const { tenant, place, name } of placed) {
          const before = names().slice(slots, Math.max(slots, names().indexOf(name)));
          const ofOthers = before.filter((other) => !other.startsWith(tenant)).length;
          expect(ofOthers).toBeLessThanOrEqual((place + 1) * others);
        }
      }),
      { numRuns: 500 },
    );
  });
});
