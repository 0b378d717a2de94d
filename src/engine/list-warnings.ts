/** What an answer says of itself in words: what its numbers rest on that one would not guess. */
import type { Cell } from '../base/exact-number.ts';
import { isOwnGrain } from '../base/value-type.ts';
import type { TextRows } from '../postgres/postgres-database.ts';
import type { BoundQuery } from '../query/bound-query.ts';
import { legsUnder } from '../query/legs-under.ts';
import { findPeriods, sayKnownDays } from '../query/reporting-calendar.ts';

interface Found {
  readonly rows: readonly (readonly Cell[])[];
  /** Whether the limit cut rows off. */
  readonly more: boolean;
  /** How many rows of money lack a rate, for each metric that is converted. */
  readonly withoutRate: TextRows;
}

/** One sentence each; none for an answer that is just what it seems. */
export function listWarnings(bound: BoundQuery, { rows, more, withoutRate }: Found): readonly string[] {
  const { limit } = bound.context;
  return [
    ...(more ? [`There are more rows than the limit of ${limit}; totals cover all of them.`] : []),
    ...warnWithoutRate(bound, withoutRate),
    ...warnUnknownDays(bound, rows),
    ...warnBridged(bound),
    ...warnDivided(bound),
    ...noteExactCounts(bound),
  ];
}

/** Metrics whose value is null where it rests on money without a rate. */
function warnWithoutRate({ shape, context }: BoundQuery, counts: TextRows): readonly string[] {
  const { withoutRate } = shape;
  return withoutRate.flatMap(({ column }, index) => {
    // A bucket may stand before the counts.
    const missing = counts.some((row) => row[row.length - withoutRate.length + index] !== '0');
    const currency = context.currency ?? '';
    return missing
      ? [`"${column}" is null where it rests on money that has no rate to ${currency} on its day.`]
      : [];
  });
}

/** Rows of days that no period of a calendar holds; they have no bucket, and are not lost. */
function warnUnknownDays(
  { shape, context }: BoundQuery,
  rows: readonly (readonly Cell[])[],
): readonly string[] {
  return shape.groups.flatMap(({ column, grain }, place) => {
    const periods = grain && isOwnGrain(grain) ? findPeriods(grain, context.calendar) : null;
    if (!periods || !rows.some((row) => row[place] === null)) return [];
    return [`"${column}" is null for days that "${grain}" does not have; it has ${sayKnownDays(periods)}.`];
  });
}

/** Groups that share rows. */
function warnBridged({ shape: { bridged } }: BoundQuery): readonly string[] {
  return bridged.map(
    ({ column, bridge }) =>
      `A row counts once in each "${column}" that it reaches across the bridge ${bridge}: groups share rows, and may add up to more than the total.`,
  );
}

/** Numbers that are shares of what stands for more than the question asks for. */
function warnDivided({ shape: { divided } }: BoundQuery): readonly string[] {
  return divided.map(
    ({ column, date, period }) =>
      `"${column}" rests on ${date}, which stands for a whole ${period}: what that holds is divided evenly over its days.`,
  );
}

/** What may be estimated is not, where the database keeps no sketches: PostgreSQL has none. */
function noteExactCounts({ shape }: BoundQuery): readonly string[] {
  const legs = legsUnder(shape);
  const isEstimated = legs.some(({ aggregates }) =>
    aggregates.some(({ aggregate }) => aggregate.function === 'approx_count_distinct'),
  );
  return isEstimated ? ['approx_count_distinct is exact here: PostgreSQL counts the values themselves.'] : [];
}
