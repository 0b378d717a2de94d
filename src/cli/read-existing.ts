/** What a project folder has already, as far as new models must fit to it; an empty or absent one has nothing. */
import { stat } from 'node:fs/promises';
import type { ModelDefinition } from '../definitions/model-schema.ts';
import type { KnownModel } from '../draft/model-draft.ts';
import { loadProject, type ProjectSettings } from './load-catalog.ts';

export interface ExistingProject {
  readonly models: readonly KnownModel[];
  /** Role → model. */
  readonly roles: ReadonlyMap<string, string>;
  /** `null` where there is no project yet. */
  readonly zone: string | null;
  /** Paths of its files. */
  readonly files: ReadonlySet<string>;
}

export async function readExisting(settings: ProjectSettings): Promise<ExistingProject> {
  if (!(await isFolder(settings.project)))
    return { models: [], roles: new Map(), zone: null, files: new Set() };
  const { definitions, files } = await loadProject(settings);
  const schemas = new Map([...Object.entries(definitions.project?.value.schemas ?? {}), ...settings.schemas]);
  return {
    models: definitions.models.flatMap(({ value }) => describe(value, schemas)),
    roles: new Map(Object.entries(definitions.project?.value.roles ?? {})),
    zone: definitions.project?.value.timezone ?? null,
    files: new Set(files.keys()),
  };
}

async function isFolder(folder: string): Promise<boolean> {
  try {
    return (await stat(folder)).isDirectory();
  } catch {
    return false;
  }
}

/** No table leads to a model over files. */
function describe(
  { model, source, tenant, primary_key = [], unique_keys = [] }: ModelDefinition,
  schemas: ReadonlyMap<string, string>,
): readonly KnownModel[] {
  if (typeof source !== 'string') return [];
  const [schema = '', table = ''] = source.split('.');
  return [
    {
      name: model,
      source: { schema: schemas.get(schema) ?? schema, table },
      tenant: describeTenant(tenant),
      keys: [[primary_key].flat(), ...unique_keys],
    },
  ];
}

function describeTenant(tenant: ModelDefinition['tenant']): KnownModel['tenant'] {
  if (tenant === 'shared') return { kind: 'shared' };
  if (typeof tenant === 'string') return { kind: 'column', column: tenant };
  return 'join' in tenant ? { kind: 'through' } : { kind: 'column', column: tenant.column };
}
