/** A project after an earlier state of itself: what may not follow, and whether there was anything to follow. */
import { assertNever } from '../base/assert-never.ts';
import { compareDiagnostics } from '../errors/diagnostic.ts';
import { findBase } from '../project/read-git-project.ts';
import { checkAgainst } from '../versions/check-against.ts';
import { describeBase } from './diff/describe-base.ts';
import type { DiffBase } from './diff/project-diff.ts';
import { type LoadedProject, loadProjectAt, type ProjectSettings } from './load-catalog.ts';

export interface FollowedBase {
  /** With the faults that its base shows. */
  readonly project: LoadedProject;
  /** `null` where the project does not hold by itself, and follows nothing. */
  readonly base: DiffBase | null;
}

/**
 * `ref` is the base; where this branch began for `true`.
 * @throws SemanticError CLI_GIT, CLI_UNKNOWN_BASE
 */
export async function followBase(
  project: LoadedProject,
  ref: string | true,
  settings: ProjectSettings,
): Promise<FollowedBase> {
  const found = ref === true ? await findBase(settings.project) : { name: ref, commit: ref };
  const past = await loadProjectAt(settings, found.commit);
  const { definitions, current: catalog } = project;
  if (catalog === null) return { project, base: null };
  const base = describeBase(found.name, past);
  const before = { name: found.commit, definitions: past.definitions, catalog: past.current };
  const faults = checkAgainst(before, { definitions, catalog });
  if (faults.length === 0) return { project, base };
  const diagnostics = [...project.diagnostics, ...faults].sort(compareDiagnostics);
  return { project: { ...project, catalog: null, diagnostics }, base };
}

/** A line for people where not all was compared; `null` where it was. */
export function sayFollowed({ ref, commit, state }: DiffBase): string | null {
  const name = `${ref} (${commit.slice(0, 12)})`;
  switch (state) {
    case 'compared':
      return null;
    case 'absent':
      return `Nothing was compared: at ${name} there is no project in this folder. If it was moved, what was released there was not looked at.`;
    case 'broken':
      return `Releases alone were compared: at ${name} the definitions do not hold together.`;
    default:
      return assertNever(state);
  }
}
