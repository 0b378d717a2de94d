/** A project and its releases → the release files that make a version of every changed metric last. */
import { type Catalog, isCurrent, type Metric, type ReleaseReason } from '../catalog/catalog.ts';
import { SEMANTICS } from '../catalog/content-hash.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import {
  LONGEST_LINE,
  type MeasuredEffect,
  type Release,
  type ReleaseFile,
} from '../definitions/release-schema.ts';
import { SemanticError } from '../errors/semantic-error.ts';
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

/** What a metric did to numbers, between two definitions of it that content hashes name. */
export interface Measurement {
  readonly before: string;
  readonly after: string;
  readonly effect: MeasuredEffect;
}

interface ReleaseParts {
  readonly file: ReleaseFile | undefined;
  readonly project: Parameters<typeof releaseMetrics>[0];
  readonly note: ReleaseReason;
  readonly measurement: Measurement | undefined;
}

/**
 * By metric. Drafts are not released; metrics that are gone are retired. `project` has no faults.
 * @throws SemanticError DEF_MEASURED_OTHERWISE where something else was measured than is released
 */
export function releaseMetrics(
  project: { readonly definitions: ProjectDefinitions; readonly catalog: Catalog },
  note: ReleaseReason,
  measured: ReadonlyMap<string, Measurement> = new Map(),
): readonly NewRelease[] {
  const { definitions, catalog } = project;
  const files = new Map(definitions.releases.map(({ value }) => [value.metric, value]));
  const released = [...catalog.metrics.values()].filter(isCurrent).flatMap((metric) => {
    const file = files.get(metric.name);
    const isKnown = file?.releases.at(-1)?.version === metric.version;
    const measurement = measured.get(metric.name);
    return metric.isDraft || isKnown ? [] : [releaseMetric(metric, { file, project, note, measurement })];
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

/** A formula may be longer than a sentence about it. */
function shorten(sentence: string): string {
  return sentence.length <= LONGEST_LINE ? sentence : `${sentence.slice(0, LONGEST_LINE - 1)}…`;
}

function releaseMetric(metric: Metric, { file, project, note, measurement }: ReleaseParts): NewRelease {
  const last = file?.releases.at(-1);
  const before = last && thawMetric(metric.name, last.definition);
  const all = before?.metric
    ? listChanges(before, { metric, catalog: project.catalog })
    : last
      ? ['what it rests on']
      : [];
  const changes = all.map(shorten);
  const { name, version, hash } = metric;
  if (measurement) requireSame(measurement, metric, last);
  const definition = freezeMetric(metric, project);
  const release: Omit<Release, 'seal'> = {
    version,
    ...note,
    hash,
    semantics: SEMANTICS,
    changes: [...changes],
    ...(measurement ? { measured: measurement.effect } : {}),
    definition,
  };
  const seal = sealOf(name, release, last?.seal ?? null);
  const releases = [...(file?.releases ?? []), { ...release, seal }];
  return { metric: name, version, changes, file: { metric: name, releases } };
}

/** Numbers are told of what they were measured on, and of nothing else. */
function requireSame({ before, after }: Measurement, metric: Metric, last: Release | undefined): void {
  if (after === metric.hash && (last === undefined || before === last.hash)) return;
  const which = after === metric.hash ? 'the version before' : 'this version';
  throw new SemanticError('DEF_MEASURED_OTHERWISE', { metric: `${metric.name}@${metric.version}`, which });
}
