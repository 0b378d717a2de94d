/** The project's own files as text, for the tests that look at how the house is kept. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One TypeScript file, by its path from the project's root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The text without comments and without what stands in strings. */
  readonly code: string;
  readonly imports: readonly SourceImport[];
}

/** An import, export-from or dynamic import, type-only ones included. */
export interface SourceImport {
  readonly specifier: string;
  /** The imported file's path from the root; `null` for packages. */
  readonly path: string | null;
}

/** The TypeScript files below a folder of the project; none if there is no such folder. */
export function readSources(folder: string): SourceFile[] {
  return listFiles(folder)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => {
      const text = readText(path);
      return { path, text, code: stripComments(text), imports: findImports(path, text) };
    });
}

/** All files below a folder, sorted; none if there is no such folder. */
export function listFiles(folder: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return entries.sort();
}

/** The text of a file of the project. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The room of a file under `src/`: its first folder, or the name of a file that stands alone. */
export function roomOf(path: string): string {
  const [, room = ''] = path.split('/');
  return room.replace(/\.ts$/, '');
}

const IMPORT = /(?:^|[\s;}])(?:from|import)\s*\(?\s*(['"])([^'"\n]+)\1/g;

function findImports(path: string, text: string): SourceImport[] {
  return [...keepStrings(text).matchAll(IMPORT)].map(([, , specifier = '']) => ({
    specifier,
    path: specifier.startsWith('.') ? join(dirname(path), specifier) : null,
  }));
}

const STRING_OR_COMMENT =
  /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;

function stripComments(text: string): string {
  return text.replace(STRING_OR_COMMENT, (found) => (found.startsWith('/') ? ' ' : "''"));
}

function keepStrings(text: string): string {
  return text.replace(STRING_OR_COMMENT, (found) => (found.startsWith('/') ? ' ' : found));
}
