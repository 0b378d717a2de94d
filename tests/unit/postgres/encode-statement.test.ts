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

test.each([
  ['', true],
  ['👩‍👧', true],
  ['a\0', false],
  ['\ud83d', false],
  ['\udc69\ud83d', false],
])('%j can be stored: %s', (text, storable) => {
  expect(isStorableText(text)).toBe(storable);
  const encode = () => encodeStatement({ text: 'SELECT $1', parameters: [[text]] });
  if (storable) expect(encode).not.toThrow();
  else expect(encode).toThrow(DatabaseError);
  if (!storable) expect(() => encodeStatement({ script: text })).toThrow(DatabaseError);
});
