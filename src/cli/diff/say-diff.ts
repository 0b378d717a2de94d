/** The words that every way of printing a diff for people shares. */
import { listSome } from '../../base/list-some.ts';
import { sayCount } from '../../base/say-count.ts';
import type { ComparedMetric, Extremes } from '../../comparison/compared-metric.ts';
import type { Units } from '../../comparison/moved-value.ts';
import type { MetricUsage } from '../../store/audit-record.ts';
import type { Verdict } from '../../versions/diff/change.ts';
import type { NumbersDiff, ProjectDiff } from './project-diff.ts';

/** The whole of it in one line, without a full stop. */
export function sayOutcome({ base, changes, unversioned, numbers }: ProjectDiff): string {
  if (base.state === 'absent') return 'The project is new: there is nothing to compare it with';
  if (base.state === 'broken') return 'The base does not hold together: nothing can be compared with it';
  if (changes.length === 0) return 'Nothing changes';
  if (unversioned.length > 0)
    return `${sayMove(unversioned.map(({ metric }) => metric))} without a new version`;
  if (numbers !== null) return sayNumbers(numbers);
  const moved = touchedBy(changes, 'numbers_move');
  if (moved.length > 0) return sayMove(moved);
  const perhaps = touchedBy(changes, 'numbers_may_move');
  if (perhaps.length > 0) return `${sayCount(perhaps.length, 'metric')} may move`;
  const breaks = changes.some(({ verdict }) => verdict === 'breaking');
  return breaks ? 'Something breaks, and no formula moves a number' : 'No number moves';
}

function sayNumbers({ metrics }: NumbersDiff): string {
  const moved = metrics.filter(hasMoved);
  if (moved.length > 0) return sayMove(moved.map(({ metric }) => metric));
  if (metrics.length > 0 && metrics.every(({ values }) => values.compared === 0))
    return 'There is no number to compare';
  return metrics.some(({ refusals }) => refusals.length > 0)
    ? 'No number moves, and some could not be compared'
    : 'No number moves';
}

function sayMove(names: readonly string[]): string {
  return `${sayCount(names.length, 'metric')} ${names.length === 1 ? 'moves' : 'move'}`;
}

function touchedBy(changes: ProjectDiff['changes'], wanted: Verdict): readonly string[] {
  const touched = changes.flatMap(({ verdict, touches }) => (verdict === wanted ? touches : []));
  return [...new Set(touched)];
}

export function hasMoved({ values }: ComparedMetric): boolean {
  return values.moved > 0;
}

/** By name: metrics whose values stayed, and those that have none in the range. */
export function listUnmoved(metrics: readonly ComparedMetric[]): {
  readonly stayed: readonly string[];
  readonly empty: readonly string[];
} {
  const unmoved = metrics.filter((metric) => !hasMoved(metric) && metric.refusals.length === 0);
  const named = (isEmpty: boolean): readonly string[] =>
    unmoved.filter(({ values }) => (values.compared === 0) === isEmpty).map(({ metric }) => metric);
  return { stayed: named(false), empty: named(true) };
}

export function sayVerdict(verdict: Verdict): string {
  return verdict.replaceAll('_', ' ');
}

/** Requests by version, an entry each; none where nobody asked, or nobody knows. */
export function sayUsage(metric: string, usage: readonly MetricUsage[] | null): readonly string[] {
  return usageOf(metric, usage).map(sayRequests);
}

/** The same with those who asked most. */
export function sayUsers(metric: string, usage: readonly MetricUsage[] | null): readonly string[] {
  return usageOf(metric, usage).map((used) => {
    const named = used.callers.slice(0, MOST_NAMED).map(({ kind, id }) => `${kind} ${id}`);
    const others = used.principals - named.length;
    const names = [...named, ...(others > 0 ? [`${others} more`] : [])].join(', ');
    return `${sayRequests(used)}: ${names}`;
  });
}

const MOST_NAMED = 3;

function usageOf(metric: string, usage: readonly MetricUsage[] | null): readonly MetricUsage[] {
  return usage?.filter((each) => each.metric === metric) ?? [];
}

function sayRequests({ metric, version, requests, principals }: MetricUsage): string {
  return `${metric}@${version} had ${sayCount(requests, 'request')} by ${sayCount(principals, 'principal')}`;
}

/** `revenue@1 → 2`, or `revenue@1` where the version stays. */
export function sayVersions({ metric, before, after }: ComparedMetric): string {
  const next = before.version === after.version ? '' : ` → ${after.version}`;
  return `${metric}@${before.version}${next}`;
}

/** Digits with their sign; a dash for none. */
export function sayChange(change: string | null): string {
  if (change === null) return '–';
  return change.startsWith('-') ? change : `+${change}`;
}

/** `USD`, `USD → RUB` where it is another one, and nothing for none. */
export function sayUnits({ before, after }: Units): string {
  return before === after ? (after ?? '') : `${before ?? '–'} → ${after ?? '–'}`;
}

/** A part as a percentage with its sign: `-12.50%`. */
export function sayRatio(ratio: number | null): string {
  if (ratio === null) return '–';
  return `${ratio < 0 ? '-' : '+'}${Math.abs(ratio * 100).toFixed(2)}%`;
}

/** `-25.00% to -9.09%`, or the one where both are the same. */
export function sayExtremes<Value>(extremes: Extremes<Value> | null, say: (value: Value) => string): string {
  if (extremes === null) return '–';
  const [least, greatest] = [say(extremes.least), say(extremes.greatest)];
  return least === greatest ? least : `${least} to ${greatest}`;
}

/** Where values moved: `2026-01-01, 2026-02-01`. */
export function sayTimes({ times }: ComparedMetric): string {
  return times.length === 0 ? '–' : listSome(times, 6);
}

/** What could not be told of a metric, a line each. */
export function sayRefusals(metrics: readonly ComparedMetric[]): readonly string[] {
  return metrics.flatMap(({ metric, refusals, apart }) => [
    ...refusals.map(
      ({ side, code, message, tenants }) =>
        `${metric} is refused ${side === 'both' ? 'before and after' : side} for ${sayCount(tenants, 'tenant')}: ${code} ${message}`,
    ),
    ...(apart > 0
      ? [
          `${metric} could not be read at one moment for ${sayCount(apart, 'tenant')}: rows that were loaded meanwhile may count as moves`,
        ]
      : []),
  ]);
}

/** What was compared: `by month, 2026-01-01 to 2026-03-01, 3 tenants`. */
export function sayRange({ grain, from, to, tenants }: NumbersDiff): string {
  const days = from === null || to === null ? '' : `, ${from} to ${to}`;
  return `by ${grain}${days}, ${sayCount(tenants, 'tenant')}`;
}
