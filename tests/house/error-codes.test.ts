/** Every error code is provoked by a test and stands in the documentation, and no other code does. */
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/errors/catalogue.ts';
import { listFiles, readSources, readText } from './source-files.ts';

const codes = Object.keys(catalogue);
const PREFIXES = ['DEF', 'FORMULA', 'QUERY', 'PLAN', 'TENANT', 'WAREHOUSE', 'PROOF', 'HTTP', 'SERVER', 'CLI'];
const CODE = new RegExp(`\\b(?:${PREFIXES.join('|')})_[A-Z0-9]+(?:_[A-Z0-9]+)*\\b`, 'g');

function missing(codesThere: ReadonlySet<string>): string[] {
  return codes.filter((code) => !codesThere.has(code));
}

function codesIn(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => text.match(CODE) ?? []));
}

describe('error codes', () => {
  it('are named by the room they come from', () => {
    expect(codes.filter((code) => !PREFIXES.some((prefix) => code.startsWith(`${prefix}_`)))).toEqual([]);
  });

  it('are each provoked by a test', () => {
    const tests = listFiles('tests').filter(
      (path) => /\.(ts|yaml)$/.test(path) && !path.startsWith('tests/house/'),
    );
    expect(missing(codesIn(tests.map(readText)))).toEqual([]);
  });

  it('are each used by the code', () => {
    const users = readSources('src').filter(({ path }) => !path.startsWith('src/errors/'));
    expect(missing(codesIn(users.map(({ text }) => text)))).toEqual([]);
  });

  it('stand in docs/errors.md, and nothing else does', () => {
    const documented = codesIn([readText('docs/errors.md')]);
    expect(missing(documented)).toEqual([]);
    expect([...documented].filter((code) => !codes.includes(code))).toEqual([]);
  });
});
