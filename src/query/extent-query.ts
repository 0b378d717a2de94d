/** Asks for the first and last moments of a query's legs: what an open range ends with. */
import type { Aggregate, MemberReference } from '../formula/expression.ts';
import type { BoundLeg, BoundOutput, BoundQuery } from './bound-query.ts';
import { ParameterList } from './parameter-list.ts';
import { SPREAD_DAY } from './spread-days.ts';

/**
 * One row with two columns for each time of the legs, over all of its rows in scope: neither range nor `where` counts, so
 * that buckets do not depend on what is asked of them.
 */
export function extentQuery(
  { shape, context }: Omit<BoundQuery, 'extent'>,
  legs: readonly BoundLeg[],
): BoundQuery {
  const parameters = new ParameterList();
  const asked = uniqueTimes(legs).map(({ leg, time }, place) => askEnds(leg, time, place));
  return {
    shape: {
      ...shape,
      groups: [],
      times: [],
      legs: asked.map(({ leg }) => leg),
      regrouped: [],
      outputs: asked.flatMap(({ outputs }) => outputs),
      ranks: [],
      having: [],
      top: null,
      fill: null,
      order: [],
      after: null,
      limit: parameters.add('1', 'integer'),
      totals: false,
      currency: null,
      withoutRate: [],
      zone: parameters.add(context.zone, 'string'),
    },
    parameters: parameters.values,
    context,
    extent: null,
  };
}

interface TimedLeg {
  readonly leg: BoundLeg;
  readonly time: MemberReference;
}

/** Legs over the same rows end at the same moments. */
function uniqueTimes(legs: readonly BoundLeg[]): readonly TimedLeg[] {
  const timed = legs.flatMap((leg) => (leg.time ? [{ leg, time: leg.spread ? SPREAD_DAY : leg.time }] : []));
  const keyed = timed.map((one): [string, TimedLeg] => [
    JSON.stringify([one.leg.root, one.time, one.leg.spread]),
    one,
  ]);
  return [...new Map(keyed).values()];
}

function askEnds(
  leg: BoundLeg,
  time: MemberReference,
  place: number,
): { readonly leg: BoundLeg; readonly outputs: readonly BoundOutput[] } {
  const { type } = time;
  const aggregate = (fn: 'min' | 'max'): Aggregate => ({
    kind: 'aggregate',
    function: fn,
    root: leg.root,
    argument: time,
    fraction: null,
    filter: null,
    time: null,
    empty: 'null',
    type,
  });
  const ends = (['min', 'max'] as const).map((fn) => ({ name: `${fn} ${place}`, aggregate: aggregate(fn) }));
  return {
    leg: {
      ...leg,
      name: `extent ${place}`,
      groups: [],
      keeps: null,
      follows: false,
      conditions: [],
      windows: null,
      whole: null,
      choice: null,
      aggregates: ends,
    },
    outputs: ends.map(({ name }) => ({
      column: name,
      metric: '',
      part: null,
      version: 0,
      expression: { kind: 'aggregate_value', name, type },
      type,
    })),
  };
}
