/** The releases of a project, thawed: each once, whoever asks. */
import type { ReleaseFile } from '../definitions/release-schema.ts';
import { type NotThawed, type ThawedMetric, thawRelease } from './thaw-metric.ts';

/** Mutable: it remembers what was thawed. */
export class ThawedReleases {
  private readonly known = new Map<string, ThawedMetric | NotThawed>();

  /** That version of the metric. */
  find({ metric, releases }: ReleaseFile, version: number): ThawedMetric | NotThawed {
    const key = `${metric}@${version}`;
    const release = releases.find((each) => each.version === version);
    const found =
      this.known.get(key) ??
      (release ? thawRelease(metric, release) : { metric: null, reason: `there is no ${key}` });
    this.known.set(key, found);
    return found;
  }

  /** The one released last. */
  last(file: ReleaseFile): ThawedMetric | NotThawed {
    return this.find(file, file.releases.at(-1)?.version ?? 0);
  }
}
