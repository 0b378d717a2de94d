import { describe, expect, it } from 'vitest';
import type { DataPath } from '../../../src/definitions/definition-types.ts';
import { locate } from '../../../src/definitions/locate.ts';
import { parseYaml } from '../../../src/definitions/parse-yaml.ts';
import { toData } from '../../../src/definitions/yaml-node.ts';
import type { DiagnosticPlace } from '../../../src/errors/diagnostic.ts';

function read(text: string) {
  const { source, root, diagnostics } = parseYaml('a.yaml', text);
  expect(diagnostics).toEqual([]);
  if (root === null) throw new Error('not read');
  return locate(toData(root), { source, root });
}

/** The text that a place covers. */
function covered(text: string, { position }: DiagnosticPlace): string {
  const line = text.split('\n')[position.line - 1] ?? '';
  return line.slice(position.column - 1, position.column - 1 + position.length);
}

function spell({ position }: DiagnosticPlace): string {
  return `${position.line}:${position.column}+${position.length}`;
}

describe('place', () => {
  const text = [
    '# a model',
    'model: orders',
    'dimensions:',
    '  status:',
    '    type: string',
    '    values: [a, "b c"]',
    '  due: { type: date }',
    'keys:',
    '  - [x, y]',
    '  -  name: z',
    "'odd/key~': 1",
    'empty:',
    'note: |',
    '  two',
    '  lines',
  ].join('\n');
  const table: readonly (readonly [path: DataPath, place: string, covered: string, pointer: string])[] = [
    [[], '2:1+5', 'model', ''],
    [['model'], '2:8+6', 'orders', '/model'],
    [['dimensions'], '3:1+10', 'dimensions', '/dimensions'],
    [['dimensions', 'status'], '4:3+6', 'status', '/dimensions/status'],
    [['dimensions', 'status', 'type'], '5:11+6', 'string', '/dimensions/status/type'],
    [['dimensions', 'status', 'values'], '6:13+10', '[a, "b c"]', '/dimensions/status/values'],
    [['dimensions', 'status', 'values', 1], '6:17+5', '"b c"', '/dimensions/status/values/1'],
    [['dimensions', 'due'], '7:8+14', '{ type: date }', '/dimensions/due'],
    [['dimensions', 'due', 'type'], '7:16+4', 'date', '/dimensions/due/type'],
    [['keys', 0], '9:5+6', '[x, y]', '/keys/0'],
    [['keys', 1], '10:6+4', 'name', '/keys/1'],
    [['keys', 1, 'name'], '10:12+1', 'z', '/keys/1/name'],
    [['odd/key~'], '11:13+1', '1', '/odd~1key~0'],
    [['empty'], '12:1+5', 'empty', '/empty'],
    [['note'], '13:7+1', '|', '/note'],
    [['dimensions', 'status', 'formula'], '4:3+6', 'status', '/dimensions/status'],
    [['dimensions', 'due', 'type', 'x'], '7:16+4', 'date', '/dimensions/due/type'],
    [['joins', 'channel', 'on'], '2:1+5', 'model', ''],
    [['keys', 7], '8:1+4', 'keys', '/keys'],
  ];
  it.each(table)('finds %j', (path, place, words, pointer) => {
    const found = read(text).place(path);
    expect(spell(found)).toBe(place);
    expect(covered(text, found)).toBe(words);
    expect(found.path).toBe(pointer);
  });

  it('counts columns after a byte order mark and with Windows line ends', () => {
    const located = read('\uFEFFa: x\r\nb: y\r\n');
    expect(spell(located.place(['a']))).toBe('1:4+1');
    expect(spell(located.place(['b']))).toBe('2:4+1');
  });

  it('freezes the data', () => {
    expect(Object.isFrozen(read('a: { b: [1] }').value)).toBe(true);
  });
});

describe('placeWithin', () => {
  /** Each text holds the scalar `f`, whose value contains the words to find. */
  const table: readonly (readonly [style: string, text: string, words: string, place: string])[] = [
    ['plain', 'f: sum(orders.amount) / 2\n', 'orders.amount', '1:8+13'],
    ['plain, after a comment', '# x\nf:   revenue # y\n', 'revenue', '2:6+7'],
    ['plain over lines', 'f: revenue +\n   cost / spend\n', 'cost', '2:4+4'],
    ['plain over an empty line', 'f: revenue +\n\n   cost / spend\n', 'spend', '3:11+5'],
    ['plain with trailing space', 'f: revenue +   \n   cost\n', 'cost', '2:4+4'],
    ['plain with Cyrillic', 'f: выручка / расход\n', 'расход', '1:14+6'],
    ['plain with a pair', "f: a = '😀' or b\n", 'or b', '1:13+4'],
    ['plain with Windows line ends', 'f: revenue +\r\n   cost\r\n', 'cost', '2:4+4'],
    ['plain in a flow mapping', 'x: 1\ny: { f: revenue / cost, g: 2 }\n', 'cost', '2:19+4'],
    ['single quotes', "f: 'revenue / cost'\n", 'cost', '1:15+4'],
    ['single quotes doubled', "f: 'a = ''paid'' or b'\n", 'or b', '1:18+4'],
    ['a doubled quote itself', "f: 'a = ''paid'' or b'\n", "'paid'", '1:9+8'],
    ['single quotes over lines', "f: 'a = ''x''\n   or b'\n", 'or b', '2:4+4'],
    ['double quotes', 'f: "revenue / cost"\n', 'cost', '1:15+4'],
    ['double quotes escaped', 'f: "a = \\"x\\" or b"\n', 'or b', '1:15+4'],
    ['an escape itself', 'f: "a = \\"x\\" or b"\n', '"x"', '1:9+5'],
    ['a tab escaped', 'f: "a\\t= b"\n', '= b', '1:8+3'],
    ['two digits', 'f: "\\x61 = b"\n', 'a', '1:5+4'],
    ['four digits', 'f: "\\u0061 = b"\n', '= b', '1:12+3'],
    ['a pair by eight digits', 'f: "\\U0001F600 = b"\n', '= b', '1:16+3'],
    ['a pair by two escapes', 'f: "\\uD83D\\uDE00 = b"\n', '= b', '1:18+3'],
    ['double quotes over lines', 'f: "revenue +\n   cost"\n', 'cost', '2:4+4'],
    ['double quotes joined', 'f: "revenue + \\\n   cost"\n', 'cost', '2:4+4'],
    ['double quotes joined inside a word', 'f: "rev\\\n   enue + cost"\n', 'cost', '2:11+4'],
    ['joined with a space kept', 'f: "revenue +\\\n  \\ cost"\n', 'cost', '2:5+4'],
    ['a literal block', 'f: |\n  revenue\n  / cost\n', 'cost', '3:5+4'],
    ['a literal block, deeper lines', 'f: |\n  case\n    when a\n  end\n', 'when a', '3:5+6'],
    ['a literal block with an indicator', 'f: |2-\n    revenue\n  / cost\n', 'revenue', '2:5+7'],
    ['a literal block with a comment', 'f: | # why\n\n  revenue\n  / cost\n', 'revenue', '3:3+7'],
    ['a literal block with empty lines', 'f: |\n  revenue\n\n\n  / cost\n', 'cost', '5:5+4'],
    ['a folded block', 'f: >-\n  revenue\n  / cost\n', 'cost', '3:5+4'],
    ['a folded block, deeper lines', 'f: >\n  case\n    when a\n  end\n', 'when a', '3:5+6'],
    ['a folded block with empty lines', 'f: >\n  revenue\n\n  / cost\n', 'cost', '4:5+4'],
    ['a block with Windows line ends', 'f: |\r\n  revenue\r\n  / cost\r\n', 'cost', '3:5+4'],
    ['a block deep inside', 'x:\n  y:\n    f: |\n      revenue\n      / cost\n', 'cost', '5:9+4'],
  ];
  it.each(table)('%s', (_, text, words, place) => {
    const located = read(text);
    const [path, value] = findScalar(located.value);
    const found = located.placeWithin(path, value.indexOf(words), words.length);
    expect(spell(found)).toBe(place);
  });

  it('stands after the last character where something is missing at the end', () => {
    expect(spell(read('f: revenue /\n').placeWithin(['f'], 9, 0))).toBe('1:13+1');
    expect(spell(read("f: 'revenue /'\n").placeWithin(['f'], 9, 1))).toBe('1:14+1');
    expect(spell(read('f: |\n  revenue\n  /\n').placeWithin(['f'], 10, 0))).toBe('3:4+1');
  });

  it('cuts a span at the end of its first line', () => {
    const located = read('f: |\n  revenue\n  / cost\n');
    expect(spell(located.placeWithin(['f'], 0, 14))).toBe('2:3+7');
  });

  it('falls back to the whole value, or its nearest parent', () => {
    const located = read("f: 7\ng: ''\nh: { i: x }\n");
    expect(spell(located.placeWithin(['f'], 0, 1))).toBe('1:4+1');
    expect(spell(located.placeWithin(['g'], 0, 1))).toBe('2:4+2');
    expect(spell(located.placeWithin(['h', 'formula'], 0, 1))).toBe('3:4+8');
  });
});

/** The only text called `f`, and the path to it. */
function findScalar(value: unknown, path: DataPath = []): readonly [DataPath, string] {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'f' && typeof inner === 'string') return [[...path, key], inner];
      const found = findScalar(inner, [...path, key]);
      if (found[1] !== '') return found;
    }
  }
  return [[], ''];
}

describe('digits', () => {
  const located = read('amount: 300.00\nlong: 0.12345678901234567890\ntext: "1.50"\nlist: [-0.10, true]\n');
  it.each<[DataPath, string | undefined]>([
    [['amount'], '300.00'],
    [['long'], '0.12345678901234567890'],
    [['list', 0], '-0.10'],
    [['text'], undefined],
    [['list', 1], undefined],
    [['list'], undefined],
    [['list', 2], undefined],
    [['amount', 'deeper'], undefined],
  ])('%j is %s', (path, digits) => {
    expect(located.digits(path)).toBe(digits);
  });
});
