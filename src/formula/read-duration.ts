/** Lengths of time and parts of the calendar, as formulas name them. */
import { suggest } from '../base/did-you-mean.ts';
import { FormulaFault } from './formula-fault.ts';
import type { MetricNames } from './formula-names.ts';
import type { Bucket, Buckets, CalendarGrain, Duration, Period } from './metric-tree.ts';
import type { DurationSyntax, NameSyntax, Syntax } from './syntax.ts';
import { FISCAL_UNITS, type FiscalUnit, UNITS_OF_TIME, type UnitOfTime } from './units-of-time.ts';

const PERIODS: readonly (Period & string)[] = ['day', 'week', 'month', 'quarter', 'year', ...FISCAL_UNITS];
const LENGTHS: readonly (UnitOfTime | FiscalUnit)[] = [...UNITS_OF_TIME, ...FISCAL_UNITS];

/** `7 days`, or `3 buckets` where those are allowed. @throws FormulaFault */
export function readDuration(
  syntax: Syntax,
  names: MetricNames,
  allowed: { name: string; buckets: boolean },
): Duration | Buckets {
  if (syntax.kind !== 'duration') {
    const expected = allowed.buckets ? 'a length of time or a number of buckets' : 'a length of time';
    const hint = `For example ${allowed.name}(revenue, 7 days)${allowed.buckets ? ` or ${allowed.name}(revenue, 3 buckets)` : ''}.`;
    const params = { operation: allowed.name, expected, actual: 'another expression' };
    throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: syntax.span, hint });
  }
  const count = Number(syntax.count);
  if (allowed.buckets && syntax.unit === 'bucket') return { kind: 'buckets', count };
  return { kind: 'duration', count, unit: readUnit(syntax, names) };
}

/** The name of a period: `month`, `fiscal_year`, a grain of a calendar. @throws FormulaFault */
export function readPeriod(syntax: Syntax, names: MetricNames): Period {
  const written = syntax.kind === 'name' && !syntax.filter ? syntax.segments.join('.') : '';
  const known = PERIODS.find((period) => period === written.toLowerCase());
  const period = known ?? findCalendarGrain(written, names);
  if (period) return period;
  const hint =
    UNITS_OF_TIME.find((unit) => unit === written) === undefined
      ? unknownGrain(written, PERIODS, names)
      : 'A period is a day or longer.';
  if (syntax.kind === 'name')
    throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: written }, { span: syntax.span, hint });
  const params = { operation: 'A period', expected: 'its name', actual: 'another expression' };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: syntax.span, hint });
}

/** The grain that one segment names, or `null`: any other name may be one of a dimension. */
export function findGrain({ segments }: NameSyntax, names: MetricNames): Bucket['grain'] | null {
  const written = segments.join('.');
  return LENGTHS.find((unit) => unit === written.toLowerCase()) ?? findCalendarGrain(written, names);
}

/** What grains there are, for hints. */
export function unknownGrain(written: string, known: readonly string[], names: MetricNames): string {
  const all = [...known, ...(names.calendarGrains?.keys() ?? [])];
  return suggest(written, all) ?? `There are ${all.join(', ')}.`;
}

function readUnit({ unit, span }: DurationSyntax, names: MetricNames): Duration['unit'] {
  const singular = unit.replace(/s$/i, '');
  const found =
    LENGTHS.find((known) => known === unit) ??
    findCalendarGrain(unit, names) ??
    findCalendarGrain(singular, names);
  if (found) return found;
  const hint = unknownGrain(singular, LENGTHS, names);
  throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: unit }, { span, hint });
}

function findCalendarGrain(name: string, { calendarGrains }: MetricNames): CalendarGrain | null {
  return calendarGrains?.get(name) ?? null;
}
