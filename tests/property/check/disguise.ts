/** The same query with every value replaced by one that could not stand in SQL by accident. */
import { type Asked, mapComparisons, type Query, type Test, type TimeQuery } from '../oracle/query.ts';

const TEXT = 'zq_sentinel';
const NUMBER = 918273645;
const YEAR = '1987';

export const SENTINELS: readonly string[] = [TEXT, String(NUMBER), YEAR];

export function disguiseValues(query: Query): Query {
  const { where, having, top, time, limit } = query;
  return {
    ...query,
    ...(where === undefined ? {} : { where: where.map((tree) => mapComparisons(tree, disguiseTest)) }),
    ...(having === undefined ? {} : { having: having.map((tree) => mapComparisons(tree, disguiseTest)) }),
    ...(time === undefined ? {} : { time: disguiseTime(time) }),
    ...(top === undefined ? {} : { top: { ...top, n: 987 } }),
    ...(limit === undefined ? {} : { limit: limit + 1987 }),
  };
}

function disguiseTime({ range, ...time }: TimeQuery): TimeQuery {
  const ranged = range !== undefined;
  return {
    ...time,
    ...(ranged || time.from !== undefined ? { from: `${YEAR}-01-02` } : {}),
    ...(ranged || time.to !== undefined ? { to: `${YEAR}-01-04` } : {}),
    ...(time.zone === undefined ? {} : { zone: 'Pacific/Kiritimati' }),
  };
}

function disguiseTest<T extends Test>(test: T): T {
  const { op, value, values } = test;
  if (op === 'in_range' && typeof value === 'string') return { ...test, value: YEAR };
  return {
    ...test,
    ...(value === undefined ? {} : { value: disguise(value) }),
    ...(values === undefined
      ? {}
      : { values: op === 'in_range' ? disguiseEnds(values) : values.map(disguise) }),
  };
}

/** Ends of a range stay in their order. */
function disguiseEnds(values: readonly Asked[]): readonly Asked[] {
  if (values.every((value) => typeof value === 'number')) return [NUMBER, NUMBER + 1];
  return [`${YEAR}-01-02`, `${YEAR}-01-03`];
}

function disguise(value: Asked): Asked {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return NUMBER;
  return /^\d{4}-\d\d-\d\d/.test(value) ? `${YEAR}${value.slice(4)}` : TEXT;
}
