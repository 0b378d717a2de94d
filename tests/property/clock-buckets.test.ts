/**
 * S6 for seconds, minutes, hours and days: rows at every minute around changes of clocks, bucketed by the
 * engine and, second by second, by the runtime's own calendar.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { MetricQuery } from '../../src/query/metric-query.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { plainRows } from '../support/golden-answer.ts';
import { principalOf } from '../support/shop.ts';
import { clockBuckets, localDays, readClock } from './clock/local-clock.ts';
import { AROUND, openMoments } from './clock/moments.ts';
import { TRANSITIONS } from './clock/transitions.ts';

/** Far enough back that no bucket of an hour is cut off by where reading starts. */
const BEFORE = 75 * 60_000;
const GRAINS = ['second', 'minute', 'hour', 'day'] as const;
type Grain = (typeof GRAINS)[number];
const asking = principalOf(['a']);
const CASES = TRANSITIONS.map((transition) => {
  const moment = Date.parse(transition.at);
  const readings = readClock(transition.zone, moment - AROUND - BEFORE, moment + AROUND);
  return { ...transition, moment, readings };
});

describeEachDatabase('buckets of the clock', (database) => {
  let engine: Engine | undefined;
  beforeAll(async () => {
    engine = await openMoments(database());
  });

  /** Rows of each bucket, by its name. */
  async function counts(time: MetricQuery['time'], by?: string): Promise<Record<string, string>> {
    const query: MetricQuery = {
      metrics: ['moments_count'],
      limit: 50_000,
      ...(time ? { time } : {}),
      ...(by === undefined ? {} : { by: [by] }),
    };
    const answer = await engine?.query(asking, query);
    return Object.fromEntries(answer ? plainRows(answer).map(([time, count]) => [time, count]) : []);
  }

  it.each(['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const)(
    'a %s before Christ, beyond the year 9999 or at no time at all is text or null',
    async (grain) => {
      const query: MetricQuery = {
        metrics: ['moments_count'],
        time: { grain, zone: 'Australia/Lord_Howe' },
        order: [{ by: 'time' }],
      };
      const answer = await engine?.query(principalOf(['b']), query);
      const times = answer?.rows.map(([time]) => time) ?? [];
      expect(times.length).toBe(6);
      expect(times).toEqual([
        '-infinity',
        expect.stringMatching(/^00(44|45)-.* BC$/),
        expect.stringMatching(/^000[01]-/),
        expect.stringMatching(/^1202[56]-/),
        'infinity',
        null,
      ]);
    },
  );

  describe.each(CASES)('$zone at $at', ({ zone, moment, readings, minutes }) => {
    /** Seconds are many: fewer minutes of them. */
    const around = (grain: Grain): number => (grain === 'second' ? 5 * 60_000 : AROUND);
    const timeOf = (grain: Grain): MetricQuery['time'] => ({
      grain,
      from: new Date(moment - around(grain)).toISOString(),
      to: new Date(moment + around(grain)).toISOString(),
      zone,
    });
    const namesOf = (grain: Grain): ReadonlyMap<number, string> =>
      grain === 'day' ? localDays(readings) : clockBuckets(readings, grain);
    const expected = (grain: Grain): Record<string, string> => {
      const found: Record<string, number> = {};
      const names = namesOf(grain);
      for (let row = moment - around(grain); row < moment + around(grain); row += 60_000) {
        const name = names.get(row) ?? '';
        found[name] = (found[name] ?? 0) + 1;
      }
      return Object.fromEntries(Object.entries(found).map(([name, count]) => [name, String(count)]));
    };

    it.each(GRAINS)('%ss', async (grain) => {
      expect(await counts(timeOf(grain))).toEqual(expected(grain));
    });

    it.each(GRAINS)('%ss that are filled are those of the clock and no others', async (grain) => {
      const filled = await counts({ ...timeOf(grain), fill: true });
      const inRange = [...namesOf(grain)].filter(
        ([second]) => Math.abs(second - moment + 0.5) < around(grain),
      );
      expect(Object.keys(filled)).toEqual([...new Set(inRange.map(([, name]) => name))]);
      const present = Object.entries(filled).filter(([, count]) => count !== '0');
      expect(Object.fromEntries(present)).toEqual(expected(grain));
    });

    it('hours of a dimension, without a range', async () => {
      const hours = await counts({ zone }, 'moments.at:hour');
      const names = expected('hour');
      const cut = Object.keys(names).slice(1, -1);
      expect(Object.fromEntries(cut.map((name) => [name, hours[name]]))).toEqual(
        Object.fromEntries(cut.map((name) => [name, names[name]])),
      );
    });

    it('has clocks that change then', () => {
      const [before, after] = [moment - 1_000, moment].map(
        (second) => readings.find((reading) => reading.at === second)?.offset,
      );
      expect([before, after].map((offset) => (offset ?? 0) / 60)).toEqual(minutes);
    });
  });
});
