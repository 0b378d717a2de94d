/** Aggregates over arrays of values. */
import { Decimal } from './decimal.ts';
import { compare } from './functions.ts';
import { calculate } from './row-formula.ts';
import { compareValues, type Type, toDouble, type Value } from './value.ts';

export type AggregateFunction =
  | 'sum'
  | 'count'
  | 'count_distinct'
  | 'min'
  | 'max'
  | 'avg'
  | 'median'
  | 'stddev'
  | 'variance'
  | 'percentile'
  | 'percentile_disc'
  | 'approx_count_distinct';

export interface Aggregation {
  readonly function: AggregateFunction;
  /** The digits of a percentile's fraction, else `null`. */
  readonly fraction: string | null;
  /** Of what is aggregated; `null` for `count(model)`. */
  readonly argumentType: Type | null;
}

export function typeOfAggregation({ function: name, argumentType }: Aggregation): Type {
  switch (name) {
    case 'count':
    case 'count_distinct':
    case 'approx_count_distinct':
      return 'integer';
    case 'sum':
      return argumentType === 'boolean' ? 'integer' : (argumentType ?? 'integer');
    case 'avg':
    case 'median':
    case 'percentile':
    case 'stddev':
    case 'variance':
      return 'float';
    case 'min':
    case 'max':
    case 'percentile_disc':
      return argumentType ?? 'integer';
  }
}

/** Over the values of the argument (`true` for each row of `count(model)`), nulls included. */
export function aggregate(aggregation: Aggregation, values: readonly Value[], emptyIsNull: boolean): Value {
  const present = values.filter((value) => value !== null);
  const type = typeOfAggregation(aggregation);
  switch (aggregation.function) {
    case 'count':
      return orEmpty(present.length, emptyIsNull);
    case 'count_distinct':
    case 'approx_count_distinct':
      return orEmpty(distinct(present), emptyIsNull);
    case 'sum': {
      const zero = type === 'float' ? 0 : Decimal.of(0);
      if (present.length === 0) return emptyIsNull ? null : zero;
      return present.map(numberOf).reduce<Value>((sum, value) => calculate('+', sum, value), zero);
    }
    case 'min':
      return best(present, '<');
    case 'max':
      return best(present, '>');
    case 'avg':
      return average(present.map(numberOf));
    case 'median':
      return interpolated(present.map(numberOf), 0.5);
    case 'percentile':
      return interpolated(present.map(numberOf), Number(aggregation.fraction));
    case 'percentile_disc':
      return discrete(present, Number(aggregation.fraction));
    case 'variance':
      return variance(present.map(numberOf));
    case 'stddev': {
      const square = variance(present.map(numberOf));
      return square === null ? null : Math.sqrt(square);
    }
  }
}

function orEmpty(count: number, emptyIsNull: boolean): Value {
  return count === 0 && emptyIsNull ? null : Decimal.of(count);
}

function distinct(values: readonly Value[]): number {
  const isFirst = (value: Value, place: number) =>
    values.findIndex((other) => compare('=', value, other) === true) === place;
  return values.filter(isFirst).length;
}

/** True counts as one. */
function numberOf(value: Value): Decimal | number {
  if (typeof value === 'boolean') return Decimal.of(value ? 1 : 0);
  if (value instanceof Decimal || typeof value === 'number') return value;
  throw new TypeError(`not a number: ${String(value)}`);
}

function best(values: readonly Value[], better: '<' | '>'): Value {
  return values.reduce<Value>(
    (found, value) => (found === null || compare(better, value, found) === true ? value : found),
    null,
  );
}

function average(values: readonly (Decimal | number)[]): number | null {
  if (values.length === 0) return null;
  const sum = values.reduce<Value>((total, value) => calculate('+', total, value), Decimal.of(0));
  return sum instanceof Decimal || typeof sum === 'number' ? toDouble(sum) / values.length : null;
}

/** Between the two values next to the place `fraction` of the way from the first to the last. */
function interpolated(values: readonly (Decimal | number)[], fraction: number): number | null {
  const sorted = values.toSorted(compareValues).map(toDouble);
  const place = fraction * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) return null;
  return low + (place - Math.floor(place)) * (high - low);
}

/** The first value that at least `fraction` of all values do not exceed. */
function discrete(values: readonly Value[], fraction: number): Value {
  const sorted = values.toSorted(compareValues);
  return sorted.find((_, index) => index + 1 >= fraction * sorted.length) ?? null;
}

/** Of a sample, from sums that are exact: n·Σx² − (Σx)², divided by n·(n − 1). */
function variance(values: readonly (Decimal | number)[]): number | null {
  if (values.length < 2) return null;
  const exact = values.map((value) => (value instanceof Decimal ? value : Decimal.fromDouble(value)));
  const sum = exact.reduce((total, value) => total.plus(value), Decimal.of(0));
  const squares = exact.reduce((total, value) => total.plus(value.times(value)), Decimal.of(0));
  const difference = squares.times(Decimal.of(values.length)).plus(sum.times(sum).negated());
  return difference.toNumber() / (values.length * (values.length - 1));
}
