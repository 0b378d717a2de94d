import { describe, expect, it } from 'vitest';
import { losesDigits, parseJsonBody } from '../../../src/serving/parse-json-body.ts';

describe('parseJsonBody', () => {
  it.each([
    '{"a":[1,-2.5,"x",null,true]}',
    '"12345678901234567890"',
    '{"a":"say \\"12345678901234567890\\""}',
    '123456789012345',
    '1e300',
    '0.000000000000000000001',
    '10000000000000000000000',
    `${'['.repeat(64)}${']'.repeat(64)}`,
    '"[[[["',
  ])('reads %s as JSON does', (text) => {
    expect(parseJsonBody(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['', undefined],
    ['{', undefined],
    ["{'a':1}", undefined],
    ['{"a":1,}', undefined],
    ['NaN', undefined],
    ['12345678901234567890', expect.stringMatching(/as a string/)],
    ['[1.2345678901234567]', expect.stringMatching(/as a string/)],
    ['1e999', expect.stringMatching(/as a string/)],
    ['{"__proto__":1}', expect.stringMatching(/__proto__/)],
    ['{"a":{"\\u005f_proto__":1}}', expect.stringMatching(/__proto__/)],
    [`${'['.repeat(65)}${']'.repeat(65)}`, expect.stringMatching(/64 levels/)],
    ['['.repeat(60_000), expect.stringMatching(/64 levels/)],
  ])('refuses %s', (text, hint) => {
    expect(() => parseJsonBody(text)).toThrow(expect.objectContaining({ code: 'HTTP_BODY_INVALID', hint }));
  });
});

describe('losesDigits', () => {
  it.each([
    ['0', false],
    ['-0.1', false],
    ['999999999999999', false],
    ['9999999999999999', true],
    ['9007199254740993', true],
    ['0.1000000000000000055', true],
    ['1.50000000000000000000', false],
    ['1E-400', false],
    ['1E+400', true],
  ])('%s: %s', (token, expected) => {
    expect(losesDigits(token)).toBe(expected);
  });
});
