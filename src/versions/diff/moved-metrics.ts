/** The metrics of two states of a project that are other numbers, and the parts of each that make them so. */
import { canonicalJson } from '../../base/hash.ts';
import { isCurrent, type Metric } from '../../catalog/catalog.ts';
import { type Part, readPart, usedParts } from '../used-parts.ts';
import type { ProjectSide } from './change.ts';

interface MovedMetric {
  readonly metric: Metric;
  readonly parts: readonly Part[];
}

/** Whether a part makes the metric another number, for the question that is asked. */
export type PartTest = (part: Part, metric: Metric) => boolean;

export class MovedMetrics {
  /** By name. */
  readonly metrics: ReadonlyMap<string, MovedMetric>;

  constructor(before: ProjectSide, after: ProjectSide) {
    const moved = [...after.catalog.metrics.values()].filter(isCurrent).flatMap((metric) => {
      const old = before.catalog.metrics.get(metric.name);
      if (!old || old.hash === metric.hash) return [];
      return [[metric.name, { metric, parts: changedParts(metric.name, before, after) }] as const];
    });
    this.metrics = new Map(moved);
  }

  by(test: PartTest): readonly string[] {
    return [...this.metrics].flatMap(([name, { metric, parts }]) =>
      parts.some((part) => test(part, metric)) ? [name] : [],
    );
  }
}

function changedParts(name: string, before: ProjectSide, after: ProjectSide): readonly Part[] {
  const [old, now] = [usedParts(name, before.catalog), usedParts(name, after.catalog)];
  const all = new Set([...old.keys(), ...now.keys()]);
  return [...all]
    .filter((part) => canonicalJson(old.get(part)) !== canonicalJson(now.get(part)))
    .map(readPart);
}
