/** `project.yaml` → the catalog's project, with what is not said filled in. */
import { unambiguousZone } from '../base/time-zone.ts';
import type { ProjectDefinition } from '../definitions/project-schema.ts';
import type { Project } from './catalog.ts';

export function buildProject(definition: ProjectDefinition): Project {
  return {
    name: definition.project,
    zone: unambiguousZone(definition.timezone),
    currency: definition.currency ?? null,
    weekStarts: definition.week_starts ?? 'monday',
    languages: definition.languages ?? ['en'],
    roles: new Map(Object.entries(definition.roles ?? {})),
  };
}
