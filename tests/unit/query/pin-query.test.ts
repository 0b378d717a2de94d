/** Queries that mean the same whenever they are asked, and when two of them are one question. */
import { describe, expect, it } from 'vitest';
import type { MetricQuery } from '../../../src/query/metric-query.ts';
import { pinQuery, questionOf, whyNotPinned } from '../../../src/query/pin-query.ts';

const bound = (instant: string) => ({ instant, parameter: '', local: '' });
const ANSWERED = {
  context: {
    zone: 'Europe/Berlin',
    range: { from: bound('2026-07-01T00:00:00+02:00'), to: bound('2026-10-01T00:00:00+02:00') },
  },
  outputs: [
    { part: null, version: 2 },
    { part: 'value', version: 2 },
    { part: null, version: 5 },
  ],
  tenants: ['a', 'b'],
} as const;

describe('pinQuery', () => {
  it('writes out range, zone and tenants, and leaves the rest as it is', () => {
    const query: MetricQuery = {
      metrics: ['revenue', { metric: 'roas', as: 'x' }],
      by: ['channel.name'],
      time: { range: 'last quarter', grain: 'month', fill: true },
      tenants: 'all',
      layout: 'columns',
      limit: 7,
    };
    expect(pinQuery(query, ANSWERED)).toEqual({
      metrics: ['revenue', { metric: 'roas', as: 'x' }],
      by: ['channel.name'],
      time: {
        grain: 'month',
        fill: true,
        from: '2026-07-01T00:00:00+02:00',
        to: '2026-10-01T00:00:00+02:00',
        zone: 'Europe/Berlin',
      },
      tenants: ['a', 'b'],
      limit: 7,
    });
  });

  it('names the versions that a day of definitions stood for, but for those that were named', () => {
    const pin = (second: MetricQuery['metrics']) =>
      pinQuery({ metrics: ['revenue', ...(second ?? [])], definitions: '2026-09-30' }, ANSWERED);
    expect(pin(['roas'])).toMatchObject({
      metrics: [
        { metric: 'revenue', version: 2 },
        { metric: 'roas', version: 5 },
      ],
    });
    expect(pin(['roas@1']).metrics?.[1]).toBe('roas@1');
    expect(pin([{ metric: 'roas', version: 1 }]).metrics?.[1]).toEqual({ metric: 'roas', version: 1 });
    expect(pin(['roas'])).not.toHaveProperty('definitions');
  });

  it('pins the zone also of what has no range', () => {
    const range = { from: null, to: null };
    const answered = { ...ANSWERED, context: { ...ANSWERED.context, range } };
    expect(pinQuery({ metrics: ['revenue'] }, answered)).toEqual({
      metrics: ['revenue'],
      time: { zone: 'Europe/Berlin' },
    });
  });
});

describe('questionOf', () => {
  it('is one for all ways to write a metric, and for all forms of an answer', () => {
    const questions: readonly MetricQuery[] = [
      { metrics: ['revenue@2'] },
      { metrics: [{ metric: 'revenue', version: 2 }] },
      { metrics: [{ metric: 'revenue@2', as: 'revenue' }], layout: 'columns', numbers: 'strings' },
      { tenants: ['a'], metrics: ['revenue@2'] },
    ];
    expect(new Set(questions.map(questionOf)).size).toBe(1);
  });

  it('is another for whatever changes rows or columns', () => {
    const questions: readonly MetricQuery[] = [
      { metrics: ['revenue'] },
      { metrics: ['revenue@2'] },
      { metrics: [{ metric: 'revenue', as: 'x' }] },
      { metrics: ['revenue', 'roas'] },
      { metrics: ['roas', 'revenue'] },
      { metrics: ['revenue'], by: ['channel.name'] },
      { metrics: ['revenue'], totals: true },
      { metrics: ['revenue'], limit: 5 },
    ];
    expect(new Set(questions.map(questionOf)).size).toBe(questions.length);
  });
});

describe('whyNotPinned', () => {
  const inRange = (value: string) => ({ dimension: 'orders.paid_at', op: 'in_range', value }) as const;
  it.each<[string, MetricQuery, string | undefined]>([
    ['no metrics', { by: ['channel.name'] }, '/metrics'],
    ['a cursor', { metrics: ['revenue'], cursor: 'x' }, '/cursor'],
    ['a condition on the last days', { metrics: ['revenue'], where: [inRange('last 30 days')] }, '/where'],
    [
      'such a one inside others',
      { metrics: ['revenue'], where: [{ not: { any: [{ all: [inRange('today')] }] } }] },
      '/where',
    ],
    ['one on rows of the answer', { metrics: ['revenue'], having: [inRange('month to date')] }, '/having'],
    ['another version', { metrics: ['revenue'], compare: ['previous_year', { version: 1 }] }, '/compare'],
    ['an earlier year', { metrics: ['revenue'], compare: ['previous_year'] }, undefined],
    ['a condition on a year', { metrics: ['revenue'], where: [inRange('2026')] }, undefined],
    [
      'a text that reads like a range',
      { metrics: ['revenue'], where: [{ dimension: 'a.b', op: 'eq', value: 'today' }] },
      undefined,
    ],
  ])('%s', (_name, query, path) => {
    expect(whyNotPinned(query)?.path).toBe(path);
  });
});
