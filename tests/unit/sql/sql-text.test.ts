/** Pieces of SQL → text: what is quoted, what is bound and in which order. */
import { describe, expect, it } from 'vitest';
import { numberSlots } from '../../../src/sql/number-slots.ts';
import { type Sql, sql, writeSql } from '../../../src/sql/sql-text.ts';

function write(piece: Sql): string {
  return writeSql(piece, (value) => `<${JSON.stringify(value)}>`);
}

describe('the tag', () => {
  it('puts pieces into each other', () => {
    const inner = sql`b ${sql`c`} d`;
    expect(write(sql`a ${inner}${inner}`)).toBe('a b c db c d');
  });

  it('writes a template as it is meant, not as it is spelt', () => {
    expect(write(sql`a\n\`b\``)).toBe('a\n`b`');
  });

  it('keeps values in the order of the text, however deep they stand', () => {
    const [one, two, three] = ['1', '2', '3'].map((value) => ({ kind: 'constant', value }) as const);
    if (!one || !two || !three) throw new Error('there are three');
    const inner = sql`(${two} + ${three})`;
    const { text, slots } = numberSlots(sql`${one} * ${inner}`);
    expect(text).toBe('$1 * ($2 + $3)');
    expect(slots).toEqual([one, two, three]);
  });

  it('does not change a piece that became part of others', () => {
    const piece = sql`a ${{ kind: 'tenant' }}`;
    const before = write(piece);
    numberSlots(sql`${piece} ${piece}`);
    expect(write(piece)).toBe(before);
  });
});

describe('sql.id', () => {
  it.each([
    { names: ['a'], text: '"a"' },
    { names: ['a', 'b c'], text: '"a"."b c"' },
    { names: ['a.b'], text: '"a.b"' },
    { names: ['a"; drop table "b', '"'], text: '"a""; drop table ""b".""""' },
    { names: ['$1', "'", '\\'], text: '"$1"."\'"."\\"' },
  ])('$text', ({ names, text }) => {
    expect(write(sql.id(...names))).toBe(text);
  });
});

describe('sql.join', () => {
  it.each([
    { count: 0, text: '' },
    { count: 1, text: 'x' },
    { count: 3, text: 'x, x, x' },
  ])('of $count', ({ count, text }) => {
    expect(write(sql.join(Array.from({ length: count }, () => sql`x`)))).toBe(text);
  });

  it('takes a separator', () => {
    expect(write(sql.join([sql`x`, sql`y`], sql` and `))).toBe('x and y');
  });
});

describe('numbers of slots', () => {
  it('number a value of the request once, wherever it is made', () => {
    const piece = () => sql`${{ kind: 'parameter', index: 4 }}`;
    const { text, slots } = numberSlots(sql`${piece()} ${piece()}`);
    expect({ text, slots }).toEqual({ text: '$1 $1', slots: [{ kind: 'parameter', index: 4 }] });
  });

  it('number copies of one constant once, and equal constants apart', () => {
    const constant = { kind: 'constant', value: 'x' } as const;
    expect(numberSlots(sql`${constant} ${constant} ${{ ...constant }}`).text).toBe('$1 $1 $2');
  });

  it('number a tenant each time', () => {
    const tenant = { kind: 'tenant' } as const;
    expect(numberSlots(sql`${tenant} ${tenant}`).text).toBe('$1 $2');
  });

  it('refuse a list that only inspections bind', () => {
    expect(() => numberSlots(sql`${['a']}`)).toThrow('every parameter is a slot');
  });
});
