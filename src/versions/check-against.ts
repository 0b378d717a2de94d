/** Whether a state of a project may follow an earlier one: nothing released is taken back, and versions are raised. */
import { canonicalJson } from '../base/hash.ts';
import { type Catalog, isCurrent } from '../catalog/catalog.ts';
import type { Located, ProjectDefinitions } from '../definitions/definition-types.ts';
import { locateFile } from '../definitions/parse-release.ts';
import type { ReleaseFile } from '../definitions/release-schema.ts';
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { listChanges } from './list-changes.ts';

/** The earlier state, by the name that people know it by. */
export interface Base {
  readonly name: string;
  readonly definitions: ProjectDefinitions;
  /** `null` where it did not hold together: then releases alone are compared. */
  readonly catalog: Catalog | null;
}

/** `catalog` is what `definitions` make. What the seals of release files show by themselves is not told again. */
export function checkAgainst(
  base: Base,
  { definitions, catalog }: { readonly definitions: ProjectDefinitions; readonly catalog: Catalog },
): readonly Diagnostic[] {
  const files = new Map(definitions.releases.map((file) => [file.value.metric, file]));
  const takenBack = base.definitions.releases.flatMap(({ value, file }) => {
    const now = files.get(value.metric);
    const place = (now ?? locateFile(file, value)).place([]);
    return whatIsLost(value, now).map((lost) =>
      diagnose('DEF_RELEASE_TAKEN_BACK', { ...lost, base: base.name }, place),
    );
  });
  return [
    ...takenBack,
    ...listShortened(base, definitions),
    ...judgeVersions(base, { definitions, catalog }),
  ];
}

/** What was noted of models begins as it did. */
function listShortened(base: Base, { modelReleases }: ProjectDefinitions): readonly Diagnostic[] {
  const files = new Map(modelReleases.map((file) => [file.value.model, file]));
  return base.definitions.modelReleases.flatMap(({ file, value }) => {
    const { model, releases } = value;
    const now = files.get(model);
    const kept = now?.value.releases.slice(0, releases.length) ?? [];
    if (canonicalJson(kept) === canonicalJson(releases)) return [];
    const reason = now ? 'its releases are others here' : 'its releases are gone';
    const place = (now ?? locateFile(file, value)).place([]);
    return [
      diagnose('DEF_RELEASE_TAKEN_BACK', { subject: `the model ${model}`, reason, base: base.name }, place),
    ];
  });
}

interface Lost {
  readonly subject: string;
  readonly reason: string;
}

function whatIsLost(before: ReleaseFile, now: Located<ReleaseFile> | undefined): readonly Lost[] {
  const { metric, releases, retired } = before;
  if (!now) return [{ subject: metric, reason: 'its releases are gone' }];
  const later = new Map(now.value.releases.map((release) => [release.version, release]));
  const lost = releases.flatMap((release): readonly Lost[] => {
    const found = later.get(release.version);
    if (canonicalJson(found ?? null) === canonicalJson(release)) return [];
    return [{ subject: `${metric}@${release.version}`, reason: found ? 'is another one here' : 'is gone' }];
  });
  const isRevived = retired && canonicalJson(now.value.retired ?? null) !== canonicalJson(retired);
  return isRevived ? [...lost, { subject: metric, reason: 'its retirement was taken back' }] : lost;
}

/** Of metrics without a release: those that have one are judged by it. */
function judgeVersions(
  base: Base,
  { definitions, catalog }: { readonly definitions: ProjectDefinitions; readonly catalog: Catalog },
): readonly Diagnostic[] {
  // As it was: a release that is made with the edit would be of the other number.
  const released = new Set(base.definitions.releases.map(({ value }) => value.metric));
  return definitions.metrics.flatMap((file) => {
    const name = file.value.metric;
    const [old, now] = [base.catalog?.metrics.get(name), catalog.metrics.get(name)];
    if (!base.catalog || !old || !now || released.has(name) || !isCurrent(old)) return [];
    if (old.isDraft || old.hash === now.hash || now.version > old.version) return [];
    const changes = listChanges({ metric: old, catalog: base.catalog }, { metric: now, catalog });
    const params = { metric: name, version: now.version, base: base.name, cause: changes.join('; ') };
    return [diagnose('DEF_VERSION_AS_BEFORE', params, file.place(['version']))];
  });
}
