import { describe, expect, it } from 'vitest';
import type { ValueType } from '../../../src/base/value-type.ts';
import { compareTypes } from '../../../src/proof/compare-types.ts';
import { type Fit, fitType } from '../../../src/proof/fit-type.ts';
import { familyOf, type TypeFamily } from '../../../src/warehouse/physical-table.ts';

type Case = [type: ValueType, family: TypeFamily, verdict: string, hint?: string];

const cases: Case[] = [
  ['string', 'text', 'fits'],
  ['string', 'enum', 'fits'],
  ['string', 'uuid', 'fits'],
  ['string', 'caseless_text', 'unusual'],
  ['string', 'timestamptz', 'unusual', 'type: time'],
  ['string', 'array', 'unusual', 'view'],
  ['boolean', 'boolean', 'fits'],
  ['boolean', 'text', 'no_flag, else unusual', 'formula'],
  ['boolean', 'integer', 'no_flag, else unusual'],
  ['boolean', 'date', 'lost'],
  ['integer', 'integer', 'fits'],
  ['integer', 'numeric', 'fraction, else unusual', 'type: decimal'],
  ['integer', 'float', 'fraction beyond_digits, else unusual', 'type: float'],
  ['integer', 'money', 'lost', 'type: decimal'],
  ['integer', 'text', 'lost', 'view'],
  ['integer', 'boolean', 'lost', 'view'],
  ['decimal', 'numeric', 'fits'],
  ['decimal', 'money', 'fits'],
  ['decimal', 'integer', 'fits'],
  ['decimal', 'float', 'lost', 'type: float'],
  ['decimal', 'text', 'lost', 'view'],
  ['float', 'float', 'fits'],
  ['float', 'numeric', 'unusual', 'type: decimal'],
  ['float', 'integer', 'unusual', 'type: integer'],
  ['date', 'date', 'fits'],
  ['date', 'timestamptz', 'lost', 'type: time'],
  ['date', 'timestamp', 'unusual', 'type: local_time'],
  ['date', 'text', 'lost', 'view'],
  ['time', 'timestamptz', 'fits'],
  ['time', 'timestamp', 'lost', 'zone: Asia/Tokyo'],
  ['time', 'date', 'lost', 'type: date'],
  ['time', 'integer', 'lost', 'view'],
  ['local_time', 'timestamp', 'fits'],
  ['local_time', 'timestamptz', 'lost', 'type: time'],
  ['local_time', 'date', 'unusual', 'type: date'],
  ['local_time', 'time_of_day', 'lost', 'view'],
  ['key', 'uuid', 'fits'],
];

function verdictOf(fit: Fit): string {
  if (fit.kind !== 'depends') return fit.kind;
  return `${fit.tests.map(({ test }) => test).join(' ')}, else ${verdictOf(fit.otherwise)}`;
}

function hintOf(fit: Fit): string {
  if (fit.kind === 'fits') return '';
  return fit.kind === 'depends' ? (fit.tests.at(-1)?.hint ?? '') : fit.hint;
}

describe('fitType', () => {
  const said = { zone: null, projectZone: 'Asia/Tokyo' };

  it.each<Case>(cases)('%s over %s: %s', (type, family, verdict, hint = '') => {
    const fit = fitType(type, { family, scale: null }, said);
    expect(verdictOf(fit)).toBe(verdict);
    expect(hintOf(fit)).toContain(hint);
  });

  it('knows whole numerics by their scale', () => {
    expect(fitType('integer', { family: 'numeric', scale: 0 }, said).kind).toBe('fits');
    expect(fitType('integer', { family: 'numeric', scale: 2 }, said).kind).toBe('depends');
  });

  it('takes a zone where there is none, and only there', () => {
    const zoned = { ...said, zone: 'Europe/Moscow' };
    expect(fitType('time', { family: 'timestamp', scale: null }, zoned).kind).toBe('fits');
    expect(fitType('time', { family: 'timestamptz', scale: null }, zoned)).toMatchObject({
      kind: 'lost',
      hint: 'Take zone: away.',
    });
  });
});

describe('compareTypes', () => {
  it.each([
    ['integer', 'numeric', 'fits'],
    ['integer', 'float', 'unusual'],
    ['text', 'text', 'fits'],
    ['text', 'caseless_text', 'unusual'],
    ['char', 'text', 'unusual'],
    ['date', 'timestamptz', 'unusual'],
    ['integer', 'text', 'impossible'],
    ['uuid', 'text', 'impossible'],
    ['enum', 'text', 'impossible'],
  ] as const)('%s = %s: %s', (a, b, kind) => {
    const pair = [
      { family: a, type: 'a' },
      { family: b, type: 'b' },
    ] as const;
    expect(compareTypes(pair[0], pair[1]).kind).toBe(kind);
    expect(compareTypes(pair[1], pair[0]).kind).toBe(kind);
  });

  it('asks types of the customer to be the same', () => {
    const mood = { family: 'enum', type: 'shop.mood' } as const;
    expect(compareTypes(mood, mood).kind).toBe('fits');
    expect(compareTypes(mood, { ...mood, type: 'shop.size' }).kind).toBe('impossible');
    const point = { family: 'other', type: 'point' } as const;
    expect(compareTypes(point, point).kind).toBe('impossible');
  });
});

describe('familyOf', () => {
  it.each([
    ['varchar', 'b', 'text'],
    ['_text', 'array', 'array'],
    ['status', 'enum', 'enum'],
    ['jsonb', 'b', 'other'],
    ['text', 'c', 'other'],
    ['constructor', 'b', 'other'],
    ['timestamptz', 'b', 'timestamptz'],
  ])('%s (%s) is %s', (name, sort, family) => {
    expect(familyOf(name, sort)).toBe(family);
  });
});
