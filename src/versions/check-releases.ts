/** Whether versions say what they mean: another number has another version, and a release stays what it was. */
import type { Catalog } from '../catalog/catalog.ts';
import type { Located, ProjectDefinitions } from '../definitions/definition-types.ts';
import type { MetricDefinition } from '../definitions/metric-schema.ts';
import type { ModelReleaseFile } from '../definitions/model-release-schema.ts';
import type { ReleaseFile } from '../definitions/release-schema.ts';
import { type Diagnostic, diagnose } from '../errors/diagnostic.ts';
import { findPins, type PinContext } from './find-pins.ts';
import { listChanges } from './list-changes.ts';
import { findBrokenSeal } from './seal-release.ts';
import { ThawedReleases } from './thawed-releases.ts';

/** `catalog` is what the definitions make. */
export function checkReleases(
  definitions: ProjectDefinitions,
  catalog: Catalog,
  thawed = new ThawedReleases(),
): readonly Diagnostic[] {
  const metrics = new Map(definitions.metrics.map((file) => [file.value.metric, file]));
  const files = new Map(definitions.releases.map(({ value }) => [value.metric, value]));
  const versions = definitions.releases.flatMap((file) => {
    const broken = findBroken(file.value, thawed);
    if (broken !== null) return [diagnose('DEF_RELEASE_BROKEN', { reason: broken }, file.place([]))];
    const metric = metrics.get(file.value.metric);
    return metric ? judgeVersion(metric, file.value, { catalog, files, thawed }) : [];
  });
  return [...versions, ...definitions.modelReleases.flatMap(judgeModel), ...judgeAliases(definitions)];
}

function judgeModel(file: Located<ModelReleaseFile>): readonly Diagnostic[] {
  const { model, releases } = file.value;
  const broken = findBrokenSeal(model, releases);
  if (!broken) return [];
  const reason = `the seal of what ${model} was at ${broken.at} does not hold`;
  return [diagnose('DEF_RELEASE_BROKEN', { reason }, file.place([]))];
}

/** Whoever still asks by the name of what was retired must not get another number. */
function judgeAliases({ metrics, releases }: ProjectDefinitions): readonly Diagnostic[] {
  const retired = new Map(
    releases.flatMap(({ value }) => (value.retired ? [[value.metric, value.retired.at] as const] : [])),
  );
  return metrics.flatMap((file) =>
    (file.value.aliases ?? []).flatMap((metric, index) => {
      const day = retired.get(metric)?.slice(0, 10);
      return day === undefined
        ? []
        : [diagnose('DEF_NAME_RETIRED', { metric, day }, file.place(['aliases', index]))];
    }),
  );
}

/** Why the file is not as it was made; `null` where it is. */
function findBroken(file: ReleaseFile, thawed: ThawedReleases): string | null {
  const { metric, releases } = file;
  const broken = findBrokenSeal(metric, releases);
  if (broken) return `the seal of ${metric}@${broken.version} does not hold`;
  const [first, ...later] = releases.map((release) => release.version);
  const gap = later.find((next, index) => next !== (first ?? 0) + index + 1);
  if (gap !== undefined) return `${metric}@${gap} does not follow the version before it`;
  for (const release of releases) {
    const found = thawed.find(file, release.version);
    if (!found.metric) return `${metric}@${release.version} cannot be built: ${found.reason}`;
  }
  return null;
}

function judgeVersion(
  file: Located<MetricDefinition>,
  released: ReleaseFile,
  context: PinContext,
): readonly Diagnostic[] {
  const { catalog, thawed } = context;
  const { metric: name, releases, retired } = released;
  const place = file.place(['version']);
  const last = releases.at(-1);
  const metric = catalog.metrics.get(name);
  const before = thawed.last(released);
  if (!last || !metric || !before.metric) return [];
  if (retired) {
    const params = { metric: name, day: retired.at.slice(0, 10) };
    return [diagnose('DEF_NAME_RETIRED', params, file.place(['metric']))];
  }
  const { version } = metric;
  const params = { metric: name, version, released: last.version };
  if (version < last.version || version > last.version + 1)
    return [diagnose('DEF_VERSION_JUMP', params, place)];
  if (version === last.version + 1)
    return metric.hash === before.metric.hash ? [diagnose('DEF_VERSION_WITHOUT_CHANGE', params, place)] : [];
  if (metric.hash === before.metric.hash) return [];
  const cause = listChanges(before, { metric, catalog }).join('; ');
  const pins = findPins(metric, before, context).join(' and ');
  const hint = pins === '' ? undefined : `Raise ${name} to ${version + 1}, or write ${pins} in its formula.`;
  return [diagnose('DEF_VERSION_NOT_RAISED', { metric: name, version, cause }, { ...place, hint })];
}
