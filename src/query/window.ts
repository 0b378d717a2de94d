/** How the stretch of time that a metric is evaluated over follows from a bucket: the windows of its formula. */
import type { Grain } from '../base/value-type.ts';
import type { Duration, OverTime } from '../formula/metric-tree.ts';

/** One move from a stretch of time to another, without the metric that it is about. */
export type WindowStep =
  | {
      readonly [Kind in OverTime['kind']]: Omit<Extract<OverTime, { kind: Kind }>, 'input' | 'type'>;
    }[OverTime['kind']]
  | ComparedRange
  | LastDay
  | EachBucket;

/**
 * The bucket at the same place of an earlier range, which is the query's own moved back: by a length of time,
 * or by itself (`null`). Always the first step.
 */
export interface ComparedRange {
  readonly kind: 'compared_range';
  readonly by: Duration | null;
}

/** The last day of the stretch, or as much of it as the stretch has: what `at_end` looks at. */
export interface LastDay {
  readonly kind: 'last_day';
}

/** Every bucket of a grain that the stretch touches, each as a stretch of its own: what `per day` looks at. */
export interface EachBucket {
  readonly kind: 'each_bucket';
  readonly grain: Grain;
}

/** From the bucket inwards: the outermost window of the formula comes first. None: the bucket itself. */
export type Window = readonly WindowStep[];

/** Whether rows are in other buckets than those that hold their time. */
export function isMoved(window: Window): boolean {
  return window.some(({ kind }) => kind !== 'each_bucket');
}

/** The steps up to the last one that looks at every bucket of a grain. */
export function upToBuckets(window: Window): Window {
  return window.slice(0, window.findLastIndex(({ kind }) => kind === 'each_bucket') + 1);
}

/** The step that a window of a formula makes. */
export function stepOf(leaf: OverTime): WindowStep {
  const { input: _input, type: _type, ...step } = leaf;
  return step;
}

/** `trailing_7_days`, `shift_1_year_to_date_month`: part of the name of a step in the SQL. */
export function nameWindow(window: Window): string {
  return window.map(nameStep).join('_');
}

function nameStep(step: WindowStep): string {
  switch (step.kind) {
    case 'shift':
      return `shift_${nameLength(step.by)}`;
    case 'compared_range':
      return step.by ? `compared_${nameLength(step.by)}` : 'compared';
    case 'shift_to_start':
      return `start_of_${nameUnit(step.period)}`;
    case 'trailing':
      return step.length.kind === 'buckets'
        ? `trailing_${step.length.count}_buckets`
        : `trailing_${nameLength(step.length)}`;
    case 'to_date':
      return `${nameUnit(step.period)}_to_date`;
    case 'running':
      return 'running';
    case 'last_day':
      return 'last_day';
    case 'each_bucket':
      return `per_${step.grain.replace('.', '_')}`;
  }
}

function nameLength({ count, unit }: Duration): string {
  return `${count}_${nameUnit(unit)}${count === 1 ? '' : 's'}`;
}

function nameUnit(unit: Duration['unit'] | Extract<WindowStep, { kind: 'to_date' }>['period']): string {
  return typeof unit === 'string' ? unit : `${unit.calendar}_${unit.grain}`;
}
