import { expect, test } from 'vitest';
import { encodeStatement, isStorableText } from '../../../src/postgres/encode-statement.ts';
import { DatabaseError, type SqlParameter } from '../../../src/postgres/postgres-database.ts';

test.each<[parameter: SqlParameter, encoded: string | null]>([
  [null, null],
  ['', ''],
  ['a', 'a'],
  [true, 'true'],
  [false, 'false'],
  [[], '{}'],
  [['a', null, ''], '{"a",NULL,""}'],
  [['NULL', '{', ',', ' '], '{"NULL","{",","," "}'],
  [['"', '\\', '\\"'], String.raw`{"\"","\\","\\\""}`],
  [[true, false], '{true,false}'],
])('%j becomes %j', (parameter, encoded) => {
  expect(encodeStatement({ text: 'SELECT $1', parameters: [parameter] })).toEqual({
    kind: 'statement',
    text: 'SELECT $1',
    parameters: [encoded],
  });
});

test('a script has no parameters', () => {
  expect(encodeStatement({ script: 'SELECT 1; SELECT 2' })).toEqual({
    kind: 'script',
    text: 'SELECT 1; SELECT 2',
  });
});

test.each(['', 'plain', '👩‍👧'])('%j can be stored', (text) => {
  expect(isStorableText(text)).toBe(true);
  expect(encodeStatement({ script: text })).toEqual({ kind: 'script', text });
});

test.each(['a\0', '\ud83d', '\udc69\ud83d'])('%j cannot be stored', (text) => {
  expect(isStorableText(text)).toBe(false);
  expect(() => encodeStatement({ text: 'SELECT $1', parameters: [text] })).toThrow(DatabaseError);
  expect(() => encodeStatement({ text: 'SELECT $1', parameters: [[text]] })).toThrow(DatabaseError);
  expect(() => encodeStatement({ text, parameters: [] })).toThrow(DatabaseError);
  expect(() => encodeStatement({ script: text })).toThrow(DatabaseError);
});
