/** Random formulas over times: moved, taken apart, counted. */
import { DAY_GRAINS, type Grain, SUB_DAY_GRAINS } from '../oracle/calendar.ts';
import { dateLiteral, member, type RowFormula } from '../oracle/row-formula.ts';
import {
  type DatePart,
  dateDiff,
  datePart,
  elapsed,
  localTimeLiteral,
  shifted,
  timeLiteral,
} from '../oracle/time-functions.ts';
import type { Type } from '../oracle/value.ts';
import { businessMinutes } from '../oracle/working-time.ts';
import type { FormulaSource } from './draw-row-formula.ts';
import { drawDay, drawInstant, drawWall } from './draw-values.ts';
import { serves } from './served.ts';

const PARTS: readonly DatePart[] = [
  'hour',
  'hour',
  'day_of_week',
  'day_of_month',
  'day_of_year',
  'iso_week',
  'month',
  'quarter',
  'year',
];

/** A time of the same type. */
export function drawTimeValue({ draw }: FormulaSource, operand: RowFormula): RowFormula {
  if (!serves('time_functions')) return operand;
  const units: readonly Grain[] = operand.type === 'date' ? DAY_GRAINS : [...SUB_DAY_GRAINS, ...DAY_GRAINS];
  return shifted(operand, draw.pick([-13, -1, 1, 1, 2, 7, 30]), draw.pick(units));
}

/** A number taken from a time, or `null` where there is none. */
export function drawTimeNumber(source: FormulaSource, operand: RowFormula): RowFormula | null {
  if (!serves('time_functions')) return null;
  const { draw } = source;
  const worked = draw.chance(25) ? drawWorkingMinutes(source, operand) : null;
  if (worked !== null) return worked;
  const parts = PARTS.filter((part) => part !== 'hour' || operand.type !== 'date');
  if (draw.chance(50)) return datePart(draw.pick(parts), operand);
  const other = drawOther(source, operand.type);
  // A day that is not 24 hours long shows in how far away the same wall clock is.
  if (operand.type === 'time' && draw.chance(50))
    return elapsed(operand, draw.chance(50) ? drawTimeValue(source, operand) : other);
  return dateDiff(draw.pick(DAY_GRAINS), operand, other);
}

/** Minutes of work from or to some member, or `null` where none has a moment. */
export function drawWorkingTime(source: FormulaSource): RowFormula | null {
  const { draw, members } = source;
  const moments = members.filter(({ type }) => type === 'time' || type === 'local_time');
  if (moments.length === 0) return null;
  const { path, name, type } = draw.pick(moments);
  return drawWorkingMinutes(source, member(path, name, type));
}

/** Minutes of work between two moments, or `null` where there are no moments or no hours. */
function drawWorkingMinutes(source: FormulaSource, operand: RowFormula): RowFormula | null {
  const { draw, calendars } = source;
  if (operand.type === 'date' || calendars.length === 0) return null;
  const other = draw.chance(40) ? drawTimeValue(source, operand) : drawOther(source, operand.type);
  const [from, to] = draw.shuffle([operand, other]);
  return from && to ? businessMinutes(from, to, draw.pick(calendars)) : null;
}

/** Another member of this type, or a constant. */
function drawOther(source: FormulaSource, type: Type): RowFormula {
  const { draw, members } = source;
  const peers = members.filter((candidate) => candidate.type === type);
  const chosen = peers.length > 0 && draw.chance(60) ? draw.pick(peers) : null;
  if (chosen !== null) return member(chosen.path, chosen.name, chosen.type);
  return drawTimeConstant(source, type) ?? dateLiteral(drawDay(draw, source.theatre));
}

/** A literal, where the type has any. */
export function drawTimeConstant({ draw, theatre }: FormulaSource, type: Type): RowFormula | null {
  if (!serves('time_functions')) return null;
  if (type === 'time') return timeLiteral(drawInstant(draw, theatre));
  return type === 'local_time' ? localTimeLiteral(drawWall(draw, theatre)) : null;
}
