/** A diff as JSON for programs, `vitrine release --measured` among them. */
import type { ComparedMetric } from '../../comparison/compared-metric.ts';
import type { MetricUsage } from '../../store/audit-record.ts';
import type { NumbersDiff, ProjectDiff } from './project-diff.ts';
import { USAGE_DAYS } from './project-diff.ts';

export function diffJson({ base, changes, unversioned, usage, numbers }: ProjectDiff): object {
  return {
    base,
    changes,
    unversioned: unversioned.map(({ metric }) => metric),
    usage: usage && {
      days: USAGE_DAYS,
      items: usage.map(usageJson),
    },
    numbers: numbers && numbersJson(numbers),
  };
}

function usageJson({ metric, version, requests, principals, lastAsked, callers }: MetricUsage): object {
  return {
    metric,
    version,
    requests,
    principals,
    last_asked: lastAsked,
    callers: callers.map(({ lastAsked: last, ...caller }) => ({ ...caller, last_asked: last })),
  };
}

function numbersJson({ metrics, ...others }: NumbersDiff): object {
  return { ...others, metrics: metrics.map(metricJson) };
}

function metricJson({ metric, before, after, tenants, values, ...others }: ComparedMetric): object {
  const { change, ratio, times, refusals, apart, rows, rowsLeftOut } = others;
  return {
    metric,
    before,
    after,
    tenants_compared: tenants.compared,
    tenants_moved: tenants.moved,
    values_compared: values.compared,
    values_moved: values.moved,
    change,
    change_ratio: ratio,
    times,
    refused: refusals,
    not_of_one_snapshot: apart,
    rows: rows.map(({ ratio: part, units, ...row }) => ({
      ...row,
      change_ratio: part,
      unit_before: units.before,
      unit_after: units.after,
    })),
    rows_left_out: rowsLeftOut,
  };
}
