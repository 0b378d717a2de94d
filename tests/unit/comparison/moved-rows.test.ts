import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../src/base/exact-number.ts';
import { compareRows, type MovedRow, MovedRows } from '../../../src/comparison/moved-rows.ts';
import { findMove } from '../../../src/comparison/moved-value.ts';
import { labelTenants } from '../../../src/comparison/tenant-labels.ts';
import { toTenantId } from '../../../src/serving/local-principal.ts';

const exact = (digits: string) => new ExactNumber(digits);

describe('findMove', () => {
  it.each([
    [
      exact('400.00'),
      exact('300.00'),
      { before: '400.00', after: '300.00', change: '-100.00', ratio: -0.25 },
    ],
    [exact('3'), exact('3.5'), { before: '3', after: '3.5', change: '0.5', ratio: 0.166667 }],
    [-2, -1.5, { before: '-2', after: '-1.5', change: '0.5', ratio: 0.25 }],
    [exact('0'), exact('7'), { before: '0', after: '7', change: '7', ratio: null }],
    [null, exact('7'), { before: null, after: '7', change: null, ratio: null }],
    [1e-7, null, { before: '0.0000001', after: null, change: null, ratio: null }],
    ['2026-01-01', '2026-01-02', { before: '2026-01-01', after: '2026-01-02', change: null, ratio: null }],
    [true, false, { before: 'true', after: 'false', change: null, ratio: null }],
    [
      exact('90071992547409931'),
      exact('90071992547409932'),
      {
        before: '90071992547409931',
        after: '90071992547409932',
        change: '1',
        ratio: 1.11022e-17,
      },
    ],
  ])('%j → %j', (before, after, move) => {
    expect(findMove(before, after)).toEqual(move);
  });

  it.each([
    [exact('1.0'), exact('1.00')],
    [exact('2'), 2],
    [null, null],
    ['a', 'a'],
  ])('%j stays %j', (before, after) => {
    expect(findMove(before, after)).toBe(null);
  });
});

describe('MovedRows', () => {
  const row = (tenant: string, before: string | null, after: string | null): MovedRow => {
    const move = findMove(before === null ? null : exact(before), after === null ? null : exact(after));
    if (move === null) throw new Error('it must move');
    return { ...move, tenant, time: '2026-01', unit: null };
  };

  it('puts what came or went first, then the greatest part, then the greatest amount', () => {
    const rows = new MovedRows(10);
    for (const each of [
      row('small', '100', '101'),
      row('from zero', '0', '1'),
      row('from zero more', '0', '5'),
      row('half', '100', '50'),
      row('gone', '3', null),
      row('half again', '10', '5'),
    ])
      rows.add(each);
    expect(rows.list().rows.map(({ tenant }) => tenant)).toEqual([
      'gone',
      'from zero more',
      'from zero',
      'half',
      'half again',
      'small',
    ]);
  });

  it('keeps what sorting all of them would put first', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 5 }), (afters, most) => {
        const all = afters.map((after, index) => row(`t${index}`, '2000', String(after)));
        const rows = new MovedRows(most);
        for (const each of all) rows.add(each);
        expect(rows.list()).toEqual({
          rows: all.toSorted(compareRows).slice(0, most),
          leftOut: Math.max(0, all.length - most),
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('labelTenants', () => {
  const tenants = Array.from({ length: 2_000 }, (_, index) => toTenantId(`client-${index}`));

  it('gives each a label of its own that stays, and says nothing of its id', () => {
    const labels = labelTenants(tenants, 'secret');
    expect(new Set(labels.values()).size).toBe(2_000);
    expect([...labels.values()].every((label) => /^tenant [0-9A-F]{4,12}$/.test(label))).toBe(true);
    expect(labelTenants(tenants, 'secret')).toEqual(labels);
  });

  it('is as short as it may be, and another under another secret', () => {
    const [one] = tenants;
    if (one === undefined) throw new Error('there is one');
    const [first, second] = ['a', 'b'].map((secret) => labelTenants([one], secret).get(one));
    expect(first).toMatch(/^tenant [0-9A-F]{4}$/);
    expect(first).not.toBe(second);
  });
});
