/** The releases of a project, thawed: each once, whoever asks. */
import { versionKey } from '../base/version-key.ts';
import type { ReleasedVersions } from '../catalog/released-versions.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import type { ReleaseFile } from '../definitions/release-schema.ts';
import { releasedVersions } from './released-versions.ts';
import { type NotThawed, type ThawedMetric, thawRelease } from './thaw-metric.ts';
import type { OldMetric } from './used-parts.ts';

/** Mutable: it remembers what was thawed. */
export class ThawedReleases {
  private readonly schemas: ReadonlyMap<string, string>;
  private readonly known = new Map<string, ThawedMetric | NotThawed>();

  /** `schemas` are where those of sources really are today. */
  constructor(schemas: ReadonlyMap<string, string> = new Map()) {
    this.schemas = schemas;
  }

  /** That version of the metric, over sources as they are called today. */
  find({ metric, releases }: ReleaseFile, version: number): ThawedMetric | NotThawed {
    const key = versionKey(metric, version);
    const release = releases.find((each) => each.version === version);
    const found =
      this.known.get(key) ??
      (release ? this.place(thawRelease(metric, release)) : { metric: null, reason: `there is no ${key}` });
    this.known.set(key, found);
    return found;
  }

  /** For the formulas that name them. */
  named({ releases }: Pick<ProjectDefinitions, 'releases'>): ReleasedVersions {
    const files = new Map(releases.map(({ value }) => [value.metric, value]));
    return releasedVersions((key) => {
      const [metric = '', version] = key.split('@');
      const file = files.get(metric);
      const isReleased = file?.releases.some((release) => String(release.version) === version);
      return file && isReleased ? this.find(file, Number(version)) : null;
    });
  }

  /** Those that are not current, by `name@version`; what cannot be built is absent, and reported elsewhere. */
  old({ metrics, releases }: ProjectDefinitions): ReadonlyMap<string, OldMetric> {
    const current = new Map(metrics.map(({ value }) => [value.metric, value.version]));
    const old = new Map<string, OldMetric>();
    for (const { value: file } of releases) {
      for (const { version } of file.releases) {
        if (current.get(file.metric) === version) continue;
        const found = this.find(file, version);
        if (found.metric) old.set(versionKey(file.metric, version), found);
      }
    }
    return old;
  }

  private place(thawed: ThawedMetric | NotThawed): ThawedMetric | NotThawed {
    if (!thawed.metric || this.schemas.size === 0) return thawed;
    const models = [...thawed.catalog.models].map(([name, model]) => {
      const { schema, table } = model.source;
      return [name, { ...model, source: { schema: this.schemas.get(schema) ?? schema, table } }] as const;
    });
    return { ...thawed, catalog: { ...thawed.catalog, models: new Map(models) } };
  }

  /** The one released last. */
  last(file: ReleaseFile): ThawedMetric | NotThawed {
    return this.find(file, file.releases.at(-1)?.version ?? 0);
  }
}
