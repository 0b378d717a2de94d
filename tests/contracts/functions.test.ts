/** Every example of the reference, and what functions do with the strangest values, on each database. */
import { describe, expect, it } from 'vitest';
import { AGGREGATE_TABLE } from '../../src/formula/aggregate-table.ts';
import { FUNCTION_TABLE } from '../../src/formula/function-table.ts';
import { CASE_ENTRY, LITERAL_TABLE, OPERATOR_TABLE } from '../../src/formula/operator-table.ts';
import { describeEachDatabase } from '../support/databases.ts';
import { evaluateAggregate, evaluateFormula, type TriedColumn } from '../support/evaluate-formula.ts';

const BERLIN = 'Europe/Berlin';

/** Values of each type that arithmetic might stumble over. */
const STRANGE: Readonly<Record<string, TriedColumn>> = {
  float: {
    type: 'float',
    values: [
      "'NaN'::float8",
      "'Infinity'",
      "'-Infinity'",
      '1.7e308',
      '-1.7e308',
      '4.9e-324',
      '0',
      "'-0'",
      'null',
    ],
  },
  decimal: {
    type: 'decimal',
    values: ["'NaN'::numeric", "'Infinity'", "'-Infinity'", '1e400', '-1e-400', '0', 'null'],
  },
  integer: { type: 'integer', values: ['9223372036854775807', '-9223372036854775808', '0', 'null'] },
  time: {
    type: 'time',
    values: [
      "'infinity'::timestamptz",
      "'-infinity'",
      "'294276-12-31 23:59:59.999999+00'",
      "'4713-01-01 00:00:00+00 BC'",
      "'9999-12-31 23:59:59+00'",
      "'0001-01-01 00:00:00+00'",
      'null',
    ],
  },
  local_time: {
    type: 'local_time',
    values: [
      "'infinity'::timestamp",
      "'-infinity'",
      "'294276-12-31 23:59:59.999999'",
      "'4713-01-01 00:00:00 BC'",
      'null',
    ],
  },
  date: {
    type: 'date',
    values: ["'infinity'::date", "'-infinity'", "'5874897-12-31'", "'4713-01-01 BC'", 'null'],
  },
  string: { type: 'string', values: ["''", "'\\'", "'%'", "repeat('ẞ', 10000)", "E'\\u0001'", 'null'] },
};

const TOTAL: readonly (readonly [type: string, formula: string])[] = [
  ...['float', 'decimal', 'integer'].flatMap((type) =>
    [
      '-x',
      'abs(x)',
      'floor(x)',
      'ceil(x)',
      'round(x)',
      'round(x, 19)',
      'round(x, -19)',
      'x / x',
      '1 / x',
      'x / 0.000000000000000000001',
      'x + x',
      'x - x',
      'x * x * x * x * x * x * x * x',
      'nullif(x, 0.5)',
      'coalesce(x, 1)',
      'greatest(x, 0.5)',
      'least(x, 1)',
      'x in (1, 0.5, x)',
      'x between -x and x',
      'x = x / x',
      'case when x > 0 then x else x / x end',
    ].map((formula) => [type, formula] as const),
  ),
  ...['time', 'local_time', 'date'].flatMap((type) =>
    [
      'x + 1 day',
      'x - 1000 years',
      'x + 1000 years',
      'x + 365000 days',
      'x - 12000 months',
      'date_diff(day, x, x)',
      "date_diff(day, x, date '2026-01-01')",
      "date_diff(week, date '2026-01-01', x)",
      "date_diff(month, x, date '2026-01-01')",
      "date_diff(quarter, x, date '2026-01-01')",
      "date_diff(year, x, date '2026-01-01')",
      'date_part(year, x)',
      'date_part(iso_week, x)',
      'date_part(day_of_week, x)',
      'date_part(day_of_month, x)',
      'date_part(day_of_year, x)',
      'date_part(month, x)',
      'date_part(quarter, x)',
      'greatest(x, x + 1 month)',
      'x in (x, x)',
    ].map((formula) => [type, formula] as const),
  ),
  ...['time', 'local_time'].flatMap((type) =>
    [
      'x + 999999 hours',
      'x - 999999 seconds',
      'elapsed(x, x)',
      'elapsed(x, x + 1 second)',
      'date_part(hour, x)',
      'business_minutes(x, x, support)',
      'business_minutes(x, x + 1 day, nights)',
    ].map((formula) => [type, formula] as const),
  ),
  ...[
    'lower(x)',
    'upper(x)',
    'trim(x)',
    'length(x)',
    'concat(x, x)',
    'contains(x, x)',
    'starts_with(x, x)',
    'ends_with(x, x)',
    "x like '%'",
    "x not like '\\\\%'",
    "x like '_'",
    'substring(x, 999999, 999999)',
    'substring(x, 1)',
  ].map((formula) => ['string', formula] as const),
];

describeEachDatabase('functions', (database) => {
  describe.each(FUNCTION_TABLE)('$name', ({ examples }) => {
    it.each(examples)('%s is %j', async (formula, result) => {
      expect(await evaluateFormula(formula, { database: database(), zone: BERLIN })).toEqual([result]);
    });
  });

  describe.each([CASE_ENTRY, ...LITERAL_TABLE, ...OPERATOR_TABLE.flat()])('$written', ({ examples }) => {
    it.each(examples)('%s is %j', async (formula, result) => {
      expect(await evaluateFormula(formula, { database: database(), zone: BERLIN })).toEqual([result]);
    });
  });

  it.each(Object.values(AGGREGATE_TABLE).map(({ example }) => example))(
    '%s is %j',
    async (formula, result) => {
      const column = { type: 'integer', values: ['1', '2', '2', '7', 'null'] } as const;
      expect(await evaluateAggregate(formula, { database: database(), column })).toEqual(result);
    },
  );

  it.each(TOTAL)('of every %s, %s has a value', async (type, formula) => {
    const column = STRANGE[type];
    const values = await evaluateFormula(formula, {
      database: database(),
      zone: 'Asia/Kathmandu',
      ...(column && { column }),
    });
    expect(values).toHaveLength(column?.values.length ?? 0);
  });
});
