/** What a project folder has already, as far as new models must fit to it; an empty or absent one has nothing. */
import { stat } from 'node:fs/promises';
import type { ModelDefinition } from '../definitions/model-schema.ts';
import type { KnownModel } from '../draft/model-draft.ts';
import { loadProject } from './load-catalog.ts';

export interface ExistingProject {
  readonly models: readonly KnownModel[];
  /** Role → model. */
  readonly roles: ReadonlyMap<string, string>;
  /** `null` where there is no project yet. */
  readonly zone: string | null;
  /** Paths of its files. */
  readonly files: ReadonlySet<string>;
}

export async function readExisting(folder: string): Promise<ExistingProject> {
  if (!(await isFolder(folder))) return { models: [], roles: new Map(), zone: null, files: new Set() };
  const { definitions, files } = await loadProject(folder);
  return {
    models: definitions.models.map(({ value }) => describe(value)),
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

function describe({
  model,
  source,
  tenant,
  primary_key = [],
  unique_keys = [],
}: ModelDefinition): KnownModel {
  const [schema = '', table = ''] = source.split('.');
  return {
    name: model,
    source: { schema, table },
    tenant: describeTenant(tenant),
    keys: [[primary_key].flat(), ...unique_keys],
  };
}

function describeTenant(tenant: ModelDefinition['tenant']): KnownModel['tenant'] {
  if (tenant === 'shared') return { kind: 'shared' };
  if (typeof tenant === 'string') return { kind: 'column', column: tenant };
  return 'join' in tenant ? { kind: 'through' } : { kind: 'column', column: tenant.column };
}
