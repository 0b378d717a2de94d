/** Working minutes against a count of one minute after the other, over a year in which clocks change twice. */
import { expect, it } from 'vitest';
import { describeEachDatabase } from '../support/databases.ts';
import { evaluateFormula } from '../support/evaluate-formula.ts';

const DAY = 1440;
const FIRST = Date.UTC(2026, 0, 1);
const YEAR = 365 * DAY;

/** Whether somebody works in the minute that begins then: weekdays from 1 for Monday, minutes from midnight. */
const CALENDARS: Readonly<Record<string, (weekday: number, minute: number) => boolean>> = {
  support: (weekday, minute) => weekday <= 5 && minute >= 540 && minute < 1080,
  nights: (weekday, minute) =>
    (weekday === 1 || weekday >= 5) && (minute < 150 || minute >= 1320 || (weekday === 7 && minute === 720)),
};

/** Minutes worked from the beginning of the year until each of its minutes by the wall clock. */
function countMinutes(works: (weekday: number, minute: number) => boolean): Uint32Array {
  const counts = new Uint32Array(YEAR + 1);
  for (let minute = 0; minute < YEAR; minute += 1) {
    const weekday = new Date(FIRST + minute * 60_000).getUTCDay() || 7;
    counts[minute + 1] = (counts[minute] ?? 0) + (works(weekday, minute % DAY) ? 1 : 0);
  }
  return counts;
}

const BERLIN = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** The minute of the year that a clock in Berlin shows. */
function berlinMinute(instant: number): number {
  const [, day, month, year, hour, minute] =
    /(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/.exec(BERLIN.format(instant)) ?? [];
  return (
    (Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)) - FIRST) / 60_000
  );
}

/** Instants of the year, a whole minute each, some of them around the changes of clocks. */
function drawInstants(seed: number): readonly number[] {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const changes = [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)];
  const near = changes.flatMap((change) => [-61, -60, -1, 0, 1, 59, 60].map((off) => change + off * 60_000));
  return [...near, ...Array.from({ length: 80 }, () => FIRST + (DAY + random(330 * DAY)) * 60_000)];
}

const SPANS = [0, 1, 37, 600, 1441, 4321, 9999, 30_000];

describeEachDatabase('working minutes', (database) => {
  it.each(
    Object.keys(CALENDARS).flatMap((name) => SPANS.map((span, index) => ({ name, span, seed: index + 1 }))),
  )('$name: $span minutes, from anywhere', async ({ name, span, seed }) => {
    const counts = countMinutes(CALENDARS[name] ?? (() => false));
    const instants = drawInstants(seed);
    const values = instants.map((instant) => `'${new Date(instant).toISOString()}'::timestamptz`);
    const worked = (from: number, to: number): number =>
      (counts[berlinMinute(to)] ?? 0) - (counts[berlinMinute(from)] ?? 0);
    const later = span === 0 ? 'x' : `x + ${span} minutes`;
    const setting = {
      database: database(),
      zone: 'Asia/Kathmandu',
      column: { type: 'time', values },
    } as const;
    const expected = instants.map((instant) => worked(instant, instant + span * 60_000));
    expect(await evaluateFormula(`business_minutes(x, ${later}, ${name})`, setting)).toEqual(expected);
    const negative = expected.map((minutes) => (minutes === 0 ? 0 : -minutes));
    expect(await evaluateFormula(`business_minutes(${later}, x, ${name})`, setting)).toEqual(negative);
  });
});
