import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/base/hash.ts';
import { parseYaml } from '../../../src/definitions/parse-yaml.ts';
import { chooseFree, toName } from '../../../src/draft/choose-name.ts';
import { guessTime } from '../../../src/draft/guess-time.ts';
import type { MemberDraft } from '../../../src/draft/model-draft.ts';
import { writeComment, writeList, writeScalar, writeText } from '../../../src/draft/yaml-text.ts';

describe('toName', () => {
  it.each([
    ['order_id', 'order_id'],
    ['Order Date', 'order_date'],
    ['orderDate', 'order_date'],
    ['HTTPStatus', 'httpstatus'],
    ['Größe', 'gro_e'],
    ['1st', 'column_1st'],
    ['ключ', 'column'],
    ['', 'column'],
    ['end', 'end_column'],
    ['__a__', 'a'],
    ['x'.repeat(80), 'x'.repeat(63)],
  ])('%j becomes %s', (text, name) => {
    expect(toName(text, 'column')).toBe(name);
  });

  it('is told apart by a number where nothing else helps', () => {
    const taken = new Set(['a', 'b', 'b_2', 'x'.repeat(63)]);
    expect(chooseFree(['a', 'b'], (name) => taken.has(name))).toBe('b_3');
    expect(chooseFree(['x'.repeat(63)], (name) => taken.has(name))).toBe(`${'x'.repeat(61)}_2`);
  });
});

describe('YAML', () => {
  const texts = [
    'plain',
    'on hold',
    'yes',
    'null',
    '12',
    '1e3',
    '',
    ' ',
    'a: b',
    'a # b',
    '- a',
    '[x]',
    '{x}',
    "it's",
    '"quoted"',
    'back\\slash',
    'two\nlines',
    'tab\t',
    '@at',
    '*star',
    '&and',
    '!bang',
    '%percent',
    'a, b',
    'ключ',
    '…',
    '\u0007',
    '\u2028',
    '2026-01-01',
    'true',
    '~',
    'Europe/Berlin',
    'data@shop.example',
  ];

  it.each(texts)('reads %j as it was meant', (text) => {
    const { root, diagnostics } = parseYaml(
      'f.yaml',
      `a: { b: ${writeScalar(text)} }\nc: ${writeList([text, 'x'])}\n`,
    );
    expect(diagnostics).toEqual([]);
    expect(canonicalJson(root)).toContain(JSON.stringify(text));
  });

  it.each(texts.filter((text) => text.trim() !== ''))('writes the description %j on one line', (text) => {
    const { root, diagnostics } = parseYaml('f.yaml', `a: ${writeText(text)}  # note\n`);
    expect(diagnostics).toEqual([]);
    const [entry] = root?.kind === 'map' ? [...root.entries.values()] : [];
    expect(entry?.value).toMatchObject({ kind: 'scalar', value: text.replace(/\s+/gu, ' ').trim() });
  });

  it('keeps comments to their line', () => {
    expect(writeComment('a\nb: c\u001b[2J')).toBe('# a?b: c?[2J');
  });
});

describe('guessTime', () => {
  const time = (name: string, type = 'time'): MemberDraft => ({
    name,
    type,
    column: null,
    zone: null,
    values: null,
    description: null,
  });

  it.each<[string[], unknown]>([
    [[], null],
    [['made'], { member: 'made', reason: 'the only time there is' }],
    [['updated_at'], ['updated_at']],
    [['created_at', 'updated_at'], { member: 'created_at', reason: 'rather than updated_at' }],
    [['created_at', 'ordered_at'], { member: 'ordered_at', reason: 'by its name, rather than created_at' }],
    [
      ['paid_at', 'sent_at'],
      ['paid_at', 'sent_at'],
    ],
    [
      ['first', 'second'],
      ['first', 'second'],
    ],
  ])('%j: %j', (names, guess) => {
    expect(guessTime([time('status', 'string'), ...names.map((name) => time(name))])).toEqual(guess);
  });
});
