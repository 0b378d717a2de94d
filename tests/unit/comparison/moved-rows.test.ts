import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../src/base/exact-number.ts';
import { compareRows, type MovedRow, MovedRows } from '../../../src/comparison/moved-rows.ts';
import { findMove, type Units } from '../../../src/comparison/moved-value.ts';
import { labelTenant } from '../../../src/comparison/tenant-labels.ts';
import { toTenantId } from '../../../src/serving/local-principal.ts';

const exact = (digits: string) => new ExactNumber(digits);
const PLAIN: Units = { before: null, after: null };
const REVALUED: Units = { before: 'RUB', after: 'USD' };

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
    expect(findMove(before, after, PLAIN)).toEqual({ ...move, units: PLAIN });
  });

  it.each([
    [exact('1.0'), exact('1.00')],
    [exact('2'), 2],
    [null, null],
    ['a', 'a'],
  ])('%j stays %j', (before, after) => {
    expect(findMove(before, after, PLAIN)).toBe(null);
  });

  it.each([
    [exact('100'), exact('100'), { before: '100', after: '100' }],
    [exact('100'), exact('90'), { before: '100', after: '90' }],
    [exact('1.0'), exact('1.00'), { before: '1.0', after: '1.00' }],
    [null, exact('0'), { before: null, after: '0' }],
  ])('%j roubles → %j dollars is a move without a change', (before, after, values) => {
    const nothingBetween = { units: REVALUED, change: null, ratio: null };
    expect(findMove(before, after, REVALUED)).toEqual({ ...values, ...nothingBetween });
  });

  it('is nothing where there is no value in either unit', () => {
    expect(findMove(null, null, REVALUED)).toBe(null);
  });
});

describe('MovedRows', () => {
  const row = (tenant: string, before: string | null, after: string | null, units = PLAIN): MovedRow => {
    const [was, is] = [before, after].map((digits) => (digits === null ? null : exact(digits)));
    const move = findMove(was ?? null, is ?? null, units);
    if (move === null) throw new Error('it must move');
    return { ...move, tenant, time: '2026-01' };
  };

  it('puts what came, went or is of another unit first, then the greatest part, then the greatest amount', () => {
    const rows = new MovedRows(10);
    for (const each of [
      row('small', '100', '101'),
      row('from zero', '0', '1'),
      row('from zero more', '0', '5'),
      row('half', '100', '50'),
      row('gone', '3', null),
      row('revalued', '5', '5', REVALUED),
      row('half again', '10', '5'),
    ])
      rows.add(each);
    expect(rows.list().rows.map(({ tenant }) => tenant)).toEqual([
      'gone',
      'revalued',
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

describe('labelTenant', () => {
  // HMAC-SHA256 of the id, under that of "tenants in comparisons" under the secret, as another program computed it.
  const KNOWN = { aster: 'tenant EF176C9DFE', birch: 'tenant 61A456A52A' };

  it('is the same whoever else is compared', () => {
    for (const [tenant, label] of Object.entries(KNOWN))
      expect(labelTenant(toTenantId(tenant), 'correct horse battery staple, twice')).toBe(label);
  });

  it('tells tenants apart, and is another under another secret', () => {
    const tenants = Array.from({ length: 2_000 }, (_, index) => toTenantId(`client-${index}`));
    const labels = ['a', 'b'].flatMap((secret) => tenants.map((tenant) => labelTenant(tenant, secret)));
    expect(new Set(labels).size).toBe(4_000);
    for (const label of labels) expect(label).toMatch(/^tenant [0-9A-F]{10}$/);
  });
});
