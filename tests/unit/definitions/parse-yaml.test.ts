import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../src/definitions/parse-yaml.ts';
import { MAX_DEPTH, MAX_FILE_CHARACTERS } from '../../../src/definitions/scan-yaml.ts';
import { toData } from '../../../src/definitions/yaml-node.ts';
import { compareFaults, type ExpectedFault, readMarks } from './marked-text.ts';

const SYNTAX = 'DEF_YAML_SYNTAX';
const FORBIDDEN = 'DEF_YAML_FORBIDDEN';

const broken: Record<string, readonly [marked: string, ...ExpectedFault[]]> = {
  'nothing at all': ['«', [SYNTAX, 'the file is empty']],
  'only a comment': ['«# later\n', [SYNTAX, 'the file is empty']],
  'only a document marker': ['«---\n', [SYNTAX, 'the file is empty']],
  'an unquoted colon': ['a: «b: c\n', [SYNTAX, 'a key stands inside a value', 'contains ": "']],
  'a key indented deeper than its fellows': ['a: «1\n b: 2\n', [SYNTAX, 'inside a value', 'alike']],
  'a tab as indentation': ['a:\n«\tb: 1\n', [SYNTAX, 'a tab', 'spaces']],
  'a reserved character': ['a: «@b\n', [SYNTAX, 'reserved character @', 'quotes']],
  'a back quote': ['a: «`b`\n', [SYNTAX, 'reserved character `', 'quotes']],
  'an unknown escape': ['a: "«\\q"\n', [SYNTAX, 'escape', 'backslash']],
  'text after a closing quote': ["a: 'x' «|| y\n", [SYNTAX, 'unexpected', 'the whole of it']],
  'a double quote never closed': ['a: «"b\nc: d\n', [SYNTAX, 'never closed']],
  'a single quote never closed': ["a: «'it''s\nc: d\n", [SYNTAX, 'never closed']],
  'a double quote closed by an escape': ['a: «"b\\"\n', [SYNTAX, 'never closed']],
  'a bracket never closed': ['a: [b, c«\n', [SYNTAX, 'end with a ]']],
  'a key without its colon': ['a: 1\n«b\n', [SYNTAX, 'map keys']],
  'faults in two lines': ['a: «@b\nc: «@d\n', [SYNTAX, '@', 'quotes'], [SYNTAX, '@', 'quotes']],
  'a list that turns into a mapping': ['- a\n«b: c\n', [SYNTAX, 'unexpected', 'quotes']],
  'an anchor': ['a: «&x 1\n', [FORBIDDEN, 'an anchor (&x)', 'Write the value out']],
  'anchor and alias': ['a: «&x 1\nb: «*x\n', [FORBIDDEN, '(&x)', 'out'], [FORBIDDEN, 'an alias (*x)', 'out']],
  'an alias in a list': ['a: [«*x]\n', [FORBIDDEN, 'an alias (*x)', 'quotes']],
  'a tag': ['a: «!!str 1\n', [FORBIDDEN, 'a tag (!!str)', 'quotes']],
  'a tag of its own': ['a: «!include x\n', [FORBIDDEN, 'a tag (!include)', 'quotes']],
  'a directive': ['«%YAML 1.1\n---\na: 1\n', [FORBIDDEN, 'a directive', 'Leave it out']],
  'a second document': ['a: 1\n«---\nb: 2\n', [FORBIDDEN, 'a second document', 'One file']],
  'a second, empty document': ['a: 1\n«---\n', [FORBIDDEN, 'a second document', 'One file']],
  'a merge key': ['«<<: { a: 1 }\n', [FORBIDDEN, 'merge key', 'out']],
  'a key twice': ['a: 1\nb: 2\n«a: 3\n', [FORBIDDEN, 'the key a a second time', 'line 1']],
  'a key twice, quoted': ['b: { a: 1, «"a": 2 }\n', [FORBIDDEN, 'the key "a" a second time', 'line 1']],
  'a broken number as key': ['«1.5: a\n', [FORBIDDEN, 'the key 1.5 (a number)', '"1.5"']],
  'a number with a zero before it as key': ['«01: a\n', [FORBIDDEN, 'the key 01 (a number)', '"01"']],
  'a boolean as key': ['«true: a\n', [FORBIDDEN, 'the key true (a boolean)', '"true"']],
  'null as key': ['«~: a\n', [FORBIDDEN, 'a key without text']],
  'a list as key': ['? «[a]\n: b\n', [FORBIDDEN, 'a list or mapping as a key']],
  'the prototype': ['a:\n  «__proto__: {}\n', [FORBIDDEN, '"__proto__"']],
  'a constructor': [
    '«constructor: {}\n«prototype: 1\n',
    [FORBIDDEN, 'constructor'],
    [FORBIDDEN, 'prototype'],
  ],
  'an octal number': ['a: «0o17\n', [FORBIDDEN, 'the number 0o17', 'decimal']],
  'what used to be octal': ['a: «017\n', [FORBIDDEN, 'the number 017', 'decimal']],
  'a hexadecimal number': ['a: «0xFF\n', [FORBIDDEN, 'the number 0xFF', 'decimal']],
  infinity: ['a: «.inf\n', [FORBIDDEN, 'the number .inf', 'decimal']],
  'not a number': ['a: [«.NaN]\n', [FORBIDDEN, 'the number .NaN', 'decimal']],
  'an exponent': ['a: «1e3\n', [FORBIDDEN, 'the number 1e3', 'decimal']],
  'more digits than are exact': [
    'a: «9007199254740993\n',
    [FORBIDDEN, 'the number 9007199254740993', 'decimal'],
  ],
  'a control character': ['a: b«\u0007\n', [FORBIDDEN, 'U+0007']],
  'a character the reader uses itself': ['a: b«\u001f\n', [FORBIDDEN, 'U+001F']],
  'a lone carriage return': ['a: b«\rc: d\n', [FORBIDDEN, 'U+000D']],
  'half a surrogate pair': ['a: «\uD83D\n', [FORBIDDEN, 'U+D83D']],
  'deep lists': [
    `a: ${'['.repeat(MAX_DEPTH - 1)}«[${'['.repeat(5000)}`,
    ['DEF_TOO_LARGE', 'levels of nesting'],
  ],
  'a text that is too long': [`«${'a'.repeat(MAX_FILE_CHARACTERS + 1)}`, ['DEF_TOO_LARGE', 'characters']],
};

describe('broken YAML', () => {
  it.each(Object.entries(broken))('%s', (_, [marked, ...faults]) => {
    const { text, places } = readMarks(marked);
    const { root, diagnostics } = parseYaml('a.yaml', text);
    const { found, expected } = compareFaults(diagnostics, places, faults);
    expect(found).toEqual(expected);
    expect(root).toBeNull();
  });
});

describe('deeply nested YAML', () => {
  const nested: Record<string, string> = {
    'flow lists': '['.repeat(20_000),
    'closed flow lists': `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    'flow mappings': '{a: '.repeat(20_000),
    'compact lists': '- '.repeat(20_000),
    'explicit keys': '? '.repeat(20_000),
    'block mappings': Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
  };
  it.each(Object.entries(nested))('%s are refused before they are composed', (_, text) => {
    const [fault, ...others] = parseYaml('a.yaml', text).diagnostics;
    expect(fault?.code).toBe('DEF_TOO_LARGE');
    expect(others).toEqual([]);
  });

  it('allows the depth that is announced', () => {
    const text = `${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}`;
    expect(parseYaml('a.yaml', text).diagnostics).toEqual([]);
  });
});

describe('plain YAML', () => {
  const read = (text: string): unknown => {
    const { root, diagnostics } = parseYaml('a.yaml', text);
    expect(diagnostics).toEqual([]);
    return root === null ? undefined : toData(root);
  };

  it('takes words of older versions of YAML for text', () => {
    expect(read('a: [yes, no, on, off, y, n]')).toEqual({ a: ['yes', 'no', 'on', 'off', 'y', 'n'] });
    expect(read('on: { off: no }')).toEqual({ on: { off: 'no' } });
  });

  it('takes days, times and sexagesimals for text', () => {
    expect(read('a: 2026-01-31\nb: 12:30:00\nc: 1_000')).toEqual({
      a: '2026-01-31',
      b: '12:30:00',
      c: '1_000',
    });
  });

  it('knows numbers, booleans and null', () => {
    expect(read('a: [1, -2.5, true, False, null, ~, ]\nb:')).toEqual({
      a: [1, -2.5, true, false, null, null],
      b: null,
    });
  });

  it('reads quoted, folded and literal text', () => {
    expect(read(`a: "x\\ty"\nb: 'it''s'\nc: >\n  one\n  two\nd: |-\n  one\n  two\n`)).toEqual({
      a: 'x\ty',
      b: "it's",
      c: 'one two\n',
      d: 'one\ntwo',
    });
  });

  it('accepts a byte order mark, Windows line ends and document markers', () => {
    expect(read('\uFEFFa: 1\r\nb: 2\r\n')).toEqual({ a: 1, b: 2 });
    expect(read('---\na: 1\n...\n')).toEqual({ a: 1 });
  });

  it('gives objects without a prototype', () => {
    const data = read('a: 1');
    expect(data !== undefined && Object.getPrototypeOf(data)).toBeNull();
  });
});
