/** Sizes, names, headers, purity and words that have no place in the house. */
import { describe, expect, it } from 'vitest';
import { floorOf, LAST_PURE_FLOOR } from './floors.ts';
import { listFiles, readSources, roomOf, type SourceFile } from './source-files.ts';

const MAX_LINES = 400;
const source = readSources('src');
const everything = [...source, ...['tests', 'bench', 'examples'].flatMap(readSources)];
/** This folder spells out what it forbids. */
const outside = everything.filter(({ path }) => !path.startsWith('tests/house/'));
const pure = source.filter(({ path }) => floorOf(roomOf(path)) <= LAST_PURE_FLOOR);

/** Loads PostgreSQL's parser, which is WebAssembly, once at start; what it offers afterwards is synchronous. */
const LOADERS = ['src/sql/verify-sql.ts'];

/** `path: line` of every line in which `pattern` occurs. */
function findLines(files: readonly SourceFile[], pattern: RegExp, part: 'text' | 'code'): string[] {
  return files.flatMap((file) =>
    file[part].split('\n').flatMap((line) => (pattern.test(line) ? [`${file.path}: ${line.trim()}`] : [])),
  );
}

describe('files', () => {
  it(`have at most ${MAX_LINES} lines`, () => {
    const long = everything.filter(({ text }) => text.trimEnd().split('\n').length > MAX_LINES);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('have names in kebab-case', () => {
    const names = everything.flatMap(({ path }) => path.split('/').map((part) => ({ path, part })));
    const odd = names.filter(({ part }) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?(\.ts)?$/.test(part));
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  it('begin with a comment that says what they are for, unless they are tests', () => {
    const modules = everything.filter(({ path }) => !path.endsWith('.test.ts'));
    const bare = modules.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text));
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it('are no barrels', () => {
    expect(findLines(everything, /^\s*export\s+(type\s+)?(\*|\{[^}]*\}\s+from\b)/, 'code')).toEqual([]);
  });

  it('have no default exports', () => {
    expect(findLines(everything, /^\s*export\s+default\b/, 'code')).toEqual([]);
  });
});

describe('words', () => {
  it('leave nothing for later', () => {
    expect(findLines(outside, /\b(TODO|FIXME|XXX|HACK)\b/, 'text')).toEqual([]);
  });

  it('use no `any`', () => {
    expect(findLines(outside, /(:|\bas|<|\||&|,|=>)\s*any\b(?!\s*:)/, 'code')).toEqual([]);
  });

  it('silence neither compiler nor linter', () => {
    const silencers = /@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable|biome-ignore|v8 ignore/;
    expect(findLines(outside, silencers, 'text')).toEqual([]);
  });

  it('leave no test out or alone', () => {
    expect(findLines(outside, /\b(it|test|describe)\.(only|skip|todo)\b/, 'code')).toEqual([]);
  });

  it('write no SQL text by hand where it is built', () => {
    expect(findLines(source, /\bsql\s*\.\s*(raw|lit)\b|\.dynamic\b/, 'code')).toEqual([]);
  });

  it('print to the terminal on the top floor only', () => {
    const lower = source.filter(({ path }) => floorOf(roomOf(path)) < floorOf('cli'));
    expect(findLines(lower, /\bconsole\.|\bprocess\.std(out|err)\b/, 'code')).toEqual([]);
  });
});

describe('the pure floors', () => {
  it('are there to be looked at', () => {
    expect(pure.length).toBeGreaterThan(30);
  });

  it('wait for nothing', () => {
    const synchronous = pure.filter(({ path }) => !LOADERS.includes(path));
    expect(findLines(synchronous, /\b(async|await|Promise)\b/, 'code')).toEqual([]);
  });

  it('look at neither process nor clock nor chance', () => {
    const outsideWorld =
      /\bprocess\.|\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bTemporal\.Now\b|\bperformance\.now\b/;
    expect(findLines(pure, outsideWorld, 'code')).toEqual([]);
  });
});

describe('definitions', () => {
  it('stand in YAML files named in kebab-case or like the metric or model they define', () => {
    const yaml = ['tests/fixtures', 'tests/golden', 'metrics', 'examples'].flatMap(listFiles);
    const odd = yaml.filter((path) => path.endsWith('.yml'));
    expect(odd).toEqual([]);
  });
});
