/** The project folder with the cases beside its metrics, checked as far as that goes without running them. */
import { compareDiagnostics } from '../errors/diagnostic.ts';
import type { Fixture } from '../fixtures/fixture.ts';
import { resolveFixtures } from '../fixtures/resolve-fixtures.ts';
import { type LoadedProject, loadProject, type ProjectSettings } from './load-catalog.ts';

export interface LoadedFixtures {
  /** With the diagnostics of fixtures among its own; without a catalog where these are at fault. */
  readonly project: LoadedProject;
  readonly fixtures: readonly Fixture[];
}

/** @throws SemanticError DEF_FOLDER_UNREADABLE */
export async function loadFixtures(settings: ProjectSettings): Promise<LoadedFixtures> {
  const project = await loadProject(settings);
  if (project.catalog === null) return { project, fixtures: [] };
  const { fixtures, diagnostics } = resolveFixtures(project.definitions, project.catalog);
  if (diagnostics.length === 0) return { project, fixtures };
  const all = [...project.diagnostics, ...diagnostics].sort(compareDiagnostics);
  return { project: { ...project, diagnostics: all, catalog: null }, fixtures: [] };
}
