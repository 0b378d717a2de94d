import { describe, expect, it } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { parseQueryString, queryStringOf } from '../../../src/serving/parse-query-string.ts';

describe('parseQueryString', () => {
  it.each<[string, Record<string, string>]>([
    ['', {}],
    ['a=1&b=2', { a: '1', b: '2' }],
    ['a=', { a: '' }],
    ['a', { a: '' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=x+y%2Bz', { a: 'x y+z' }],
    ['a=%D1%8F', { a: 'я' }],
    ['a[]=1', { 'a[]': '1' }],
    ['toString=1', { toString: '1' }],
  ])('reads %s', (text, expected) => {
    expect(Object.fromEntries(parseQueryString(text))).toEqual(expected);
  });

  it.each([
    ['a=1&a=1', '?a'],
    ['a=1&%61=2', '?a'],
    ['=1', '?'],
    ['&', '?'],
    ['a=1&', '?'],
    ['a=%', '?a'],
    ['a=%E0%A4%A', '?a'],
    ['%ff=1', '?%ff'],
  ])('refuses %s', (text, path) => {
    expect(() => parseQueryString(text)).toThrow(
      expect.toSatisfy((error: unknown) => {
        return error instanceof SemanticError && error.code === 'HTTP_PARAMETER' && error.path === path;
      }),
    );
  });
});

describe('queryStringOf', () => {
  it.each([
    ['/a', ''],
    ['/a?', ''],
    ['/a?b=1', 'b=1'],
    ['/a?b=1?2', 'b=1?2'],
  ])('takes what stands behind the first mark of %s', (target, expected) => {
    expect(queryStringOf(target)).toBe(expected);
  });
});
