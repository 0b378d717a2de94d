/** Imports go down the floor table only, never in circles, and pure floors import nothing that acts. */
import { describe, expect, it } from 'vitest';
import { toposort } from '../../src/base/toposort.ts';
import { ALONE, floorOf, LAST_PURE_FLOOR, whyNot } from './floors.ts';
import { readSources, roomOf, type SourceFile } from './source-files.ts';

const sources = readSources('src');
/** What Node and packages offer that neither waits nor looks outside. */
const PURE_NODE_MODULES = ['node:crypto'];
const ACTING_PACKAGES = ['pg', '@electric-sql/pglite', 'fastify', 'commander', 'proper-lockfile'];

function everyImport(): { file: SourceFile; specifier: string; path: string | null }[] {
  return sources.flatMap((file) => file.imports.map((one) => ({ file, ...one })));
}

describe('floors', () => {
  it('knows every room', () => {
    const rooms = new Set(sources.map(({ path }) => roomOf(path)));
    expect([...rooms].filter((room) => floorOf(room) < 0)).toEqual([]);
  });

  it('lets imports go down only', () => {
    const faults = everyImport().flatMap(({ file, path }) => {
      if (path === null) return [];
      const reason = path.startsWith('src/') ? whyNot(roomOf(file.path), roomOf(path)) : 'it is outside src';
      return reason === null ? [] : [`${file.path} imports ${path}: ${reason}`];
    });
    expect(faults).toEqual([]);
  });

  it('imports files that exist, by their full name', () => {
    const known = new Set(sources.map(({ path }) => path));
    const faults = everyImport().flatMap(({ file, path }) =>
      path === null || known.has(path) ? [] : [`${file.path} imports ${path}`],
    );
    expect(faults).toEqual([]);
  });

  it('has no circles', () => {
    const files = new Map(sources.map((file) => [file.path, file]));
    const sorted = toposort(files.keys(), (path) =>
      (files.get(path)?.imports ?? []).flatMap((one) => (one.path === null ? [] : [one.path])),
    );
    expect(sorted.kind === 'cycle' ? sorted.walk.join(' → ') : 'no circle').toBe('no circle');
  });

  it('keeps the lower floors away from what acts', () => {
    const faults = everyImport().flatMap(({ file, specifier }) => {
      const pure = floorOf(roomOf(file.path)) <= LAST_PURE_FLOOR;
      const acts =
        (specifier.startsWith('node:') && !PURE_NODE_MODULES.includes(specifier)) ||
        ACTING_PACKAGES.includes(specifier);
      return pure && acts ? [`${file.path} imports ${specifier}`] : [];
    });
    expect(faults).toEqual([]);
  });

  it('lets what stands alone import nothing but its own files', () => {
    const alone = everyImport().filter(({ file }) => ALONE.includes(roomOf(file.path)));
    expect(alone.length).toBeGreaterThan(0);
    expect(alone.filter(({ path }) => path === null).map(({ specifier }) => specifier)).toEqual([]);
  });

  it('builds SQL in one room', () => {
    const faults = everyImport().flatMap(({ file, specifier }) =>
      specifier.endsWith('/sql-text.ts') && roomOf(file.path) !== 'sql' ? [file.path] : [],
    );
    expect(faults).toEqual([]);
  });
});

describe('the rule itself', () => {
  it.each([
    ['engine', 'planner'],
    ['planner', 'planner'],
    ['definitions', 'formula'],
    ['server', 'config'],
  ])('lets %s know %s', (importer, imported) => {
    expect(whyNot(importer, imported)).toBeNull();
  });

  it.each([
    ['formula', 'definitions', 'neighbours'],
    ['base', 'errors', 'neighbours'],
    ['warehouse', 'store', 'neighbours'],
    ['planner', 'sql', 'must not know'],
    ['base', 'server', 'must not know'],
    ['client', 'base', 'stands alone'],
    ['cli', 'client', 'stands alone'],
  ])('does not let %s know %s', (importer, imported, reason) => {
    expect(whyNot(importer, imported)).toContain(reason);
  });
});
