/** A project and its releases → the release files that make a version of every changed metric last. */
import { type Catalog, isCurrent, type Metric, type ReleaseReason } from '../catalog/catalog.ts';
import { SEMANTICS } from '../catalog/content-hash.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import type { Release, ReleaseFile } from '../definitions/release-schema.ts';
import { freezeMetric } from './freeze-metric.ts';
import { listChanges } from './list-changes.ts';
import { sealOf } from './seal-release.ts';
import { thawMetric } from './thaw-metric.ts';

/** A release file as it is to be, and what is new in it. */
export interface NewRelease {
  readonly metric: string;
  /** `null` where the metric was retired. */
  readonly version: number | null;
  readonly changes: readonly string[];
  readonly file: ReleaseFile;
}

/** By metric. Drafts are not released; metrics that are gone are retired. `project` has no faults. */
export function releaseMetrics(
  project: { readonly definitions: ProjectDefinitions; readonly catalog: Catalog },
  note: ReleaseReason,
): readonly NewRelease[] {
  const { definitions, catalog } = project;
  const files = new Map(definitions.releases.map(({ value }) => [value.metric, value]));
  const released = [...catalog.metrics.values()].filter(isCurrent).flatMap((metric) => {
    const file = files.get(metric.name);
    const isKnown = file?.releases.at(-1)?.version === metric.version;
    return metric.isDraft || isKnown ? [] : [releaseMetric(metric, { file, project, note })];
  });
  const gone = [...files.values()].filter(({ metric, retired }) => !retired && !catalog.metrics.has(metric));
  const retired = gone.map((file) => ({
    metric: file.metric,
    version: null,
    changes: [],
    file: { ...file, retired: { ...note } },
  }));
  return [...released, ...retired].sort((a, b) => (a.metric < b.metric ? -1 : 1));
}

function releaseMetric(
  metric: Metric,
  {
    file,
    project,
    note,
  }: {
    readonly file: ReleaseFile | undefined;
    readonly project: Parameters<typeof releaseMetrics>[0];
    readonly note: ReleaseReason;
  },
): NewRelease {
  const last = file?.releases.at(-1);
  const before = last && thawMetric(metric.name, last.definition);
  const changes = before?.metric
    ? listChanges(before, { metric, catalog: project.catalog })
    : last
      ? ['what it rests on']
      : [];
  const { name, version, hash } = metric;
  const definition = freezeMetric(metric, project);
  const release: Omit<Release, 'seal'> = {
    version,
    ...note,
    hash,
    semantics: SEMANTICS,
    changes: [...changes],
    definition,
  };
  const seal = sealOf(name, release, last?.seal ?? null);
  const releases = [...(file?.releases ?? []), { ...release, seal }];
  return { metric: name, version, changes, file: { metric: name, releases } };
}
