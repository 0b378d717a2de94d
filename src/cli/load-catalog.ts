/** The project folder as a catalog, or as everything that is wrong with it. */
import { buildCatalog, schemasOf } from '../catalog/build-catalog.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ReleasedVersions } from '../catalog/released-versions.ts';
import type { Config } from '../config.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import { parseProject } from '../definitions/parse-project.ts';
import { compareDiagnostics, type Diagnostic } from '../errors/diagnostic.ts';
import { loadProjectFiles } from '../project/load-project.ts';
import { readGitProject } from '../project/read-git-project.ts';
import type { ServedProject } from '../server/served-catalog.ts';
import { attachVersions } from '../versions/attach-versions.ts';
import { checkReleases } from '../versions/check-releases.ts';
import { ThawedReleases } from '../versions/thawed-releases.ts';
import { warnDeprecated } from '../versions/warn-deprecated.ts';

export interface LoadedProject {
  readonly folder: string;
  /** Texts by path, for printing diagnostics. */
  readonly files: ReadonlyMap<string, string>;
  /** What was readable. */
  readonly definitions: ProjectDefinitions;
  /** `null` where any diagnostic is an error. */
  readonly catalog: Catalog | null;
  /** As the definitions are now, whatever was released; `null` where they do not hold by themselves. */
  readonly current: Catalog | null;
  /** What formulas may name beside current metrics. */
  readonly released: ReleasedVersions;
  readonly diagnostics: readonly Diagnostic[];
}

/** A project whose diagnostics have errors among them. */
export class BrokenProject extends Error {
  override readonly name = 'BrokenProject';
  readonly project: LoadedProject;

  constructor(project: LoadedProject) {
    super(`the project in ${project.folder} has errors`);
    this.project = project;
  }
}

/** Where a project is, and what of it differs in this environment. */
export type ProjectSettings = Pick<Config, 'project' | 'schemas'>;

/** A project as it was. */
export interface PastProject extends LoadedProject {
  /** Full id of the commit; a project without files was not there yet. */
  readonly commit: string;
}

/** @throws SemanticError DEF_FOLDER_UNREADABLE */
export async function loadProject(settings: ProjectSettings): Promise<LoadedProject> {
  const files = await loadProjectFiles(settings.project);
  return assembleProject(files, settings);
}

/**
 * The project as it was at a branch, tag or commit; its diagnostics name files as git does, `main:metrics/…`.
 * @throws SemanticError DEF_FOLDER_UNREADABLE, CLI_GIT, CLI_UNKNOWN_BASE
 */
export async function loadProjectAt(settings: ProjectSettings, ref: string): Promise<PastProject> {
  const { commit, files } = await readGitProject(settings.project, ref);
  const assembled = assembleProject(files, { ...settings, project: `${ref}:${settings.project}` });
  return { ...assembled, commit };
}

function assembleProject(
  files: ReadonlyMap<string, string>,
  { project: folder, schemas }: ProjectSettings,
): LoadedProject {
  const { definitions, diagnostics } = parseProject(files);
  const thawed = new ThawedReleases(schemasOf(definitions, { schemas }));
  const released = thawed.named(definitions);
  const built = buildCatalog(definitions, diagnostics, { schemas, released });
  const versions = built.catalog ? checkReleases(definitions, built.catalog, thawed) : [];
  const warnings = built.catalog ? warnDeprecated(definitions, built.catalog) : [];
  return {
    folder,
    files,
    definitions,
    catalog:
      built.catalog && versions.length === 0 ? attachVersions(built.catalog, thawed.old(definitions)) : null,
    diagnostics: [...built.diagnostics, ...versions, ...warnings].sort(compareDiagnostics),
    current: built.catalog,
    released,
  };
}

/**
 * A project without errors: its catalog, and what that was made of.
 * @throws BrokenProject
 */
export async function loadSound(settings: ProjectSettings): Promise<ServedProject> {
  const project = await loadProject(settings);
  const { catalog, definitions } = project;
  if (catalog === null) throw new BrokenProject(project);
  return { catalog, definitions };
}

/**
 * The catalog of a project without errors.
 * @throws BrokenProject
 */
export async function loadCatalog(settings: ProjectSettings): Promise<Catalog> {
  return (await loadSound(settings)).catalog;
}
