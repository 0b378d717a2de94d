/** Random row-level formulas over the members that a model and its joins offer. */
import type { Comparison } from '../oracle/functions.ts';
import {
  arithmetic,
  between,
  call,
  cases,
  comparison,
  dateLiteral,
  inList,
  isNull,
  like,
  literal,
  logic,
  member,
  not,
  numberLiteral,
  type RowFormula,
} from '../oracle/row-formula.ts';
import { type Member, type Model, need } from '../oracle/schema.ts';
import { isTemporalType, type Type } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import { drawText } from './draw-text-formula.ts';
import { drawTimeConstant, drawTimeNumber, drawTimeValue } from './draw-time-formula.ts';
import { drawDay, drawString, type Theatre } from './draw-values.ts';
import { serves } from './served.ts';

/** A member as a formula of some model can name it. */
export interface Reachable {
  readonly path: readonly string[];
  readonly name: string;
  readonly type: Type;
  readonly kind: Member['kind'];
}

export interface FormulaSource {
  readonly draw: Draw;
  readonly theatre: Theatre;
  readonly members: readonly Reachable[];
  /** Names of calendars with working hours. */
  readonly calendars: readonly string[];
}

/** The members of `model` and of what at most `depth` joins reach. */
export function reachableMembers(
  models: ReadonlyMap<string, Model>,
  model: Model,
  depth: number,
): readonly Reachable[] {
  const own = [...model.members].map(([name, { type, kind }]) => ({ path: [], name, type, kind }));
  if (depth === 0) return own;
  const joined = [...model.joins].flatMap(([join, { target }]) =>
    // A model that is still being drawn cannot be reached through a join to itself.
    models.has(target)
      ? reachableMembers(models, need(models, target), depth - 1).map((found) => ({
          ...found,
          path: [join, ...found.path],
        }))
      : [],
  );
  return [...own, ...joined];
}

/** A condition, or `null` where there is no member to put one on. */
export function drawCondition(source: FormulaSource, depth = 2): RowFormula | null {
  const { draw } = source;
  const simple = drawComparison(source);
  if (simple === null || depth === 0 || draw.chance(55)) return simple;
  const left = drawCondition(source, depth - 1) ?? simple;
  if (draw.chance(25)) return not(left);
  return logic(draw.pick(['and', 'or']), left, drawCondition(source, depth - 1) ?? simple);
}

function drawComparison(source: FormulaSource): RowFormula | null {
  const { draw, members } = source;
  if (members.length === 0) return null;
  const chosen = draw.pick(members);
  const operand = drawOperandOf(source, chosen);
  if (draw.chance(15)) return isNull(operand, draw.chance(50));
  if (operand.type === 'boolean') return draw.chance(50) ? operand : comparison('=', operand, literal(false));
  if (operand.type === 'string' && draw.chance(35)) return drawTextTest(draw, operand);
  const constant = drawConstant(source, operand.type);
  if (constant === null) return isNull(operand, draw.chance(70));
  const other = drawConstant(source, operand.type) ?? constant;
  if (draw.chance(20)) return inList(operand, [constant, other]);
  if (operand.type !== 'key' && draw.chance(12)) return between(operand, constant, other);
  const ordered: readonly Comparison[] = ['=', '<>', '<', '<=', '>', '>='];
  return comparison(draw.pick(operand.type === 'key' ? ['=', '<>'] : ordered), operand, constant);
}

/** The member, or now and then something made of it. */
function drawOperandOf(source: FormulaSource, { path, name, type }: Reachable): RowFormula {
  const { draw } = source;
  const operand = member(path, name, type);
  if (draw.chance(isTemporalType(type) ? 45 : 70)) return operand;
  if (type === 'string') return drawText(source, operand);
  if (isTemporalType(type))
    return draw.chance(50) ? drawTimeValue(source, operand) : (drawTimeNumber(source, operand) ?? operand);
  return operand;
}

function drawTextTest(draw: Draw, operand: RowFormula): RowFormula {
  if (serves('like') && draw.chance(50))
    return like(operand, draw.pick(['a%', '%b', '_', '%', '', 'a_b', '%é%', 'x_y', '100%', '__', "o'%"]));
  return call(draw.pick(['contains', 'starts_with', 'ends_with']), [operand, literal(drawString(draw))]);
}

function drawConstant(source: FormulaSource, type: Type): RowFormula | null {
  const { draw, theatre } = source;
  if (type === 'string') return literal(drawString(draw));
  if (type === 'key') return literal(String(draw.integer(1, 10)));
  if (type === 'integer') return numberLiteral(String(draw.integer(0, 9)));
  if (type === 'decimal') return numberLiteral(draw.pick(['0', '0.1', '12.50', '2']));
  if (type === 'float') return numberLiteral(draw.pick(['0', '0.5', '3']));
  return type === 'date' ? dateLiteral(drawDay(draw, theatre)) : drawTimeConstant(source, type);
}

/**
 * `exact`: integers and decimals, which add up exactly. `binary`: integers and floats whose doubles add up
 * exactly in any order. `any`: either of them, or a quotient, for aggregates that do not add up.
 */
export type NumericFamily = 'exact' | 'binary' | 'any';

/** A numeric formula over the root's own facts, or `null` where it has none. */
export function drawNumber(source: FormulaSource, family: NumericFamily): RowFormula | null {
  const { draw } = source;
  if (family !== 'any') return drawExact(source, family);
  const kind = draw.pick(['exact', 'binary'] as const);
  const number = drawExact(source, kind);
  if (number === null || draw.chance(65)) return number;
  return arithmetic('/', number, drawExact(source, kind) ?? number);
}

function drawExact(source: FormulaSource, family: 'exact' | 'binary', depth = 2): RowFormula | null {
  const { draw } = source;
  const simple = drawOperand(source, family);
  if (simple === null || depth === 0 || draw.chance(40)) return simple;
  const left = drawExact(source, family, depth - 1) ?? simple;
  switch (draw.integer(0, 11)) {
    case 0:
      return call('abs', [left]);
    case 1:
      return call('coalesce', [left, numberLiteral(draw.pick(['0', '2']))]);
    case 2:
      return call('nullif', [left, numberLiteral('0')]);
    case 3:
      return drawCases(source, left, simple);
    case 4:
      return family === 'exact'
        ? arithmetic('*', left, numberLiteral('0.25'))
        : arithmetic('/', left, numberLiteral(draw.pick(['2', '4', '8', '0'])));
    case 5:
      return drawRounded(draw, left, family);
    case 6:
      return call(draw.pick(['greatest', 'least']), [left, simple, numberLiteral(draw.pick(['0', '1']))]);
    case 7:
    case 8:
      return drawMeasure(source, family) ?? left;
    default:
      return arithmetic(draw.pick(['+', '-', '*']), left, drawWeight(source, family) ?? simple);
  }
}

function drawCases(source: FormulaSource, then: RowFormula, other: RowFormula): RowFormula {
  const { draw } = source;
  const branch = (result: RowFormula) => ({
    when: drawCondition(source, 1) ?? isNull(then, true),
    gives: result,
  });
  const branches = draw.chance(70) ? [branch(then)] : [branch(then), branch(numberLiteral('1'))];
  return cases(branches, draw.chance(80) ? other : null);
}

/** Digits behind the point are left to numbers that stay exact. */
function drawRounded(draw: Draw, operand: RowFormula, family: NumericFamily): RowFormula {
  if (draw.chance(60)) return call(draw.pick(['round', 'floor', 'ceil']), [operand]);
  return family === 'exact' ? call('round', [operand, numberLiteral(draw.pick(['1', '2']))]) : operand;
}

/** The length of a text, or a number taken from a time. */
function drawMeasure(source: FormulaSource, family: NumericFamily): RowFormula | null {
  const { draw, members } = source;
  const chosen = draw.pick(members);
  const operand = member(chosen.path, chosen.name, chosen.type);
  if (chosen.type === 'string') return call('length', [operand]);
  const measure = isTemporalType(chosen.type) ? drawTimeNumber(source, operand) : null;
  // Minutes of working time are no doubles that add up exactly.
  return measure !== null && measure.type !== 'float' && suits(measure.type, family) ? measure : null;
}

function drawOperand({ draw, members }: FormulaSource, family: NumericFamily): RowFormula | null {
  const own = members.filter(
    ({ path, kind, type }) => path.length === 0 && kind === 'fact' && suits(type, family),
  );
  if (own.length === 0) return null;
  const chosen = draw.pick(own);
  return member([], chosen.name, chosen.type);
}

/** The second operand: a fact of the root or a number that a join leads to. */
function drawWeight(source: FormulaSource, family: NumericFamily): RowFormula | null {
  const { draw, members } = source;
  const joined = members.filter(
    ({ path, kind, type }) => path.length > 0 && kind === 'dimension' && suits(type, family),
  );
  if (joined.length === 0 || draw.chance(60)) return drawOperand(source, family);
  const chosen = draw.pick(joined);
  return member(chosen.path, chosen.name, chosen.type);
}

function suits(type: Type, family: NumericFamily): boolean {
  if (type === 'integer') return true;
  if (type === 'decimal') return family !== 'binary';
  return type === 'float' && family !== 'exact';
}
