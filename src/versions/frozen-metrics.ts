/** Metrics that answered once, frozen with all it takes to run them again, and run again beside those of today. */
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { frozenName, withoutFrozenNames } from '../catalog/frozen-name.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import type { FrozenDefinition } from '../definitions/release-schema.ts';
import { attachVersions } from './attach-versions.ts';
import { freezeMetric } from './freeze-metric.ts';
import { thawMetric } from './thaw-metric.ts';
import { type OldMetric, usedParts } from './used-parts.ts';

/** A metric as it answered. */
export interface FrozenMetric {
  readonly metric: string;
  readonly version: number;
  /** Content hash of the number. */
  readonly hash: string;
  readonly definition: FrozenDefinition;
}

interface ServedProject {
  readonly catalog: Catalog;
  readonly definitions: ProjectDefinitions;
}

/** Of a version that was released before, what its release has. `project` is without faults, and has the metric. */
export function freezeAnswering(metric: Metric, project: ServedProject): FrozenMetric {
  const { name, version, hash } = metric;
  const file = project.definitions.releases.find(({ value }) => value.metric === name);
  const released = file?.value.releases.find((release) => release.version === version);
  const isReleased = released?.hash === hash;
  const definition = isReleased ? released.definition : freezeMetric(metric, project);
  return { metric: name, version, hash, definition };
}

/** All that the number rests on, as kinds and names: `metric revenue`, `member orders.amount`, `model orders`. */
export function partsUnder(metric: Metric, catalog: Catalog): readonly string[] {
  const used = [...usedParts(metric.key, catalog).keys()].filter((part) => !part.startsWith('metric '));
  const metrics = [metric.key, ...metric.inputs].flatMap((key) => catalog.metrics.get(key)?.name ?? []);
  const parts = [
    ...metrics.map((name) => `metric ${name}`),
    ...metric.models.map((name) => `model ${name}`),
    ...used.map(withoutFrozenNames),
  ];
  return [...new Set(parts)];
}

/** Today's catalog with metrics as they were, and what each is called there or why it cannot be run any more. */
export interface ThawedBeside {
  readonly catalog: Catalog;
  readonly find: (metric: FrozenMetric) => { readonly key: string } | { readonly gone: string };
}

/** `frozen` are other numbers than today's metrics of their names. */
export function thawBeside(today: Catalog, frozen: readonly FrozenMetric[]): ThawedBeside {
  const versions = new Map<string, OldMetric>();
  const gone = new Map<string, string>();
  for (const each of frozen) {
    const { metric: name, hash, definition } = each;
    const thawed = thawMetric(name, definition);
    if (!thawed.metric || thawed.metric.hash !== hash) {
      gone.set(keyOf(each), thawed.metric ? 'its definition has another meaning now' : thawed.reason);
      continue;
    }
    // With what it rests on, which may be another number today too.
    for (const metric of thawed.catalog.metrics.values())
      if (today.metrics.get(metric.name)?.hash !== metric.hash)
        versions.set(keyOf({ ...metric, metric: metric.name }), { metric, catalog: thawed.catalog });
  }
  const attached = attachVersions(today, versions);
  const metrics = new Map(
    // The last day of a version is for those who ask for it, and not for what was published of it.
    [...attached.metrics].map(([key, metric]) => [
      key,
      versions.has(key) ? { ...metric, deprecated: new Map() } : metric,
    ]),
  );
  return {
    catalog: Object.freeze({ ...attached, metrics }),
    find: (metric) => {
      const key = keyOf(metric);
      if (metrics.has(key)) return { key };
      return { gone: gone.get(key) ?? attached.gone.get(key) ?? 'it is not known' };
    },
  };
}

/** Of one version there may have been several, where it was not released. */
function keyOf({ metric, version, hash }: Omit<FrozenMetric, 'definition'>): string {
  return frozenName(`${metric}@${version}`, hash);
}
