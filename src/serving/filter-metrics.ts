/** Which metrics of a list somebody looks for; the same for REST and GraphQL. */
import type { LocalText } from '../catalog/catalog.ts';
import type { MetricDescription } from '../engine/describe.ts';

export interface MetricFilter {
  /** Words that must all occur in name, title, description, tags or synonyms, in any language and case. */
  readonly search?: string;
  readonly tag?: string;
  readonly owner?: string;
}

export function filterMetrics<Description extends MetricDescription>(
  metrics: readonly Description[],
  { search, tag, owner }: MetricFilter,
): readonly Description[] {
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return metrics.filter(
    (metric) =>
      (tag === undefined || metric.tags.includes(tag)) &&
      (owner === undefined || metric.owner === owner) &&
      words.every((word) => searchText(metric).includes(word)),
  );
}

function searchText(metric: MetricDescription): string {
  const texts = [
    metric.name,
    ...textsOf(metric.title),
    ...textsOf(metric.description),
    ...metric.tags,
    ...metric.synonyms,
  ];
  return texts.join('\n').toLowerCase();
}

function textsOf(text: LocalText | null): string[] {
  if (text === null) return [];
  return typeof text === 'string' ? [text] : Object.values(text);
}
