import { describe, expect, it } from 'vitest';
import { ExactNumber } from '../../../src/base/exact-number.ts';
import type { Answer } from '../../../src/engine/answer.ts';
import { writeAnswer, writeCell } from '../../../src/serving/write-answer.ts';

const metric = { kind: 'metric', version: 1, hash: 'h' } as const;
const answer: Answer = {
  columns: [
    { name: 'time', kind: 'time', grain: 'month', zone: 'Europe/Berlin' },
    { name: 'channel."name"', kind: 'dimension', type: 'string' },
    { ...metric, name: 'revenue', metric: 'revenue', type: 'decimal', unit: 'EUR' },
    { ...metric, name: 'ratio', metric: 'ratio', type: 'float' },
  ],
  rows: [
    ['2026-01-01', 'a"b\n\u2028', new ExactNumber('123456789012345678901234567890.10'), 0.1],
    ['2026-02-01', null, new ExactNumber('-0'), null],
  ],
  totals: [new ExactNumber('123456789012345678901234567890.10'), 1e21],
  range: { from: '2026-01-01T00:00:00+01:00', to: null },
  layout: 'rows',
  page: { limit: 2, next: null, more: true },
  partial: [{ time: '2026-01-01', metric: 'revenue', reason: 'range' }],
  warnings: [],
  receipt: { id: 'r', url: '/v1/receipts/r' },
  numbers: 'json',
  outdated: [],
};

describe('writeAnswer', () => {
  it('writes JSON with every digit', () => {
    const text = writeAnswer(answer);
    expect(text).toContain(
      '{"time":"2026-01-01","channel.\\"name\\"":"a\\"b\\n\u2028","revenue":123456789012345678901234567890.10,"ratio":0.1}',
    );
    expect(text).toContain('"totals":{"revenue":123456789012345678901234567890.10,"ratio":1e+21}');
    expect(Object.keys(JSON.parse(text))).toEqual([
      'data',
      'columns',
      'totals',
      'range',
      'page',
      'partial',
      'warnings',
      'receipt',
    ]);
  });

  it('writes exact numbers as strings on demand', () => {
    const { data } = JSON.parse(writeAnswer({ ...answer, numbers: 'strings' }));
    expect(data[0]).toMatchObject({ revenue: '123456789012345678901234567890.10', ratio: 0.1 });
  });

  it('writes no rows and no totals', () => {
    expect(writeAnswer({ ...answer, rows: [], totals: null })).toMatch(/^\{"data":\[\],.*"totals":null,/);
  });

  it('takes rows of another width, and numbers that JSON has not, for bugs', () => {
    expect(() => writeAnswer({ ...answer, rows: [['2026-01-01']] })).toThrow('as many cells');
    expect(() => writeCell(Number.NaN, 'json')).toThrow('finite');
  });
});
