/** Grains of a project's own in formulas: by which names, and what of them counts for a metric. */
import { describe, expect, it } from 'vitest';
import { calendarGrains } from '../../../src/catalog/calendar-grains.ts';
import type { Calendar } from '../../../src/catalog/catalog.ts';
import { sourceModels } from '../../../src/catalog/source-models.ts';
import { type Change, catalogOf, change, metricFile, metricOf } from './small-project.ts';

const days = (...grains: string[]): Calendar => ({ kind: 'days', model: 'days', date: 'day', grains });

describe('names', () => {
  it('are those of the calendar and, where they are clear, of the grain alone', () => {
    const known = new Map([
      ['retail', days('period', 'season', 'week')],
      ['school', days('period', 'term')],
    ]);
    expect([...calendarGrains(known).keys()].sort()).toEqual([
      'retail.period',
      'retail.season',
      'retail.week',
      'school.period',
      'school.term',
      'season',
      'term',
    ]);
  });

  it('are none where the project is at fault', () => {
    expect(calendarGrains(null).size).toBe(0);
  });
});

const PROJECT: Change = [
  'project.yaml',
  'roles: {',
  'calendars: { retail: { model: days, date: day, grains: [period, season] } }\nroles: {',
];
const DAYS: Change = [
  'models/days.yaml',
  '',
  `model: days
source: shop.days
tenant: shared
dimensions:
  day: { type: date }
  period: { type: string, formula: "'p'" }
  season: { type: string }
`,
];

function metric(formula: string, ...changes: readonly Change[]) {
  const files = change(PROJECT, DAYS, ['sales/m.yaml', '', metricFile('m', formula)], ...changes);
  return metricOf(files, 'm');
}

describe('a window by a grain', () => {
  it.each([
    'to_date(revenue, season)',
    'shift(revenue, 2 retail.seasons)',
    'shift(revenue, to retail.season)',
    'trailing(2 * shift(revenue, 1 season), 3 days)',
  ])('%s has the table of days among its sources', (formula) => {
    const { models, calendars } = metric(formula);
    expect(calendars).toEqual(['retail']);
    const { project } = catalogOf(change(PROJECT, DAYS));
    expect(sourceModels({ models, calendars }, project)).toEqual(['orders', 'days']);
  });

  it('gives other numbers by another grain, calendar or formula of it', () => {
    const other: Change = ['models/days.yaml', '"\'p\'"', '"\'q\'"'];
    const hashes = [
      metric('to_date(revenue, retail.period)').hash,
      metric('to_date(revenue, retail.season)').hash,
      metric('to_date(revenue, retail.period)', other).hash,
      metric('to_date(revenue, fiscal_year)').hash,
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(metric('to_date(revenue, retail.season)', other).hash).toBe(hashes[1]);
    expect(metric('to_date(revenue, season)').hash).toBe(hashes[1]);
  });
});
