/** The window of a leg → the lists of its buckets' windows, and the conditions by which rows can be in any of them. */

import { Temporal } from 'temporal-polyfill';
import { isClockGrain, type ValueType } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { findTogether } from '../formula/aggregates.ts';
import type { MemberReference, Parameter, RowExpression } from '../formula/expression.ts';
import { grainOf } from '../formula/metric-tree.ts';
import type { OperatorName } from '../formula/operators.ts';
import { bucketType, refuseTooFine } from './bind-bucket.ts';
import type { BoundWindows } from './bound-query.ts';
import { limit } from './check-query.ts';
import type { ClosedRange } from './close-range.ts';
import type { CollectedLeg } from './collect-legs.ts';
import { type ListedWindow, listWindows, type WindowRange, wholeWindow } from './list-windows.ts';
import type { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { resolveBound } from './resolve-bound.ts';
import { nextPeriod, type PeriodDate, refuseCutBound } from './whole-periods.ts';
import type { Window, WindowStep } from './window.ts';

/** A leg's time as its windows see it: the conditions of its rows, and the windows of buckets if there are any. */
export interface WindowedTime {
  readonly conditions: readonly RowExpression[];
  readonly windows: Omit<BoundWindows, 'whole'> | null;
  /** Those of the one window over the whole range. */
  readonly whole: readonly RowExpression[];
}

interface WholeRange {
  /** Of the query without its grain. */
  readonly whole: ClosedRange;
  /** Whether the range has no end of its own, but that of the data. */
  readonly isOpen: boolean;
}

interface WindowedUse {
  /** The pointer of what asks for the range as a whole, if anything does. */
  readonly wholeFor: string | null;
  /** What the leg's time stands for, where that is a period. */
  readonly date: PeriodDate | null;
}

/** The windows of one list over any time of its type. */
interface ListedTime {
  /** Of every window and of the whole one. */
  readonly bounds: readonly string[];
  /** Of all windows together: so often a row may be looked at. */
  readonly slots: number;
  at(time: MemberReference): WindowedTime;
}

type BoundTexts = Pick<ListedWindow, 'start' | 'end'>;

/** Legs with equal windows over times of one type share their lists. */
export class WindowBinder {
  private readonly range: WindowRange & WholeRange;
  private readonly parameters: ParameterList;
  private readonly known = new Map<string, ListedTime>();

  constructor(range: WindowRange & WholeRange, parameters: ParameterList) {
    this.range = range;
    this.parameters = parameters;
  }

  /**
   * @throws SemanticError QUERY_WINDOW_GRAIN, QUERY_GRAIN_TOO_FINE, QUERY_PERIOD_CUT, QUERY_LIMIT_EXCEEDED
   */
  bind(leg: CollectedLeg, time: MemberReference, { wholeFor, date }: WindowedUse): WindowedTime {
    const { window } = leg;
    const [metric = ''] = leg.metrics;
    if (!this.range.grain) refuseBuckets(window, metric, '/time');
    else if (wholeFor) refuseBuckets(window, metric, wholeFor);
    for (const step of window) refuseClockOfDays(step, time);
    const period = date?.period ?? null;
    const key = JSON.stringify([window, time.type, period]);
    const known = this.known.get(key) ?? this.list(window, { ...this.periodRange(date), period }, time.type);
    if (date) refuseCutWindows(known.bounds, { date, metric });
    if (!isSummed(leg)) limit('slots of windows', known.slots, QUERY_LIMITS.windowSlots, '/time/grain');
    this.known.set(key, known);
    return known.at(time);
  }

  /** Data ends with the period that holds its last day. */
  private periodRange(date: PeriodDate | null): WindowRange & WholeRange {
    const { whole, isOpen, zone } = this.range;
    if (!date || !isOpen) return this.range;
    const last = Temporal.PlainDateTime.from(whole.to.local).subtract({ nanoseconds: 1 }).toPlainDate();
    const to = resolveBound(nextPeriod(last, date).toString(), zone, '/time');
    return { ...this.range, whole: { ...whole, to } };
  }

  private list(window: Window, range: WindowRange & WholeRange, type: ValueType): ListedTime {
    const { grain } = range;
    const ends = wholeEnds(window, range, type);
    const whole = this.bounds(ends, type);
    if (!grain)
      return {
        bounds: [ends.start, ends.end],
        slots: 0,
        at: (time) => ({ conditions: within(time, whole), windows: null, whole: within(time, whole) }),
      };
    const listed = listWindows(window, range, type);
    const bounds = sortedBounds(listed, type);
    const reach = this.bounds({ start: bounds[0] ?? '-infinity', end: bounds.at(-1) ?? '-infinity' }, type);
    const windows = {
      buckets: this.parameters.add(
        listed.map(({ bucket }) => bucket),
        bucketType(type, grain),
      ),
      starts: this.parameters.add(
        listed.map((one) => one.start),
        type,
      ),
      ends: this.parameters.add(
        listed.map((one) => one.end),
        type,
      ),
      bounds: this.parameters.add(bounds, type),
      accumulate: isGrowing(window),
    };
    return {
      bounds: [...bounds, ends.start, ends.end],
      slots: countSlots(listed, bounds),
      at: (time) => ({ conditions: within(time, reach), windows, whole: within(time, whole) }),
    };
  }

  private bounds({ start, end }: BoundTexts, type: ValueType): readonly [Parameter, Parameter] {
    return [this.parameters.add(start, type), this.parameters.add(end, type)];
  }
}

/** The one window over the range as a whole. */
function wholeEnds(window: Window, range: WindowRange & WholeRange, type: ValueType): BoundTexts {
  // Nobody asks: that was refused.
  if (findBuckets(window)) return { start: '-infinity', end: '-infinity' };
  const { start, end } = wholeWindow(window, { ...range, ...range.whole }, type);
  return { start: start ?? '-infinity', end };
}

/** @throws SemanticError QUERY_PERIOD_CUT */
function refuseCutWindows(
  bounds: readonly string[],
  { date, metric }: { readonly date: PeriodDate; readonly metric: string },
): void {
  for (const bound of bounds)
    if (bound !== '-infinity')
      refuseCutBound(date, bound, { what: `a window of "${metric}" up to ${bound}`, path: '/metrics' });
}

function countSlots(windows: readonly BoundTexts[], bounds: readonly string[]): number {
  const places = new Map(bounds.map((text, place) => [text, place]));
  return windows.reduce((sum, { start, end }) => sum + (places.get(end) ?? 0) - (places.get(start) ?? 0), 0);
}

/** Windows that grow are read off one running aggregate, where that can be put together from those of slots. */
function isSummed({ window, choice, aggregates }: CollectedLeg): boolean {
  return (
    isGrowing(window) &&
    !choice &&
    aggregates.every(({ aggregate }) => findTogether(aggregate.function) !== undefined)
  );
}

/** Whatever moved them before: of equal beginnings, later buckets have later ends. */
function isGrowing(window: Window): boolean {
  const kind = window.at(-1)?.kind;
  return kind === 'to_date' || kind === 'running';
}

/** The slot of a row, the only thing in which windows differ. */
export function slotOf(time: MemberReference, { bounds }: Pick<BoundWindows, 'bounds'>): RowExpression {
  return { kind: 'operation', operator: 'time_slot', operands: [time, bounds], type: 'integer' };
}

function within(
  time: MemberReference,
  [from, to]: readonly [Parameter, Parameter],
): readonly RowExpression[] {
  const compare = (operator: OperatorName, bound: Parameter): RowExpression => ({
    kind: 'operation',
    operator,
    operands: [time, bound],
    type: 'boolean',
  });
  return [compare('greater_or_equal', from), compare('less', to)];
}

/** Texts of one zone: equal moments are equal texts. */
function sortedBounds(windows: readonly BoundTexts[], type: ValueType): readonly string[] {
  const texts = [...new Set(windows.flatMap(({ start, end }) => [start, end]))];
  // The minus sign stands before every digit.
  if (type !== 'time') return texts.sort();
  const moments = new Map(
    texts.map((text) => [text, text === '-infinity' ? null : Temporal.Instant.from(text).epochNanoseconds]),
  );
  return texts.sort((a, b) => {
    const [first = null, second = null] = [moments.get(a), moments.get(b)];
    if (first === null || second === null) return first === null ? -1 : 1;
    return first < second ? -1 : 1;
  });
}

/** Neither a query without a grain nor its range as a whole has buckets. */
function refuseBuckets(window: Window, metric: string, path: string): void {
  const step = findBuckets(window);
  if (!step) return;
  const looksAt = step.kind === 'shift_to_start' ? 'the first bucket of a period' : 'so many buckets';
  const hint =
    path === '/time'
      ? 'Add "grain" to "time".'
      : 'Totals, and the choice of top, look at the range as a whole.';
  throw new SemanticError('QUERY_WINDOW_GRAIN', { metric, step: looksAt }, { path, hint });
}

/** The first step that looks at the buckets of the query. */
function findBuckets(window: Window): WindowStep | undefined {
  return window.find(
    (one) => one.kind === 'shift_to_start' || (one.kind === 'trailing' && one.length.kind === 'buckets'),
  );
}

/** @throws SemanticError QUERY_GRAIN_TOO_FINE where a length of hours would cut days */
function refuseClockOfDays(step: WindowStep, time: MemberReference): void {
  const length = step.kind === 'trailing' ? step.length : 'by' in step ? step.by : null;
  const grain = length?.kind === 'duration' ? grainOf(length.unit) : null;
  if (!grain || !isClockGrain(grain)) return;
  refuseTooFine(time.member, time.type, { grain, path: '/metrics' });
}
