import { describe, expect, it } from 'vitest';
import { namesTag } from '../../../src/serving/conditional.ts';
import { paginate } from '../../../src/serving/paginate.ts';

const items = ['b', 'a', 'd', 'c', 'B'].map((name) => ({ name }));

describe('paginate', () => {
  it('walks all items once, in code-point order', () => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = paginate(items, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual(['B', 'a', 'b', 'c', 'd']);
  });

  it('has no next page where the last is full', () => {
    expect(paginate(items, { limit: 5 }).next).toBeNull();
    expect(paginate([], {}).next).toBeNull();
  });

  it('goes on behind a name that is gone', () => {
    const { next } = paginate(items, { limit: 3 });
    const later = paginate(
      items.filter(({ name }) => name !== 'b'),
      next === null ? {} : { cursor: next },
    );
    expect(later.items.map(({ name }) => name)).toEqual(['c', 'd']);
  });

  it.each(['', 'x', 'eyJhZnRlciI6MX0', `${Buffer.from('{"after":"a"}').toString('base64url')}=`])(
    'refuses the cursor %j',
    (cursor) => {
      expect(() => paginate(items, { cursor })).toThrow(
        expect.objectContaining({ code: 'HTTP_PARAMETER', path: '?cursor' }),
      );
    },
  );
});

describe('namesTag', () => {
  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['', false],
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['*', true],
    ['a', false],
    ['"A"', false],
  ])('%s: %s', (header, expected) => {
    expect(namesTag(header, '"a"')).toBe(expected);
  });
});
