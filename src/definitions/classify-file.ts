/** What a file of the project folder is, by its path alone. */

export type FileClass =
  | {
      readonly kind:
        | 'project'
        | 'model'
        | 'metric'
        | 'metric_test'
        | 'policy'
        | 'policy_test'
        | 'release'
        | 'model_release';
    }
  /** Notes, owners' files and the like, which live beside definitions. */
  | { readonly kind: 'other' }
  | { readonly kind: 'unexpected'; readonly reason: string; readonly hint?: string };

/** Extensions that a project takes an interest in; files of any other kind may lie about. */
export const DEFINITION_EXTENSIONS: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json']);

/** Classifies `path`, which is inside the project folder and written with `/`. */
export function classifyFile(path: string): FileClass {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  const extension = findExtension(name);
  if (name.startsWith('.') || !DEFINITION_EXTENSIONS.has(extension)) return { kind: 'other' };
  const [folder] = folders;
  if (folder === 'releases') return classifyRelease(path, name, extension);
  if (extension === '.json') return unexpected('definitions are YAML');
  if (name.endsWith('.test.yaml')) return classifyTest(folders);
  if (!name.endsWith('.yaml')) {
    const hint = `Name it "${name.slice(0, -extension.length)}.yaml".`;
    return unexpected('the names of definitions end in ".yaml"', hint);
  }
  if (path === 'project.yaml') return { kind: 'project' };
  if (folder === undefined) {
    return unexpected(
      'beside project.yaml there are only folders',
      'Put models into models/, metrics into a folder of their subject.',
    );
  }
  const kind = folder === 'models' ? 'model' : folder === 'policies' ? 'policy' : 'metric';
  if (kind === 'metric' || folders.length === 1) return { kind };
  return unexpected(`${folder} stand in ${folder}/ itself`);
}

function classifyRelease(path: string, name: string, extension: string): FileClass {
  if (extension === '.json' && path === `releases/${name}`) return { kind: 'release' };
  if (extension === '.json' && path === `releases/models/${name}`) return { kind: 'model_release' };
  return unexpected('releases/ has files that "vitrine release" writes, and no others');
}

/** A test stands where what it tests does. */
function classifyTest(folders: readonly string[]): FileClass {
  const [folder, ...deeper] = folders;
  if (folder === undefined || folder === 'models')
    return unexpected(
      'tests are of metrics and policies',
      'Put roas.test.yaml beside roas.yaml, in the folder of the metric.',
    );
  if (folder !== 'policies') return { kind: 'metric_test' };
  return deeper.length === 0 ? { kind: 'policy_test' } : unexpected('policies stand in policies/ itself');
}

/** The extension of a file's name in lower case, with its dot. */
export function findExtension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot).toLowerCase();
}

/** The name that a definition in this file must have, or that of what it tests. */
export function findBaseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(\.test)?\.yaml$|\.json$/, '');
}

function unexpected(reason: string, hint?: string): FileClass {
  return hint === undefined ? { kind: 'unexpected', reason } : { kind: 'unexpected', reason, hint };
}
