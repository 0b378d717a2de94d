/**
 * Whether a column can be read as its declared type without loss. A verdict may depend on the values, which
 * are then counted.
 */
import { assertNever } from '../base/assert-never.ts';
import type { ValueType } from '../base/value-type.ts';
import type { ColumnTest } from '../sql/inspection.ts';
import type { PhysicalColumn, TypeFamily } from '../warehouse/physical-table.ts';

export type Fit =
  | { readonly kind: 'fits' }
  /** Numbers could be wrong, or the query fail. */
  | { readonly kind: 'lost'; readonly reason: string; readonly hint: string }
  | { readonly kind: 'unusual'; readonly reason: string; readonly hint: string }
  /** `lost` where a test holds for any row, else `otherwise`. */
  | { readonly kind: 'depends'; readonly tests: readonly ValueTest[]; readonly otherwise: Fit };

export interface ValueTest {
  readonly test: Exclude<ColumnTest['test'], 'null' | 'unlisted'>;
  readonly reason: string;
  readonly hint: string;
}

const FITS: Fit = { kind: 'fits' };
const lost = (reason: string, hint: string): Fit => ({ kind: 'lost', reason, hint });
const unusual = (reason: string, hint: string): Fit => ({ kind: 'unusual', reason, hint });
const write = (type: ValueType): string => `Write type: ${type}.`;
const VIEW = 'Convert it in a view of the warehouse, and name the view as source.';

const fraction: ValueTest = {
  test: 'fraction',
  reason: 'some values have a fraction',
  hint: write('decimal'),
};

/** `zone` is that of the declaration; `projectZone` goes into hints. */
export function fitType(
  type: ValueType,
  column: Pick<PhysicalColumn, 'family' | 'scale'>,
  { zone, projectZone }: { readonly zone: string | null; readonly projectZone: string },
): Fit {
  const { family } = column;
  switch (type) {
    case 'string':
      return fitString(family);
    case 'boolean':
      return fitBoolean(family);
    case 'integer':
      return fitInteger(column);
    case 'decimal':
      return fitDecimal(family);
    case 'float':
      return fitFloat(family);
    case 'date':
      return fitDate(family);
    case 'time':
      return fitTime(family, zone, projectZone);
    case 'local_time':
      return fitLocalTime(family);
    case 'key':
      return FITS;
    default:
      return assertNever(type);
  }
}

function fitString(family: TypeFamily): Fit {
  switch (family) {
    case 'caseless_text':
      return unusual('the database ignores case in it, Vitrine does not', 'Lower it in a formula.');
    case 'boolean':
      return unusual('its values read as "true" and "false"', write('boolean'));
    case 'date':
      return unusual('days read as text', write('date'));
    case 'timestamptz':
      return unusual('moments read as text in UTC', write('time'));
    case 'timestamp':
      return unusual('moments read as text', write('local_time'));
    case 'array':
    case 'other':
    case 'interval':
      return unusual('values read as the database prints them', VIEW);
    default:
      return FITS;
  }
}

function fitBoolean(family: TypeFamily): Fit {
  if (family === 'boolean') return FITS;
  if (family !== 'text' && family !== 'char' && family !== 'integer' && family !== 'enum')
    return lost('its values are no flags', VIEW);
  const hint = "Declare it as it is, and the flag by a formula: status = 'yes'.";
  const test: ValueTest = { test: 'no_flag', reason: 'some values are no flags, and the query fails', hint };
  const otherwise = unusual('all values are flags today, but nothing keeps others out', hint);
  return { kind: 'depends', tests: [test], otherwise };
}

function fitInteger({ family, scale }: Pick<PhysicalColumn, 'family' | 'scale'>): Fit {
  if (family === 'integer' || (family === 'numeric' && scale !== null && scale <= 0)) return FITS;
  if (family === 'numeric') {
    const otherwise = unusual(
      'all values are whole today, but nothing keeps fractions out',
      write('decimal'),
    );
    return { kind: 'depends', tests: [fraction], otherwise };
  }
  if (family === 'float') {
    const beyond: ValueTest = {
      test: 'beyond_digits',
      reason: 'some values have more digits than it keeps',
      hint: write('float'),
    };
    const otherwise = unusual('all values are whole today, but nothing keeps fractions out', write('float'));
    return { kind: 'depends', tests: [{ ...fraction, hint: write('float') }, beyond], otherwise };
  }
  return notNumeric(family, 'decimal');
}

function fitDecimal(family: TypeFamily): Fit {
  if (family === 'numeric' || family === 'integer' || family === 'money') return FITS;
  if (family === 'float')
    return lost('it has lost digits already, and sums of it are not exact', write('float'));
  return notNumeric(family, 'decimal');
}

function fitFloat(family: TypeFamily): Fit {
  if (family === 'float') return FITS;
  if (family === 'numeric') return unusual('its exact digits are rounded', write('decimal'));
  if (family === 'integer') return unusual('its exact digits are rounded', write('integer'));
  return notNumeric(family, 'decimal');
}

function notNumeric(family: TypeFamily, better: ValueType): Fit {
  if (family === 'money') return lost('amounts of money have fractions', write(better));
  if (family === 'text' || family === 'char' || family === 'caseless_text')
    return lost('a text that is no number would end the query', VIEW);
  return lost('its values are no numbers', VIEW);
}

function fitDate(family: TypeFamily): Fit {
  if (family === 'date') return FITS;
  if (family === 'timestamptz') return lost('it would be the day in UTC', write('time'));
  if (family === 'timestamp') return unusual('the time of day is cut off', write('local_time'));
  return notTemporal(family);
}

function fitTime(family: TypeFamily, zone: string | null, projectZone: string): Fit {
  if (family === 'timestamptz') {
    if (zone === null) return FITS;
    return lost('it knows its zone already, and would be shifted once more', 'Take zone: away.');
  }
  if (family === 'timestamp') {
    if (zone !== null) return FITS;
    const hint = `Say which clock it was written by, as zone: ${projectZone}; or, if it is to stay a wall clock, type: local_time.`;
    return lost('it has no zone, and would be taken for UTC', hint);
  }
  if (family === 'date') return lost('a day is no moment', write('date'));
  return notTemporal(family);
}

function fitLocalTime(family: TypeFamily): Fit {
  if (family === 'timestamp') return FITS;
  if (family === 'timestamptz') return lost('it would be the wall clock in UTC', write('time'));
  if (family === 'date') return unusual('every day reads as its midnight', write('date'));
  return notTemporal(family);
}

function notTemporal(family: TypeFamily): Fit {
  if (family === 'text' || family === 'char' || family === 'caseless_text')
    return lost('a text that is no time would end the query', VIEW);
  return lost('its values are no times', VIEW);
}
