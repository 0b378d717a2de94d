/** Drafts → files in the project folder. What is there stays, unless it is to be written anew. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelDraft } from '../draft/model-draft.ts';
import { countName, writeCount, writeProject } from '../draft/write-beginnings.ts';
import { writeModel } from '../draft/write-model.ts';
import type { ExistingProject } from './read-existing.ts';

/** Paths inside the project folder. */
export interface Beginning {
  readonly written: readonly string[];
  /** Were there already, and were left as they are. */
  readonly kept: readonly string[];
}

export interface BeginningOptions {
  readonly folder: string;
  readonly existing: ExistingProject;
  readonly flags: {
    readonly timezone?: string;
    readonly owner?: string;
    readonly metrics?: true;
    readonly force?: true;
  };
}

const SCHEMAS = fileURLToPath(new URL('../../schema/', import.meta.url));
/** Stands until somebody says who answers for it. */
const NOBODY = 'nobody yet';

export async function writeBeginning(
  drafts: readonly ModelDraft[],
  options: BeginningOptions,
): Promise<Beginning> {
  const written: string[] = [];
  const kept: string[] = [];
  for (const [path, text, isReplaceable] of listFiles(drafts, options)) {
    const isThere = !(await write(
      join(options.folder, path),
      text,
      options.flags.force === true && isReplaceable,
    ));
    (isThere ? kept : written).push(path);
  }
  return { written, kept };
}

type DraftedFile = readonly [path: string, text: string, isReplaceable: boolean];

function listFiles(drafts: readonly ModelDraft[], options: BeginningOptions): readonly DraftedFile[] {
  const { folder, existing, flags } = options;
  const schemaOf = (name: string, path: string): string =>
    relative(resolve(folder, dirname(path)), join(SCHEMAS, name)).replaceAll('\\', '/');
  const { owner = null } = flags;
  const files: DraftedFile[] = [];
  if (!existing.files.has('project.yaml')) {
    const absolute = resolve(folder);
    const name = basename(absolute) === 'metrics' ? basename(dirname(absolute)) : basename(absolute);
    const zone = flags.timezone ?? 'UTC';
    const schema = schemaOf('project.json', 'project.yaml');
    const isZoneGiven = flags.timezone !== undefined;
    files.push(['project.yaml', writeProject({ name, zone, isZoneGiven, schema }), false]);
  }
  for (const draft of drafts) {
    const path = `models/${draft.name}.yaml`;
    files.push([path, writeModel(draft, { schema: schemaOf('model.json', path), owner }), true]);
    if (!flags.metrics) continue;
    const metric = `counts/${countName(draft)}.yaml`;
    const schema = schemaOf('metric.json', metric);
    files.push([
      metric,
      `# yaml-language-server: $schema=${schema}\n${writeCount(draft, owner ?? NOBODY)}`,
      true,
    ]);
  }
  return files;
}

/** Whether it was written. */
async function write(path: string, text: string, replace: boolean): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, text, { flag: replace ? 'w' : 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
