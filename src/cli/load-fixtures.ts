/** The project folder with the cases beside its metrics, checked as far as that goes without running them. */
import type { Catalog } from '../catalog/catalog.ts';
import { compareDiagnostics } from '../errors/diagnostic.ts';
import type { Fixture } from '../fixtures/fixture.ts';
import { resolveFixtures } from '../fixtures/resolve-fixtures.ts';
import { type LoadedProject, loadProject, type ProjectSettings } from './load-catalog.ts';

export interface LoadedFixtures {
  /** With the diagnostics of fixtures among its own; without a catalog where these are at fault. */
  readonly project: LoadedProject;
  readonly fixtures: readonly Fixture[];
  /** By which they are run: the definitions as they are now, released or not; `null` where these or they are at fault. */
  readonly catalog: Catalog | null;
}

/** @throws SemanticError DEF_FOLDER_UNREADABLE */
export async function loadFixtures(settings: ProjectSettings): Promise<LoadedFixtures> {
  const project = await loadProject(settings);
  const { definitions, current } = project;
  if (current === null) return { project, fixtures: [], catalog: null };
  const { fixtures, diagnostics } = resolveFixtures(definitions, current);
  if (diagnostics.length === 0) return { project, fixtures, catalog: current };
  const all = [...project.diagnostics, ...diagnostics].sort(compareDiagnostics);
  return { project: { ...project, diagnostics: all, catalog: null }, fixtures: [], catalog: null };
}
