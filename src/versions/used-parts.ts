/** What a metric's number rests on, itself and its inputs included, part by part. */
import { Bug } from '../base/invariant.ts';
import { type Catalog, isCurrent, type Metric } from '../catalog/catalog.ts';
import { type ContentContext, type MetricContent, readContent } from '../catalog/content-hash.ts';
import type { TodaysParts } from '../catalog/released-versions.ts';

/** A metric in the catalog that it was released with. */
export interface OldMetric {
  readonly metric: Metric;
  readonly catalog: Catalog;
}

/** By kind and name: `metric roas`, `member orders.amount`, `join orders.channel`, `key orders`. */
export type UsedParts = ReadonlyMap<string, unknown>;

/** `member orders.amount`: a kind, the model, calendar or metric that has it, and what of that. */
export interface Part {
  readonly kind: string;
  readonly model: string;
  readonly name: string;
}

export function readPart(part: string): Part {
  const [, kind = '', model = '', name = ''] = /^(\w+) (\w+)(?:\.(.*))?$/s.exec(part) ?? [];
  return { kind, model, name };
}

/** What the number of a version rests on itself, by the kinds and names that it was released with. */
export function usesOf({ metric, catalog }: OldMetric): MetricContent['uses'] {
  return readContent(metric.expression, contextOf(catalog)).uses;
}

/** What is read of a formula among models that it was not written for; `null` where names in it lead nowhere there. */
export function tryContent<Content>(read: () => Content): Content | null {
  try {
    return read();
  } catch (error) {
    // They are met where names always lead somewhere.
    if (error instanceof Bug) return null;
    throw error;
  }
}

/** What the content of a catalog's metrics is read from. */
export function contextOf({
  metrics,
  models,
  paths,
  project,
}: Pick<TodaysParts, 'metrics' | 'models' | 'paths' | 'project'>): ContentContext {
  return { metrics, models, paths, calendars: project.calendars };
}

/** Of the metric itself its formula, as a tree; of the parts, what the content hash covers of them. */
export function usedParts(name: string, catalog: Catalog): UsedParts {
  const { metrics } = catalog;
  const parts = new Map<string, unknown>();
  for (const each of [...(metrics.get(name)?.inputs ?? []), name]) {
    const metric = metrics.get(each);
    if (!metric) continue;
    // Of inputs the hash has theirs; here they stand with their formulas.
    for (const [part, content] of readContent(metric.expression, contextOf(catalog)).uses)
      if (!part.startsWith('metric ')) parts.set(part, content);
    // What a version says never changes, whatever names it has for that today.
    parts.set(`metric ${each}`, isCurrent(metric) ? metric.expression : metric.hash);
  }
  return parts;
}
