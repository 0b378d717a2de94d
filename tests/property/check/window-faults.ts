/** Faults of windows: other times, other rows, windows in another order, windows of parts only. */
import type { Aggregate, MetricFormula, Windowed } from '../oracle/metric-formula.ts';
import type { Query } from '../oracle/query.ts';
import { type Leg, legsOf, readRequest } from '../oracle/request.ts';
import { need, type Schema } from '../oracle/schema.ts';
import type { Window } from '../oracle/window.ts';
import { eachPart } from './change-schema.ts';
import type { PlantedFault } from './planted-fault.ts';

/** Where only the legs of a query matter, and not when it is asked. */
const ANY_MOMENT = '2026-01-01T00:00:00.000000Z';

export const WINDOW_FAULTS: readonly PlantedFault[] = [
  { name: 'forgets the rows before a range', query: withoutEarlierRows },
  {
    name: 'compares what is not over with whole periods',
    concerns: ({ time }) => time?.range === undefined,
    now: () => '2040-01-01T00:00:00.000000Z',
  },
  { name: 'counts the day before a window', schema: eachWindow(withDayBefore) },
  {
    name: 'takes the months of windows for four weeks',
    text: (file) => file.replace(/, (\d+) months?\)/g, (_, count) => `, ${4 * Number(count)} weeks)`),
  },
  { name: 'counts equal values of a window again', schema: eachWindow(withoutDistinction) },
  { name: 'has a window for the numerator of a ratio only', schema: eachWindow(throughNumerator) },
  { name: 'averages values for the value of a window', schema: eachWindow(averaged) },
  {
    name: 'goes to the date of the year for any period',
    schema: eachWindow(
      mapWindow((window) => (window.kind === 'to_date' ? { ...window, period: 'year' } : window)),
    ),
  },
  {
    name: 'runs on from the beginning of the bucket',
    schema: eachWindow((part) => (part.window.kind === 'running' ? part.operand : part)),
  },
  { name: 'applies windows from the inside', schema: eachWindow(turnedInsideOut) },
  {
    name: 'takes the bucket for the first one of its period',
    schema: eachWindow((part) => (part.window.kind === 'shift_to' ? part.operand : part)),
  },
];

function eachWindow(change: (part: Windowed) => MetricFormula): (schema: Schema) => Schema {
  return eachPart((part) => (part.kind === 'windowed' ? change(part) : part));
}

function mapWindow(change: (window: Window) => Window): (part: Windowed) => MetricFormula {
  return (part) => ({ ...part, window: change(part.window) });
}

function withDayBefore(part: Windowed): MetricFormula {
  const { window } = part;
  if (window.kind !== 'trailing' || window.unit !== 'day') return part;
  return { ...part, window: { ...window, count: window.count + 1 } };
}

function withoutDistinction(part: Windowed): MetricFormula {
  const { operand } = part;
  if (operand.kind !== 'aggregate' || operand.function !== 'count_distinct') return part;
  const counted: Aggregate = { ...operand, function: 'count' };
  return { ...part, operand: counted };
}

function throughNumerator(part: Windowed): MetricFormula {
  const { operand } = part;
  if (operand.kind !== 'arithmetic' || operand.operator !== '/') return part;
  return { ...operand, left: { ...part, operand: operand.left } };
}

/** Half of now and of a length before. */
function averaged(part: Windowed): MetricFormula {
  const { window, operand } = part;
  if (window.kind !== 'trailing' || window.unit === 'bucket') return part;
  const { count, unit } = window;
  const before: MetricFormula = { kind: 'windowed', window: { kind: 'shift', count, unit }, operand };
  const both: MetricFormula = { kind: 'arithmetic', operator: '+', left: operand, right: before };
  return { kind: 'arithmetic', operator: '/', left: both, right: { kind: 'number', digits: '2' } };
}

function turnedInsideOut(part: Windowed): MetricFormula {
  const { window, operand } = part;
  if (operand.kind !== 'windowed') return part;
  return { ...operand, operand: { kind: 'windowed', window, operand: operand.operand } };
}

/** The query under the condition that rows lie after the beginning of its range, where that can be written. */
function withoutEarlierRows(query: Query, schema: Schema): Query {
  const { metrics = [], time: { from } = {}, where = [] } = query;
  if (from === undefined || from.length > 10) return query;
  const names = metrics.map((asked) => (typeof asked === 'string' ? asked : asked.metric));
  if (names.some((name) => need(schema.metrics, name).allowed !== null)) return query;
  const times = new Set(legsOf(schema, readRequest(schema, { metrics }, ANY_MOMENT)).map(timeName));
  const [only] = times;
  if (only === undefined || only === null || times.size > 1) return query;
  return { ...query, where: [...where, { dimension: only, op: 'gte', value: from }] };
}

/** The name that queries have for the time of a leg, if it is one of its own model. */
function timeName({ root, time }: Leg): string | null {
  return time === null || time.path.length > 0 ? null : `${root}.${time.member}`;
}
