/** The window of a leg → the lists of its buckets' windows, and the conditions by which rows can be in any of them. */

import { Temporal } from 'temporal-polyfill';
import { type Grain, isClockGrain, type ValueType } from '../base/value-type.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { findTogether } from '../formula/aggregates.ts';
import type { MemberReference, Parameter, RowExpression } from '../formula/expression.ts';
import { grainOf } from '../formula/metric-tree.ts';
import type { OperatorName } from '../formula/operators.ts';
import { bucketType, refuseTooFine } from './bind-bucket.ts';
import type { BoundFill, BoundWindows } from './bound-query.ts';
import { limit } from './check-query.ts';
import type { ClosedRange } from './close-range.ts';
import type { CollectedLeg } from './collected-metrics.ts';
import {
  type ListedWindow,
  listPlaces,
  listWholeWindows,
  listWindows,
  type WindowRange,
  wholeWindow,
} from './list-windows.ts';
import type { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import { type Reach, refuseWindowsBeyond } from './refuse-beyond.ts';
import { resolveBound } from './resolve-bound.ts';
import { nextPeriod, type PeriodDate, refuseCutBound } from './whole-periods.ts';
import { isMoved, upToBuckets, type Window, type WindowStep } from './window.ts';

/** A leg's time as its windows see it: the conditions of its rows, and the windows of buckets if there are any. */
export interface WindowedTime extends WindowedRows {
  /** Over the range as a whole; `null` where there is nothing else. */
  readonly whole: WindowedRows | null;
}

interface WindowedRows {
  readonly conditions: readonly RowExpression[];
  readonly windows: BoundWindows | null;
}

interface WholeRange {
  /** Of the query without its grain. */
  readonly whole: ClosedRange;
  /** Whether the range has no end of its own, but that of the data. */
  readonly isOpen: boolean;
  /** What windows may look at; `null` for all. */
  readonly reach: Reach | null;
}

interface WindowedUse {
  /** The pointer of what asks for the range as a whole, if anything does. */
  readonly wholeFor: string | null;
  /** What the leg's time stands for, where that is a period. */
  readonly date: PeriodDate | null;
}

/** The windows of one list over any time of its type. */
interface Listed<Rows> {
  /** Of every window and of the whole one. */
  readonly bounds: readonly string[];
  /** Of all windows together: so often a row may be looked at. */
  readonly slots: number;
  at(time: MemberReference): Rows;
}

type BoundTexts = Pick<ListedWindow, 'start' | 'end'>;

/** Legs with equal windows over times of one type share their lists. */
export class WindowBinder {
  private readonly range: WindowRange & WholeRange;
  private readonly parameters: ParameterList;
  private readonly known = new Map<string, Listed<WindowedTime>>();

  constructor(range: WindowRange & WholeRange, parameters: ParameterList) {
    this.range = range;
    this.parameters = parameters;
  }

  /**
   * @throws SemanticError QUERY_WINDOW_GRAIN, QUERY_GRAIN_TOO_FINE, QUERY_PERIOD_CUT, QUERY_LIMIT_EXCEEDED, TENANT_EMBEDDING
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
    refuseWindowsBeyond(known.bounds, this.range.reach, { type: time.type, metric });
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

  /** The buckets that a window looks at one by one, whatever rows there are: a list for each grain, side by side. */
  listBuckets(window: Window, types: ReadonlySet<ValueType>): Pick<BoundFill, 'buckets' | 'whole'> {
    const [type = 'date'] = types.has('time') ? ['time' as const] : types;
    const list = (range: WindowRange, grains: readonly Grain[], isWhole: boolean): readonly Parameter[] => {
      const places = [...types].flatMap((each) => listPlaces(window, range, { type: each, isWhole }));
      const distinct = new Map(places.map((buckets) => [buckets.join(' '), buckets]));
      const rows = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, buckets]) => buckets);
      return this.addBuckets(rows, grains, type);
    };
    const { grain } = this.range;
    const grains = grainsOf(window);
    // Where the window looks at the query's buckets, nobody asks for the range as a whole.
    const whole = findBuckets(window) ? [] : list({ ...this.range, ...this.range.whole }, grains, true);
    if (!grain) return { buckets: whole, whole };
    return { buckets: list(this.range, [grain, ...grains], false), whole };
  }

  private list(window: Window, range: WindowRange & WholeRange, type: ValueType): Listed<WindowedTime> {
    const { grain } = range;
    const grains = grainsOf(window);
    const whole =
      grains.length > 0
        ? this.windows(listWhole(window, range, type), { window, type, grains })
        : this.oneWindow(window, range, type);
    if (!grain) return { ...whole, at: (time) => ({ ...whole.at(time), whole: null }) };
    const listed = listWindows(window, range, type);
    const bucketed = this.windows(listed, { window, type, grains: [grain, ...grains] });
    return {
      bounds: [...bucketed.bounds, ...whole.bounds],
      slots: bucketed.slots,
      at: (time) => ({ ...bucketed.at(time), whole: whole.at(time) }),
    };
  }

  private oneWindow(window: Window, range: WindowRange & WholeRange, type: ValueType): Listed<WindowedRows> {
    const ends = wholeEnds(window, range, type);
    const bounds = this.bounds(ends, type);
    return {
      bounds: [ends.start, ends.end],
      slots: 0,
      at: (time) => ({ conditions: within(time, bounds), windows: null }),
    };
  }

  private addBuckets(
    rows: readonly (readonly string[])[],
    grains: readonly Grain[],
    type: ValueType,
  ): readonly Parameter[] {
    return grains.map((grain, column) =>
      this.parameters.add(
        rows.map((buckets) => buckets[column] ?? ''),
        bucketType(type, grain),
      ),
    );
  }

  private windows(
    listed: readonly ListedWindow[],
    { window, type, grains }: { window: Window; type: ValueType; grains: readonly Grain[] },
  ): Listed<WindowedRows> {
    const bounds = sortedBounds(listed, type);
    const reach = this.bounds({ start: bounds[0] ?? '-infinity', end: bounds.at(-1) ?? '-infinity' }, type);
    const windows = {
      buckets: this.addBuckets(
        listed.map(({ buckets }) => buckets),
        grains,
        type,
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
      bounds,
      slots: countSlots(listed, bounds),
      at: (time) => ({
        conditions: within(time, reach),
        windows: { slot: slotOf(time, windows), ...windows },
      }),
    };
  }

  private bounds({ start, end }: BoundTexts, type: ValueType): readonly [Parameter, Parameter] {
    return [this.parameters.add(start, type), this.parameters.add(end, type)];
  }
}

/** Those over the range as a whole, of a window that looks at buckets one by one. */
function listWhole(
  window: Window,
  range: WindowRange & WholeRange,
  type: ValueType,
): readonly ListedWindow[] {
  // Nobody asks: that was refused.
  if (findBuckets(window)) return [];
  return listWholeWindows(window, { ...range, ...range.whole }, type);
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

/** Whatever moved them before: of equal beginnings, later buckets have later ends. Buckets within others have earlier ones. */
function isGrowing(window: Window): boolean {
  const kind = window.at(-1)?.kind;
  return (kind === 'to_date' || kind === 'running') && !isMoved(upToBuckets(window));
}

/** The grains whose buckets a window looks at one by one. */
function grainsOf(window: Window): readonly Grain[] {
  return window.flatMap((step) => (step.kind === 'each_bucket' ? [step.grain] : []));
}

function slotOf(time: MemberReference, { bounds }: Pick<BoundWindows, 'bounds'>): RowExpression {
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

/** The first step that looks at the buckets of the query, and not at those of a grain of its own. */
function findBuckets(window: Window): WindowStep | undefined {
  const inner = window.findIndex(({ kind }) => kind === 'each_bucket');
  return (inner < 0 ? window : window.slice(0, inner)).find(
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
