/** The functions that formulas can call by name, aggregates apart, as the reference describes them. */
import type { ValueType } from '../base/value-type.ts';
import { CALENDAR_UNITS, DATE_PARTS, type OperatorName } from './operators.ts';

/** A formula without names, and the value that it has in the zone Europe/Berlin, as JSON has it. */
export type FunctionExample = readonly [formula: string, result: null | boolean | number | string];

export interface FormulaFunction {
  readonly name: string;
  readonly topic: FunctionTopic;
  /** The operator; or one for each word that the first argument may be. */
  readonly operator: OperatorName | ReadonlyMap<string, OperatorName>;
  /** Arguments as the reference names them; those in brackets may be left out. */
  readonly signature: string;
  readonly least: number;
  /** Infinity where any number of arguments goes. */
  readonly most: number;
  readonly result: ValueType | 'the same type' | 'integer, of a float a float';
  readonly description: string;
  /** What becomes of nulls, where it is not "null if any argument is". */
  readonly nulls?: string;
  readonly examples: readonly FunctionExample[];
}

export type FunctionTopic = 'Numbers' | 'Choosing a value' | 'Texts' | 'Times';

type Described = Omit<FormulaFunction, 'name' | 'operator' | 'topic' | 'least' | 'most'> &
  Partial<Pick<FormulaFunction, 'operator'>>;

/** The number of arguments follows from the signature: `(x[, decimals])`, `(a, b, …)`. */
function describe(
  topic: FunctionTopic,
  name: OperatorName | 'date_part' | 'date_diff',
  entry: Described,
): FormulaFunction {
  const [required = '', optional = ''] = entry.signature.split('[');
  const least = required.split(',').filter((part) => /\w/.test(part)).length;
  const most = entry.signature.includes('…')
    ? Infinity
    : least + optional.split(',').filter((part) => /\w/.test(part)).length;
  const operator = entry.operator ?? (name as OperatorName);
  return { ...entry, topic, name, operator, least, most };
}

export const FUNCTION_TABLE: readonly FormulaFunction[] = [
  describe('Numbers', 'abs', {
    signature: '(x)',
    result: 'the same type',
    description: 'The distance from zero.',
    examples: [
      ['abs(-2.50)', '2.50'],
      ['abs(null + 1)', null],
    ],
  }),
  describe('Numbers', 'round', {
    signature: '(x[, decimals])',
    result: 'the same type',
    description:
      'Rounded half away from zero to so many decimals, 0 by default, left of the point if negative. The decimals are written out, from -19 to 19.',
    examples: [
      ['round(2.5)', '3'],
      ['round(-2.5)', '-3'],
      ['round(1234.567, 2)', '1234.57'],
      ['round(1234.567, -2)', '1200'],
    ],
  }),
  describe('Numbers', 'floor', {
    signature: '(x)',
    result: 'integer, of a float a float',
    description: 'The next whole number downwards.',
    examples: [
      ['floor(2.7)', '2'],
      ['floor(-2.1)', '-3'],
    ],
  }),
  describe('Numbers', 'ceil', {
    signature: '(x)',
    result: 'integer, of a float a float',
    description: 'The next whole number upwards.',
    examples: [
      ['ceil(2.1)', '3'],
      ['ceil(-2.7)', '-2'],
    ],
  }),
  describe('Choosing a value', 'coalesce', {
    signature: '(a, b, …)',
    result: 'the same type',
    description: 'The first argument that is not null.',
    nulls: 'Null if all arguments are null.',
    examples: [
      ['coalesce(null, 2, 3)', '2'],
      ["coalesce(null, 'none')", 'none'],
    ],
  }),
  describe('Choosing a value', 'nullif', {
    signature: '(a, b)',
    result: 'the same type',
    description: 'Null where both arguments are equal, else the first.',
    nulls: 'The first argument where the second is null.',
    examples: [
      ['nullif(5, 0)', '5'],
      ['nullif(0, 0)', null],
      ['nullif(5, null)', '5'],
    ],
  }),
  describe('Choosing a value', 'greatest', {
    signature: '(a, b, …)',
    result: 'the same type',
    description: 'The greatest argument; texts go by code point.',
    nulls: 'Nulls are passed over; null if all arguments are null.',
    examples: [
      ['greatest(1, 2.5, null)', '2.5'],
      ["greatest('Z', 'a')", 'a'],
    ],
  }),
  describe('Choosing a value', 'least', {
    signature: '(a, b, …)',
    result: 'the same type',
    description: 'The least argument; texts go by code point.',
    nulls: 'Nulls are passed over; null if all arguments are null.',
    examples: [
      ['least(1, 2.5, null)', '1'],
      ["least('Z', 'a')", 'Z'],
    ],
  }),
  describe('Texts', 'lower', {
    signature: '(text)',
    result: 'string',
    description: 'In lower case.',
    examples: [["lower('ROAS')", 'roas']],
  }),
  describe('Texts', 'upper', {
    signature: '(text)',
    result: 'string',
    description: 'In upper case.',
    examples: [["upper('roas')", 'ROAS']],
  }),
  describe('Texts', 'trim', {
    signature: '(text)',
    result: 'string',
    description: 'Without spaces at both ends; tabs and line ends stay.',
    examples: [["trim('  a b ')", 'a b']],
  }),
  describe('Texts', 'length', {
    signature: '(text)',
    result: 'integer',
    description: 'The number of characters.',
    examples: [
      ["length('Żółw')", '4'],
      ["length('')", '0'],
    ],
  }),
  describe('Texts', 'concat', {
    signature: '(a, b, …)',
    result: 'string',
    description: 'One text after the other.',
    examples: [
      ["concat('a', '-', 'b')", 'a-b'],
      ["concat('a', null)", null],
    ],
  }),
  describe('Texts', 'substring', {
    signature: '(text, from[, for])',
    result: 'string',
    description:
      'From the character at the place "from", the first being 1, to the end or as many as "for" says; as much as there is. Both are written out, from 1 to 999999.',
    examples: [
      ["substring('metrics', 4)", 'rics'],
      ["substring('metrics', 1, 3)", 'met'],
      ["substring('metrics', 6, 10)", 'cs'],
      ["substring('metrics', 20)", ''],
    ],
  }),
  describe('Texts', 'contains', {
    signature: '(text, part)',
    result: 'boolean',
    description: 'Whether the first text contains the second.',
    examples: [
      ["contains('test_100%', '100%')", true],
      ["contains('a', '')", true],
    ],
  }),
  describe('Texts', 'starts_with', {
    signature: '(text, part)',
    result: 'boolean',
    description: 'Whether the first text starts with the second.',
    examples: [
      ["starts_with('SKU-1', 'SKU')", true],
      ["starts_with('SKU-1', 'sku')", false],
    ],
  }),
  describe('Texts', 'ends_with', {
    signature: '(text, part)',
    result: 'boolean',
    description: 'Whether the first text ends with the second.',
    examples: [["ends_with('SKU-1', '-1')", true]],
  }),
  describe('Times', 'date_part', {
    signature: '(part, moment)',
    operator: new Map(DATE_PARTS.map((part): [string, OperatorName] => [part, `date_part_${part}`])),
    result: 'integer',
    description: `A part of a date or time: ${DATE_PARTS.join(', ')}. Weekdays are those of ISO, 1 for Monday to 7 for Sunday; iso_week is the week of the ISO year. An instant is looked at in the reporting zone. A date has no hour.`,
    examples: [
      ["date_part(day_of_week, date '2026-01-31')", '6'],
      ["date_part(iso_week, date '2027-01-01')", '53'],
      ["date_part(day_of_year, date '2028-12-31')", '366'],
      ["date_part(quarter, date '2026-08-01')", '3'],
      ["date_part(hour, time '2026-07-01T22:30:00Z')", '0'],
      ["date_part(day_of_month, time '2026-07-01T22:30:00Z')", '2'],
      ["date_part(hour, local_time '2026-07-01T22:30')", '22'],
    ],
  }),
  describe('Times', 'date_diff', {
    signature: '(unit, a, b)',
    operator: new Map(CALENDAR_UNITS.map((unit): [string, OperatorName] => [unit, `date_diff_${unit}`])),
    result: 'integer',
    description: `How many beginnings of a ${CALENDAR_UNITS.join(', ')} of the calendar lie after a, up to b; negative where b is the earlier. Instants are looked at in the reporting zone, and weeks begin as the project says. From 23:59 to 00:01 is one day.`,
    examples: [
      ["date_diff(day, date '2026-01-31', date '2026-03-01')", '29'],
      ["date_diff(month, date '2026-01-31', date '2026-02-01')", '1'],
      ["date_diff(week, date '2026-02-01', date '2026-02-02')", '1'],
      ["date_diff(quarter, date '2026-03-31', date '2025-10-01')", '-1'],
      ["date_diff(year, date '2025-12-31', date '2026-01-01')", '1'],
      ["date_diff(day, time '2026-03-28T22:59:00Z', time '2026-03-28T23:00:00Z')", '1'],
    ],
  }),
  describe('Times', 'elapsed', {
    signature: '(a, b)',
    result: 'decimal',
    description:
      'Seconds from a to b, exact to the microsecond; negative where b is the earlier. Both are instants, of which it is the time that passed, or both wall clocks.',
    examples: [
      ["elapsed(time '2026-01-01T10:00:00Z', time '2026-01-01T11:30:00Z')", '5400'],
      ["elapsed(time '2026-03-29T00:00', time '2026-03-30T00:00')", '82800'],
      ["elapsed(local_time '2026-03-29T00:00', local_time '2026-03-30T00:00')", '86400'],
      ["elapsed(time '2026-01-01T00:00:01Z', time '2026-01-01T00:00:00.5Z')", '-0.5'],
    ],
  }),
  describe('Times', 'business_minutes', {
    signature: '(a, b, calendar)',
    result: 'float',
    description:
      "Minutes of working time from a to b, by a calendar of project.yaml that has hours; negative where b is the earlier. Both are instants, which are looked at in the calendar's zone, or both wall clocks. The minutes are those that clocks show: hours in which clocks change count as they are written. Holidays of the calendar, as far as the asking tenant sees them, take the work of their whole day away; a calendar that has some counts between times of a row, not between metrics. In the examples support is open from 09:00 to 18:00, Monday to Friday.",
    examples: [
      ["business_minutes(time '2026-01-30T17:30', time '2026-02-02T09:15:30', support)", 45.5],
      ["business_minutes(time '2026-02-02T10:00', time '2026-01-30T17:00', support)", -120],
      ["business_minutes(time '2026-01-31T10:00', time '2026-02-01T20:00', support)", 0],
      ["business_minutes(local_time '2026-01-26T00:00', local_time '2026-02-02T00:00', support)", 2700],
    ],
  }),
];
