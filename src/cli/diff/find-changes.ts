/** The project as it was at its base and as it is now: what differs in its definitions. */
import type { Catalog } from '../../catalog/catalog.ts';
import { findBase } from '../../project/read-git-project.ts';
import type { ProjectSide } from '../../versions/diff/change.ts';
import { diffProjects, movedWithoutVersion } from '../../versions/diff/diff-projects.ts';
import {
  BrokenProject,
  type LoadedProject,
  loadProject,
  loadProjectAt,
  type ProjectSettings,
} from '../load-catalog.ts';
import { describeBase } from './describe-base.ts';
import type { ProjectDiff } from './project-diff.ts';

export interface FoundChanges extends Pick<ProjectDiff, 'base' | 'changes' | 'unversioned'> {
  readonly project: LoadedProject;
  /** Both catalogs as they stand, whatever was released; `null` where the base has none to compare with. */
  readonly sides: { readonly before: Catalog; readonly after: Catalog } | null;
}

/**
 * `ref` is the base; where this branch began for `undefined`.
 * @throws BrokenProject where the definitions of now do not hold; versions that were not raised are told apart
 */
export async function findChanges(settings: ProjectSettings, ref: string | undefined): Promise<FoundChanges> {
  const project = await loadProject(settings);
  const { current: after } = project;
  if (after === null) throw new BrokenProject(project);
  const found = ref === undefined ? await findBase(settings.project) : { name: ref, commit: ref };
  const past = await loadProjectAt(settings, found.commit);
  const { current: before } = past;
  const base = describeBase(found.name, past);
  if (before === null) return { project, base, changes: [], unversioned: [], sides: null };
  const was: ProjectSide = { definitions: past.definitions, catalog: before };
  const is: ProjectSide = { definitions: project.definitions, catalog: after };
  const unversioned = movedWithoutVersion(was, is).map((metric) => ({
    metric,
    version: after.metrics.get(metric)?.version ?? 0,
  }));
  return { project, base, changes: diffProjects(was, is), unversioned, sides: { before, after } };
}
