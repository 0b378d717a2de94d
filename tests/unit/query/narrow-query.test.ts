/** What a token for embedding makes of questions, and which it refuses before they are bound. */
import { describe, expect, it } from 'vitest';
import { SemanticError } from '../../../src/errors/semantic-error.ts';
import { bindQuery } from '../../../src/query/bind-query.ts';
import { checkQuery } from '../../../src/query/check-query.ts';
import { isMadeOf } from '../../../src/query/coarser-grains.ts';
import { narrowQuery } from '../../../src/query/narrow-query.ts';
import type { Embedding } from '../../../src/tenancy/embedding.ts';
import { embeddingOf } from '../../support/embedding.ts';
import { SHOP } from './query-shop.ts';

const narrow = (query: object, change: Partial<Embedding>) =>
  narrowQuery(checkQuery(query), embeddingOf(change), SHOP);

/** Code and place of a refusal, or nothing. */
function refusal(work: () => unknown): readonly [string, string | undefined] | null {
  try {
    work();
    return null;
  } catch (error) {
    if (!(error instanceof SemanticError)) throw error;
    return [error.code, error.path];
  }
}

const WEEK = { finestGrain: 'week' };
const YEAR = { window: { from: '2026-01-01', to: '2027-01-01' } };
const metrics = ['revenue'];

describe('a question', () => {
  it.each<[string, object, Partial<Embedding>, object]>([
    ['that nothing narrows', { metrics }, {}, { metrics }],
    ['without a range', { metrics }, YEAR, { metrics, time: { from: '2026-01-01', to: '2027-01-01' } }],
    [
      'with a grain and one bound',
      { metrics, time: { grain: 'month', from: '2026-03-01' } },
      YEAR,
      { metrics, time: { grain: 'month', from: '2026-03-01', to: '2027-01-01' } },
    ],
    [
      'with a range in words',
      { metrics, time: { range: '2026-Q1' } },
      YEAR,
      { metrics, time: { range: '2026-Q1' } },
    ],
    [
      'under a window that is open on one side',
      { metrics },
      { window: { from: null, to: '2027-01-01' } },
      { metrics, time: { to: '2027-01-01' } },
    ],
    [
      'about values that have a time',
      { by: ['orders.status'] },
      YEAR,
      { by: ['orders.status'], time: { from: '2026-01-01', to: '2027-01-01' } },
    ],
    ['about values that have none', { by: ['channel.name'] }, YEAR, { by: ['channel.name'] }],
    ['without a limit', { metrics }, { rows: 5 }, { metrics, limit: 5 }],
    ['with a lower limit', { metrics, limit: 3 }, { rows: 5 }, { metrics, limit: 3 }],
    ['of a token that may have more than is usual', { metrics }, { rows: 5_000 }, { metrics, limit: 1_000 }],
    [
      'that compares weeks with the weeks before',
      { metrics, compare: 'previous_period' },
      WEEK,
      { metrics, compare: 'previous_period' },
    ],
    ['about its tenant', { metrics, tenants: ['a'] }, {}, { metrics }],
  ])('%s becomes what the token allows', (_, query, change, expected) => {
    expect(narrow(query, change)).toEqual(expected);
  });

  it.each<[string, object, Partial<Embedding>, string]>([
    ['more rows', { metrics, limit: 6 }, { rows: 5 }, '/limit'],
    ['another page', { metrics, cursor: 'x' }, { rows: 5 }, '/cursor'],
    ['another zone under a window', { metrics, time: { zone: 'UTC' } }, YEAR, '/time/zone'],
    ['another zone under a grain', { metrics, time: { zone: 'UTC' } }, { finestGrain: 'day' }, '/time/zone'],
    ['finer buckets', { metrics, time: { grain: 'hour' } }, { finestGrain: 'day' }, '/time/grain'],
    [
      'a finer second dimension',
      { metrics, by: ['orders.status', 'orders.due_on:day'] },
      { finestGrain: 'month' },
      '/by/1',
    ],
    [
      'a nested condition on a time',
      { metrics, where: [{ all: [{ any: [{ dimension: 'orders.due_on', op: 'is_null' }] }] }] },
      { finestGrain: 'day' },
      '/where/0',
    ],
    [
      'one finer comparison of several',
      { metrics, compare: ['previous_year', { shift: '2 weeks', as: 'w' }] },
      { finestGrain: 'month' },
      '/compare',
    ],
    [
      'weeks of the year before',
      { metrics, compare: [{ range: 'previous_year', as: 'y' }] },
      WEEK,
      '/compare',
    ],
  ])('for %s is refused', (_, query, change, path) => {
    expect(refusal(() => narrow(query, change))).toEqual(['TENANT_EMBEDDING', path]);
  });
});

describe('a range', () => {
  const bound = (time: object, allowed: Partial<Embedding>) =>
    refusal(() =>
      bindQuery(checkQuery({ metrics, time }), SHOP, {
        now: new Date('2026-11-22T12:00:00Z'),
        allowed: embeddingOf(allowed),
      }),
    );

  it.each<[object, string | null]>([
    [{ from: '2026-01-01', to: '2027-01-01' }, null],
    [{ from: '2026-01-01T00:00:00+01:00', to: '2026-12-31T23:00:00Z' }, null],
    [{ from: '2025-12-31T23:59:59', to: '2026-02-01' }, '/time/from'],
    [{ from: '2026-12-01', to: '2027-01-01T00:00:00.000001' }, '/time/to'],
    [{ to: '2026-02-01' }, '/time/from'],
    [{ from: '2026-02-01' }, '/time/to'],
    [{ range: '2025' }, '/time/range'],
    [{ range: 'last 7 days' }, null],
  ])('is within the window, however it is said: %j', (time, path) => {
    expect(bound(time, YEAR)).toEqual(path && ['TENANT_EMBEDDING', path]);
  });

  it.each<[string, object, string | null]>([
    ['day', { from: '2026-01-01', to: '2026-01-02' }, null],
    ['day', { from: '2026-01-01T01:00', to: '2026-01-02' }, '/time/from'],
    ['hour', { from: '2026-01-01T01:00', to: '2026-01-01T02:00' }, null],
    ['hour', { from: '2026-01-01T01:00', to: '2026-01-01T01:30' }, '/time/to'],
    ['week', { range: '2026-W07' }, null],
    ['week', { range: '2026-02' }, '/time/range'],
    ['quarter', { range: '2026-Q2' }, null],
    ['quarter', { range: '2026-05' }, '/time/range'],
  ])('is of whole %ss: %j', (finestGrain, time, path) => {
    expect(bound(time, { finestGrain })).toEqual(path && ['TENANT_EMBEDDING', path]);
  });
});

describe('a grain', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['day', ['day', 'week', 'month', 'fiscal_year', 'retail.period'], ['hour', 'second']],
    ['week', ['week'], ['day', 'month', 'year', 'retail.period']],
    ['month', ['month', 'quarter', 'fiscal_quarter', 'year'], ['week', 'day', 'retail.period']],
    ['quarter', ['quarter', 'year'], ['fiscal_quarter', 'fiscal_year', 'month']],
    ['fiscal_quarter', ['fiscal_quarter', 'fiscal_year'], ['quarter', 'year']],
    ['second', ['second', 'hour', 'retail.period'], ['decade']],
  ])('of %s is made of whole ones', (finest, made, others) => {
    expect([...made, ...others].filter((grain) => isMadeOf(grain, finest))).toEqual(made);
  });
});
