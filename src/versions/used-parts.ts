/** What a metric's number rests on, itself and its inputs included, part by part. */
import type { Catalog } from '../catalog/catalog.ts';
import { type ContentContext, readContent } from '../catalog/content-hash.ts';

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

/** Of the metric itself its formula, as a tree; of the parts, what the content hash covers of them. */
export function usedParts(name: string, { metrics, models, paths, project }: Catalog): UsedParts {
  const context: ContentContext = { metrics, models, paths, calendars: project.calendars };
  const parts = new Map<string, unknown>();
  for (const each of [...(metrics.get(name)?.inputs ?? []), name]) {
    const metric = metrics.get(each);
    if (!metric) continue;
    // Of inputs the hash has theirs; here they stand with their formulas.
    for (const [part, content] of readContent(metric.expression, context).uses)
      if (!part.startsWith('metric ')) parts.set(part, content);
    parts.set(`metric ${each}`, metric.expression);
  }
  return parts;
}
