import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { compileParameters } from '../../../src/serving/read-parameters.ts';
import { compileValidator } from '../../../src/serving/schema-validator.ts';

const validate = compileValidator(
  Type.Object(
    {
      label: Type.String({ maxLength: 3 }),
      kind: Type.Optional(Type.Enum(['one', 'two'])),
      until: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      list: Type.Optional(Type.Array(Type.Object({ n: Type.Integer() }, { additionalProperties: false }))),
    },
    { additionalProperties: false },
  ),
);

describe('compileValidator', () => {
  it('returns what it was given', () => {
    const value = { label: 'a', until: null, list: [{ n: 1 }] };
    expect(validate(value)).toBe(value);
  });

  it.each<[unknown, string, RegExp, string?]>([
    [{}, '', /"label" is required/],
    [{ label: 'a', kinds: 'one' }, '/kinds', /no key "kinds"/, 'Did you mean "kind"?'],
    [{ label: 'a', 'a/b~c': 1 }, '/a~1b~0c', /no key/],
    [{ label: 1 }, '/label', /"label" must be of type string/],
    [{ label: 'long' }, '/label', /must NOT have more than 3 characters/],
    [{ label: 'a', kind: 'twoo' }, '/kind', /must be one of one, two/, 'Did you mean "two"?'],
    [{ label: 'a', until: 1 }, '/until', /must be of type string or null/],
    [{ label: 'a', list: [{ n: '1' }] }, '/list/0/n', /must be of type integer/],
    [{ label: 'a', list: [{ n: 1, other: 1 }] }, '/list/0/other', /no key "other"/],
    [null, '', /must be of type object/],
    [[], '', /must be of type object/],
  ])('refuses %j', (value, path, message, hint) => {
    expect(() => validate(value)).toThrow(
      expect.objectContaining({ code: 'QUERY_INVALID', path, hint, message: expect.stringMatching(message) }),
    );
  });
});

describe('compileParameters', () => {
  const read = compileParameters(
    Type.Object({
      name: Type.String({ maxLength: 3 }),
      limit: Type.Optional(Type.Integer({ minimum: 1 })),
      on: Type.Optional(Type.Boolean()),
      kind: Type.Optional(Type.Enum(['one', 'two'])),
    }),
  );

  it('reads text as its types', () => {
    expect(read('name=7&limit=10&on=false&kind=two')).toEqual({
      name: '7',
      limit: 10,
      on: false,
      kind: 'two',
    });
  });

  it.each([
    ['', '?name', /"name" is required/],
    ['name=a&limit=0', '?limit', /must be >= 1/],
    ['name=a&limit=', '?limit', /whole number/],
    ['name=a&limit=+1', '?limit', /whole number/],
    ['name=a&limit=1.0', '?limit', /whole number/],
    ['name=a&limit=0x1', '?limit', /whole number/],
    ['name=a&limit=99999999999', '?limit', /whole number/],
    ['name=a&on=TRUE', '?on', /true or false/],
    ['name=a&kind=three', '?kind', /must be one of one, two/],
    ['name=long', '?name', /more than 3 characters/],
    ['name=a&constructor=1', '?constructor', /not known/],
  ])('refuses %s', (text, path, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'HTTP_PARAMETER', path, message: expect.stringMatching(message) }),
    );
  });
});
