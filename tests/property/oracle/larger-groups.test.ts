/** Totals, shares, places, comparisons and parts of times in the oracle, against answers worked out by hand. */
import { expect, test } from 'vitest';
import { answerQuery } from './answer-query.ts';
import { Decimal } from './decimal.ts';
import type { MetricFormula } from './metric-formula.ts';
import { partOfTime } from './parts-of-time.ts';
import type { Query } from './query.ts';
import type { Metric } from './schema.ts';
import { shop, shopTables } from './shop.ts';
import type { Value } from './value.ts';

const NOW = '2026-03-30T10:00:00.000000Z';
const revenue: MetricFormula = { kind: 'metric', name: 'revenue', type: 'decimal', filter: null };

function over(formula: 'total' | 'share' | 'rank'): MetricFormula {
  return { kind: 'over_groups', function: formula, within: [], operand: revenue };
}

function ask(query: Query, asked: MetricFormula): unknown {
  const metric: Metric = {
    name: 'asked',
    formula: asked,
    filter: null,
    time: null,
    emptyIsNull: false,
    allowed: null,
    isPrivate: false,
  };
  const schema = { ...shop, metrics: new Map([...shop.metrics, ['asked', metric]]) };
  const outcome = answerQuery({ schema, tables: shopTables, tenant: 'a', now: NOW }, query);
  if (outcome.kind === 'refusal') return [...outcome.reasons];
  return outcome.rows.map((row) => row.map(plain));
}

function plain(value: Value): unknown {
  return value instanceof Decimal ? value.toString() : value;
}

test.each([
  ['total', ['3.8', '3.8', '3.8']],
  ['share', [0.921052631579, 0.0789473684211, 0]],
  ['rank', ['1', '2', '3']],
] as const)('%s is of all groups, of which having hides some', (formula, values) => {
  const query: Query = {
    metrics: ['revenue', 'asked'],
    by: ['channel.kind'],
    having: [{ metric: 'revenue', op: 'gte', value: 0 }],
  };
  const rows = [
    [null, '3.5', values[0]],
    ['paid', '0.3', values[1]],
    ['free', '0', values[2]],
  ];
  expect(ask(query, over(formula))).toEqual(rows);
  const fewer: Query = { ...query, having: [{ metric: 'revenue', op: 'lt', value: 1 }] };
  expect(ask(fewer, over(formula))).toEqual(rows.slice(1));
});

test('what is unfiltered has the groups of the rows that pass', () => {
  const query: Query = {
    metrics: ['revenue', 'asked'],
    where: [{ dimension: 'channel.kind', op: 'eq', value: 'paid' }],
  };
  const everything: MetricFormula = { kind: 'unfiltered', by: ['channel'], operand: revenue };
  expect(ask(query, everything)).toEqual([['0.3', '3.8']]);
  expect(ask({ ...query, by: ['channel.kind'] }, everything)).toEqual([['paid', '0.3', '0.3']]);
});

test('parts of a time are those of the clock on the wall', () => {
  const berlin = { type: 'time', zone: 'Europe/Berlin', weekStarts: 'monday' } as const;
  const at = '2025-12-28T23:30:00.000000Z';
  const parts = (['hour_of_day', 'day_of_week', 'day_of_year', 'iso_week', 'quarter_of_year'] as const).map(
    (part) => plain(partOfTime(part, at, berlin)),
  );
  // Half past midnight of Monday, 29 December.
  expect(parts).toEqual(['0', '1', '363', '1', '4']);
});
