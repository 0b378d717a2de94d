/** Versions that were released before, as far as formulas name them. How they come about is another room's business. */
import type { Catalog, Metric } from './catalog.ts';
import type { FrozenParts } from './frozen-parts.ts';
import type { MetricTexts } from './metric-texts.ts';

export interface ReleasedVersions {
  /** What must be built before that version; `null` where it was not released. */
  needsOf(key: string): VersionNeeds | null;
  /** That version among what has been built. */
  attach(key: string, today: TodaysParts): AttachedVersion | GoneVersion;
}

export interface VersionNeeds {
  readonly metrics: readonly { readonly metric: string; readonly version: number }[];
  /** As `model.member`. */
  readonly members: readonly string[];
}

/** A catalog, as far as a version can rest on it. */
export interface TodaysParts extends Pick<Catalog, 'models' | 'metrics' | 'paths'> {
  readonly project: Pick<Catalog['project'], 'calendars'>;
  /** The texts of a metric as it is today; none of one that is retired. */
  readonly textsOf: (metric: string) => GuidingTexts | undefined;
}

/** What guides the use of a version is that of today. */
export type GuidingTexts = Pick<
  MetricTexts,
  'tags' | 'synonyms' | 'dimensions' | 'deprecated' | 'isPrivate' | 'isDraft'
>;

export interface AttachedVersion {
  readonly kind: 'attached';
  readonly metric: Metric;
  /** What it alone has. */
  readonly frozen: FrozenParts;
  readonly ruling: RulingParts;
}

/** What of today says who may see a version, beside its metric and its inputs. */
export interface RulingParts {
  /** Members that it reads itself, as `model.member`. */
  readonly members: readonly string[];
  readonly models: readonly string[];
  /** Whether it reads something that nothing of today is. */
  readonly isOrphan: boolean;
}

/** It has no number any more. */
export interface GoneVersion {
  readonly kind: 'gone';
  readonly reason: string;
}

/** Of a project that has released nothing. */
export const NO_VERSIONS: ReleasedVersions = {
  needsOf: () => null,
  attach: () => ({ kind: 'gone', reason: 'it was not released' }),
};
