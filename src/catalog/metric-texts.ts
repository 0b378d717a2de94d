/** What a metric's file says that no number depends on. */
import type { MetricDefinition } from '../definitions/metric-schema.ts';
import type { Metric } from './catalog.ts';

/** Beside its formula and what follows from it. */
export type MetricTexts = Pick<
  Metric,
  | 'title'
  | 'description'
  | 'owner'
  | 'format'
  | 'good'
  | 'target'
  | 'tags'
  | 'synonyms'
  | 'aliases'
  | 'examples'
  | 'dimensions'
  | 'isPrivate'
  | 'isDraft'
  | 'deprecated'
  | 'drill'
>;

export function readTexts(value: MetricDefinition): MetricTexts {
  return {
    title: value.title ?? null,
    description: value.description,
    owner: value.owner,
    format: value.format
      ? {
          style: value.format.style,
          ...(value.format.decimals === undefined ? {} : { decimals: value.format.decimals }),
        }
      : null,
    good: value.good ?? null,
    target: value.target ?? null,
    tags: value.tags ?? [],
    synonyms: value.synonyms ?? [],
    aliases: value.aliases ?? [],
    examples: value.examples ?? [],
    dimensions: value.dimensions ?? null,
    isPrivate: value.private ?? false,
    isDraft: value.draft ?? false,
    deprecated: new Map(
      Object.entries(value.deprecated ?? {}).map(([version, { since, sunset, use }]) => [
        version,
        { since, sunset: sunset ?? null, use: use ?? null },
      ]),
    ),
    drill: value.drill ?? null,
  };
}
