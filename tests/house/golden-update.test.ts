/** The updater writes plans and SQL where they stand empty, and nothing else. */
import { describe, expect, it } from 'vitest';
import { fillGolden, isUpdating } from '../support/golden-update.ts';

const FILE = `# A comment.

- name: one
  query: { metrics: [revenue] } # asked
  plan: ''
  sql:
  check_sql: select 1

- name: two
  sql:   ""   # filled by the updater
  check_sql: select 2
`;

describe('fillGolden', () => {
  it('fills empty keys and leaves every other character alone', () => {
    const filled = fillGolden(FILE, [
      { index: 0, key: 'plan', text: 'scan orders\n  by channel\n' },
      { index: 0, key: 'sql', text: 'select 1\n\nfrom x' },
      { index: 1, key: 'sql', text: 'select 2' },
    ]);
    expect(filled).toBe(`# A comment.

- name: one
  query: { metrics: [revenue] } # asked
  plan: |
    scan orders
      by channel
  sql: |
    select 1

    from x
  check_sql: select 1

- name: two
  sql: |   # filled by the updater
    select 2
  check_sql: select 2
`);
  });

  it.each([
    [0, 'sql', 'is not empty', '- sql: select 1\n'],
    [0, 'plan', 'has no key', '- sql: select 1\n'],
    [1, 'sql', 'has no key', '- sql:\n'],
  ] as const)('refuses case %i, %s: it %s', (index, key, reason, text) => {
    expect(() => fillGolden(text, [{ index, key, text: 'x' }])).toThrow(reason);
  });
});

describe('isUpdating', () => {
  it('is off unless asked for, and refused in CI', () => {
    expect(isUpdating({})).toBe(false);
    expect(isUpdating({ UPDATE_GOLDEN: '0', CI: 'true' })).toBe(false);
    expect(isUpdating({ UPDATE_GOLDEN: '1' })).toBe(true);
    expect(() => isUpdating({ UPDATE_GOLDEN: '1', CI: 'true' })).toThrow('refused in CI');
  });
});
