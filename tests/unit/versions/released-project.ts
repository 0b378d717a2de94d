/** Projects with releases: files as `vitrine release` leaves them, and what a check then finds. */
import { buildCatalog, schemasOf } from '../../../src/catalog/build-catalog.ts';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import type { ProjectDefinitions } from '../../../src/definitions/definition-types.ts';
import { parseProject } from '../../../src/definitions/parse-project.ts';
import { writeReleaseFile } from '../../../src/definitions/parse-release.ts';
import { attachVersions } from '../../../src/versions/attach-versions.ts';
import { checkReleases } from '../../../src/versions/check-releases.ts';
import { proposeVersions, writeVersion } from '../../../src/versions/propose-versions.ts';
import { type Measurement, type NewRelease, releaseMetrics } from '../../../src/versions/release-metrics.ts';
import { releaseModels } from '../../../src/versions/release-models.ts';
import { ThawedReleases } from '../../../src/versions/thawed-releases.ts';
import type { Files } from '../catalog/small-project.ts';

const NOTE = { at: '2026-01-31T09:00:00Z', by: 'a@shop.example', why: 'Because.' };

export interface BuiltProject {
  readonly definitions: ProjectDefinitions;
  readonly catalog: Catalog;
}

/** What the files make, whatever was released. */
export function buildFiles(files: Files): BuiltProject {
  const { definitions, diagnostics: faults } = parseProject(new Map(Object.entries(files)));
  const thawed = new ThawedReleases(schemasOf(definitions, {}));
  const { catalog, diagnostics } = buildCatalog(definitions, faults, { released: thawed.named(definitions) });
  if (!catalog) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return { definitions, catalog: attachVersions(catalog, thawed.old(definitions)) };
}

export function releasesOf(files: Files, measured?: ReadonlyMap<string, Measurement>): readonly NewRelease[] {
  return releaseMetrics(buildFiles(files), NOTE, measured);
}

/** The files with a release of every version in them that has none. */
export function release(files: Files, measured?: ReadonlyMap<string, Measurement>): Files {
  const metrics = releasesOf(files, measured).map(({ metric, file }) => [
    `releases/${metric}.json`,
    writeReleaseFile(file),
  ]);
  const models = releaseModels(buildFiles(files), NOTE).map(({ model, file }) => [
    `releases/models/${model}.json`,
    writeReleaseFile(file),
  ]);
  return { ...files, ...Object.fromEntries([...metrics, ...models]) };
}

/** The files with the versions raised that are due. */
export function propose(files: Files): Files {
  const { definitions, catalog } = buildFiles(files);
  const raised: Record<string, string> = { ...files };
  for (const proposal of proposeVersions(definitions, catalog))
    raised[proposal.position.file] = writeVersion(raised[proposal.position.file] ?? '', proposal);
  return raised;
}

/** What a check finds of versions and releases, as `file:line CODE message`. */
export function faultsOf(files: Files): readonly string[] {
  const { definitions, diagnostics: faults } = parseProject(new Map(Object.entries(files)));
  if (faults.length > 0) return faults.map(say);
  const thawed = new ThawedReleases();
  const { catalog, diagnostics } = buildCatalog(definitions, faults, { released: thawed.named(definitions) });
  return catalog ? checkReleases(definitions, catalog, thawed).map(say) : diagnostics.map(say);
}

function say({
  position,
  code,
  message,
}: {
  position: { file: string; line: number };
  code: string;
  message: string;
}): string {
  return `${position.file}:${position.line} ${code} ${message}`;
}
