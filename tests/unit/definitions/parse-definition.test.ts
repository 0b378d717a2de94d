import { describe, expect, it } from 'vitest';
import { modelKind } from '../../../src/definitions/definition-kinds.ts';
import { parseDefinition } from '../../../src/definitions/parse-definition.ts';
import { type Case, type DefinitionKindName, judgeDefinition, PREAMBLES } from './judge-definition.ts';

const UNKNOWN = 'DEF_UNKNOWN_KEY';
const MISSING = 'DEF_MISSING_KEY';
const WRONG = 'DEF_WRONG_VALUE';
const NAME = 'DEF_BAD_NAME';
const ZONE = 'DEF_UNKNOWN_ZONE';
const QUOTE = 'put it in quotes';
const EMPTY = 'Nothing stands here';

/** Each «mark stands right before a fault; `preamble` is what else the file needs. */
function checkAll(kind: DefinitionKindName, cases: Record<string, Case>, preamble?: string): void {
  it.each(Object.entries(cases))('%s', (_, [marked, ...faults]) => {
    const { found, expected, isShapeless } = judgeDefinition(kind, { marked, preamble, faults });
    expect(found).toEqual(expected);
    // Checks beyond the schema leave a definition that can be read on.
    expect(isShapeless).toBe(false);
  });
}

describe('a broken metric', () => {
  checkAll('metric', {
    'an unknown key': ['«frobnicate: 1\n', [UNKNOWN, 'no key "frobnicate"']],
    'a misspelt key': ['«descripton: x\n', [UNKNOWN, '"descripton"', 'Did you mean "description"?']],
    'a title that is a number': ['title: «2026\n', [WRONG, 'text, or one text per language', QUOTE]],
    'a title that is a list': ['title: «[a]\n', [WRONG, '"title" must be text, or one text per language']],
    'a title without text': ["title: «''\n", [WRONG, '"title" must be text']],
    'a title in a language that is none': [
      'title: { «english: x }\n',
      [WRONG, 'a language code such as `en`'],
    ],
    'a title of which one language is no text': [
      'title: { en: x, ru: «1 }\n',
      [WRONG, '"ru" must be text', QUOTE],
    ],
    'a title in no language': ['title: «{}\n', [WRONG, 'one text per language']],
    'an empty value': ['«filter:\n', [WRONG, '"filter" must be text', EMPTY]],
    'a written null': ['filter: «null\n', [WRONG, '"filter" must be text', EMPTY]],
    'an empty that is not null': ['empty: «0\n', [WRONG, '"empty" must be `null`']],
    'a direction that is none': ['good: «upp\n', [WRONG, 'one of: up, down', 'Did you mean "up"?']],
    'a direction that is a boolean': ['good: «true\n', [WRONG, 'one of: up, down', QUOTE]],
    'a target that is text': ['target: «three\n', [WRONG, 'a number, or a mapping with "metric"']],
    'a target of another shape': [
      'target: { «metrik: roas_plan }\n',
      [UNKNOWN, '"metrik"', 'Did you mean "metric"?'],
    ],
    'a private that is text': ['private: «yes\n', [WRONG, '"private" must be `true` or `false`']],
    'a draft in quotes': ['draft: «"true"\n', [WRONG, '`true` or `false`', 'without quotes']],
    'an alias that is no name': ['aliases: [«Net-Revenue]\n', [WRONG, '"aliases[0]" must be a name']],
    'dimensions that are text': [
      'dimensions: «channel.name\n',
      [WRONG, '"dimensions" must be a list that is not empty, each item text'],
    ],
    'no dimension at all': ['dimensions: «[]\n', [WRONG, '"dimensions" must be a list that is not empty']],
    'a deprecated version without a day': [
      'deprecated: { 1: «{ use: revenue } }\n',
      [MISSING, '"since" is required'],
    ],
    'a deprecated version that is none': [
      'deprecated: { «first: { since: 2026-01-31 } }\n',
      [WRONG, '"first" must be the number of a version'],
    ],
    'a deprecated version that is not there yet': [
      'deprecated: { «2: { since: 2026-01-31 } }\n',
      [WRONG, '"deprecated" must be about versions up to 1, the current one'],
    ],
    'a day of another form': [
      'deprecated: { 1: { since: «31.01.2026 } }\n',
      [WRONG, '"since" must be a day such as `2026-01-31`'],
    ],
    'a day that no calendar has': [
      'deprecated: { 1: { since: «2026-02-30 } }\n',
      [WRONG, '"since" must be a day of the calendar'],
    ],
    'a sunset before the beginning of the end': [
      'deprecated: { 1: { since: 2026-02-01, sunset: «2026-02-01 } }\n',
      [WRONG, '"sunset" must be a day after 2026-02-01'],
    ],
    'access for a group that is no name': [
      'access: «{ groups: [Finance] }\n',
      [WRONG, '"access" must be one of: all, public, or a mapping'],
    ],
    'access for nobody in particular': [
      'access: «{}\n',
      [WRONG, '"access" must be one of: all, public, or a mapping'],
    ],
    'a refresh that is no duration': ['refresh: «hourly\n', [WRONG, 'a length of time such as `1 hour`']],
    'a refresh of zero': ['refresh: «0 hours\n', [WRONG, 'a length of time']],
    'a refresh that is a number': ['refresh: «5\n', [WRONG, 'a length of time', QUOTE]],
    'tags that are text': ['tags: «marketing\n', [WRONG, '"tags" must be a list, each item text']],
    'a tag that is a number': ['tags: [a, «1]\n', [WRONG, '"tags[1]" must be text', QUOTE]],
    'a tag that is a list': ['tags:\n  - a\n  - «[b]\n', [WRONG, '"tags[1]" must be text']],
    'no source at all': ['source: «[]\n', [WRONG, 'a list that is not empty, each item a name']],
    'a source that is no name': ['source: «Orders\n', [WRONG, '"source" must be a name: lower-case']],
    'a format of another shape': ['format: «currency\n', [WRONG, '"format" must be a mapping with "style"']],
    'a format without style': ['format: «{ decimals: 2 }\n', [MISSING, '"style" is required']],
    'a format without style, over lines': ['«format:\n  decimals: 2\n', [MISSING, '"style"']],
    'an unknown style': [
      'format: { style: «percnt }\n',
      [WRONG, 'one of: number', 'Did you mean "percent"?'],
    ],
    'too many decimals': [
      'format: { style: ratio, decimals: «13 }\n',
      [WRONG, 'a whole number from 0 to 12'],
    ],
    'part of a decimal': ['format: { style: ratio, decimals: «1.5 }\n', [WRONG, 'a whole number']],
    'an unknown key of the format': [
      'format:\n  style: ratio\n  «decimal: 2\n',
      [UNKNOWN, '"decimal"', 'Did you mean "decimals"?'],
    ],
    'faults all over': [
      '«ownr: x\ngood: «left\ntags: «{}\nfilter: «1\n',
      [UNKNOWN, '"ownr"', '"owner"'],
      [WRONG, '"good"'],
      [WRONG, '"tags"'],
      [WRONG, '"filter"', QUOTE],
    ],
  });
});

describe('the beginning of a metric', () => {
  const rest = 'owner: growth\ndescription: Return.\nformula: a / b\n';
  const cases: Record<string, Case> = {
    'all keys missing': [
      '«««««title: x\n',
      [MISSING, '"metric"'],
      [MISSING, '"version"'],
      [MISSING, '"description"'],
      [MISSING, '"owner"'],
      [MISSING, '"formula"'],
    ],
    'the version missing': [`# Growth's own\n\n«metric: roas\n${rest}`, [MISSING, '"version"']],
    'a version in quotes': [
      `metric: roas\nversion: «"2"\n${rest}`,
      [WRONG, 'whole number from 1', 'without quotes'],
    ],
    'a version of zero': [`metric: roas\nversion: «0\n${rest}`, [WRONG, 'a whole number from 1']],
    'a broken version': [`metric: roas\nversion: «1.1\n${rest}`, [WRONG, 'a whole number from 1']],
    'a name in capitals': [
      `metric: «ROAS\nversion: 1\n${rest}`,
      [WRONG, '"metric" must be a name: lower-case'],
    ],
    'a name that is a number': [`metric: «7\nversion: 1\n${rest}`, [WRONG, 'must be a name', QUOTE]],
    'a misspelt required key': [
      `metric: roas\n«verson: 1\n${rest}`,
      [UNKNOWN, '"verson"', 'Did you mean "version"?'],
    ],
    'a list': ['«- metric: roas\n', [WRONG, 'must be a mapping']],
    'a text': ['«roas\n', [WRONG, 'must be a mapping']],
  };
  checkAll('metric', cases, '');

  it('is not mistaken for a model', () => {
    const { diagnostics } = parseDefinition(modelKind, 'models/a.yaml', PREAMBLES.metric);
    expect(diagnostics.map(({ code }) => code)).toContain(UNKNOWN);
  });
});

describe('a broken model', () => {
  checkAll('model', {
    'an unknown type': [
      'dimensions:\n  status: { type: «strng }\n',
      [WRONG, 'one of: string, boolean', 'Did you mean "string"?'],
    ],
    'the type that is never declared': ['dimensions:\n  id: { type: «key }\n', [WRONG, 'one of: string']],
    'a dimension without type': ['dimensions:\n  «status:\n    column: state\n', [MISSING, '"type"']],
    'an empty dimension': [
      'dimensions:\n  «status:\n',
      [WRONG, '"status" must be a mapping with "type"', EMPTY],
    ],
    'a dimension called otherwise': [
      'dimensions:\n  «Status: { type: string }\n',
      [NAME, '"Status" is not a name'],
    ],
    'a dimension with a dash': ['dimensions:\n  «due-on: { type: date }\n', [NAME, '"due-on"']],
    'a dimension that is a list': ['dimensions:\n  status: «[string]\n', [WRONG, 'a mapping with "type"']],
    'dimensions that are a list': ['«dimensions:\n  - status\n', [WRONG, '"dimensions" must be a mapping']],
    'an offset as zone': [
      'dimensions:\n  at: { type: time, zone: «+03:00 }\n',
      [ZONE, '"+03:00"', 'An offset knows nothing'],
    ],
    'a zone that is a number': ['dimensions:\n  at: { type: time, zone: «3 }\n', [WRONG, '"zone"', QUOTE]],
    'a zone where it means nothing': [
      'dimensions:\n  at: { type: date, «zone: UTC }\n',
      [WRONG, '"zone" must be left out except on a column of type time'],
    ],
    'a zone of a formula': [
      'dimensions:\n  at: { type: time, formula: now, «zone: UTC }\n',
      [WRONG, '"zone" must be left out'],
    ],
    'column and formula': [
      'dimensions:\n  a: { type: string, column: b, «formula: c }\n',
      [WRONG, '"formula" must be left out where "column" is given'],
    ],
    'column and formula of a fact': [
      'facts:\n  a: { type: decimal, column: b, «formula: c }\n',
      [WRONG, '"formula" must be left out'],
    ],
    'values that are numbers': [
      'dimensions:\n  a: { type: string, values: [«1, yes, «true] }\n',
      [WRONG, '"values[0]" must be text', '"1"'],
      [WRONG, '"values[2]" must be text', '"true"'],
    ],
    'no values': ['dimensions:\n  a: { type: string, values: «[] }\n', [WRONG, 'a list that is not empty']],
    'a fact of type text': ['facts:\n  a: { type: «string }\n', [WRONG, 'one of: integer, decimal, float']],
    'a fact with values': ['facts:\n  a: { type: decimal, «values: [a] }\n', [UNKNOWN, '"values"']],
    'a currency in small letters': [
      'facts:\n  a: { type: decimal, unit: { currency: «rub } }\n',
      [WRONG, '"currency" must be a currency code such as `EUR`'],
    ],
    'two currencies of one fact': [
      'facts:\n  a: { type: decimal, unit: «{ currency: RUB, currency_column: ccy } }\n',
      [WRONG, '"unit" must be text, or a mapping with "currency", or a mapping with "currency_column"'],
    ],
    'a fact that nothing may aggregate': [
      'facts:\n  a: { type: decimal, only: «[] }\n',
      [WRONG, '"only" must be a list that is not empty'],
    ],
    'a fact that only a misspelt aggregate may aggregate': [
      'facts:\n  a: { type: decimal, only: [«maximum] }\n',
      [WRONG, '"only[0]" must be one of: sum, count'],
    ],
    'a fact that is sensitive': [
      'facts:\n  a: { type: decimal, «sensitive: pii }\n',
      [UNKNOWN, 'no key "sensitive"'],
    ],
    'a dimension that is sensitive in a way of its own': [
      'dimensions:\n  a: { type: string, sensitive: «email }\n',
      [WRONG, '"sensitive" must be one of: pii'],
    ],
    'a grain of what is no date': [
      'dimensions:\n  a: { type: time, «grain: month }\n',
      [WRONG, '"grain" must be left out except on a date'],
    ],
    'a spread of no period': [
      'dimensions:\n  a: { type: date, «spread: even }\n',
      [WRONG, '"spread" must be left out where there is no "grain"'],
    ],
    'a metric of a column': [
      'dimensions:\n  a: { type: integer, column: b, «metric: c }\n',
      [WRONG, '"metric" must be left out where "column" is given'],
    ],
    'a metric of a formula': [
      'facts:\n  a: { type: integer, formula: b, «metric: c }\n',
      [WRONG, '"metric" must be left out where "formula" is given'],
    ],
    'a validity without an end': [
      'valid: «[since]\n',
      [WRONG, '"valid" must be a list of 2, each item a name'],
    ],
    'an empty drill': ['drill: «[]\n', [WRONG, '"drill" must be a list that is not empty']],
    'a misspelt currency': [
      'facts:\n  a: { type: decimal, unit: { «curency: RUB } }\n',
      [UNKNOWN, '"curency"', 'Did you mean "currency"?'],
    ],
    'a unit that is a number': [
      'facts:\n  a: { type: decimal, unit: «5 }\n',
      [WRONG, '"unit" must be text, or a mapping with "currency"', QUOTE],
    ],
    'a join without model': ['joins:\n  channel: «{ on: { a: b } }\n', [MISSING, '"model"']],
    'a join on nothing': [
      'joins:\n  channel: { model: channels, on: «{} }\n',
      [WRONG, '"on" must be a mapping of columns to columns, at least one'],
    ],
    'a join on a number': [
      'joins:\n  channel: { model: channels, on: { a: «1 } }\n',
      [WRONG, '"a" must be the name of a column', QUOTE],
    ],
    'a join of another kind': [
      'joins:\n  channel: { model: channels, on: { a: b }, «type: left }\n',
      [UNKNOWN, '"type"'],
    ],
    'a role without path': ['roles:\n  «customer:\n', [WRONG, '"customer" must be text', EMPTY]],
    'no primary key': ['primary_key: «[]\n', [WRONG, '"primary_key" must be a list that is not empty']],
    'a unique key that is no list': [
      'unique_keys: [«external_id]\n',
      [WRONG, '"unique_keys[0]" must be a list'],
    ],
    'a refresh without every': ['refresh: «{ watermark: at }\n', [MISSING, '"every"']],
    'a refresh of no length': ['refresh: { every: «often }\n', [WRONG, '"every" must be a length of time']],
    'names inherited from JavaScript': ['dimensions:\n  «toString: { type: string }\n', [NAME, '"toString"']],
    'a faulty member beside a faulty key': [
      '«sourc: x\ndimensions:\n  a: { type: time, zone: «Moon/Base }\n',
      [UNKNOWN, '"sourc"', '"source"'],
      [ZONE, '"Moon/Base"', 'For example Europe/Moscow'],
    ],
  });
});

describe('the tenant rule', () => {
  const cases: Record<string, Case> = {
    'is required': ['«model: a\nsource: b.c\n', [MISSING, '"tenant"']],
    'is no number': [
      'model: a\nsource: b.c\ntenant: «5\n',
      [WRONG, 'the name of a column, or a mapping', QUOTE],
    ],
    'is not empty': [
      'model: a\nsource: b.c\ntenant: «{}\n',
      [WRONG, 'mapping with "column", or a mapping with "join"'],
    ],
    'is one of the two': [
      'model: a\nsource: b.c\ntenant: «{ column: a, join: b }\n',
      [WRONG, 'the name of a column'],
    ],
    'has a column that is text': [
      'model: a\nsource: b.c\ntenant: { column: «5 }\n',
      [WRONG, '"column"', QUOTE],
    ],
    'has a join that is a name': [
      'model: a\nsource: b.c\ntenant: { join: «Order }\n',
      [WRONG, '"join" must be a name'],
    ],
    'has keys of its own only': [
      'model: a\nsource: b.c\ntenant: { «colum: x }\n',
      [UNKNOWN, '"colum"', 'Did you mean "column"?'],
    ],
    'stands under a source of two parts': [
      'model: a\nsource: «orders\ntenant: b\n',
      [WRONG, '"source" must be a table or view as `schema.table`'],
    ],
  };
  checkAll('model', cases, '');
});

describe('many faults', () => {
  it('are all reported', () => {
    const members = Array.from(
      { length: 500 },
      (_, index) => `  d${index}: { type: x, title: 5, unit: a }\n`,
    );
    const text = `${PREAMBLES.model}dimensions:\n${members.join('')}`;
    expect(parseDefinition(modelKind, 'models/orders.yaml', text).diagnostics).toHaveLength(1500);
  });
});
