/** Random row-level formulas over the members that a model and its joins offer. */
import {
  absolute,
  arithmetic,
  type Comparison,
  caseWhen,
  coalesce,
  comparison,
  dateLiteral,
  inList,
  isNull,
  literal,
  logic,
  member,
  not,
  nullif,
  numberLiteral,
  type RowFormula,
} from '../oracle/row-formula.ts';
import { type Member, type Model, need } from '../oracle/schema.ts';
import type { Type } from '../oracle/value.ts';
import type { Draw } from './draw.ts';
import { drawDay, drawString, type Theatre } from './draw-values.ts';

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
  const operand = member(chosen.path, chosen.name, chosen.type);
  if (draw.chance(15)) return isNull(operand, draw.chance(50));
  if (chosen.type === 'boolean') return draw.chance(50) ? operand : comparison('=', operand, literal(false));
  const constant = drawConstant(source, chosen.type);
  if (constant === null) return isNull(operand, draw.chance(70));
  if (draw.chance(20)) return inList(operand, [constant, drawConstant(source, chosen.type) ?? constant]);
  const ordered: readonly Comparison[] = ['=', '<>', '<', '<=', '>', '>='];
  return comparison(draw.pick(chosen.type === 'key' ? ['=', '<>'] : ordered), operand, constant);
}

function drawConstant({ draw, theatre }: FormulaSource, type: Type): RowFormula | null {
  if (type === 'string') return literal(drawString(draw));
  if (type === 'key') return literal(String(draw.integer(1, 10)));
  if (type === 'integer') return numberLiteral(String(draw.integer(0, 9)));
  if (type === 'decimal') return numberLiteral(draw.pick(['0', '0.1', '12.50', '2']));
  if (type === 'float') return numberLiteral(draw.pick(['0', '0.5', '3']));
  return type === 'date' ? dateLiteral(drawDay(draw, theatre)) : null;
}

/**
 * `exact`: integers and decimals, which add up exactly. `binary`: integers and floats whose doubles add up
 * exactly in any order. `any`: whatever, for aggregates that do not add up.
 */
export type NumericFamily = 'exact' | 'binary' | 'any';

/** A numeric formula over the root's own facts, or `null` where it has none. */
export function drawNumber(source: FormulaSource, family: NumericFamily, depth = 2): RowFormula | null {
  const { draw } = source;
  const simple = drawOperand(source, family);
  if (simple === null || depth === 0 || draw.chance(40)) return simple;
  const left = drawNumber(source, family, depth - 1) ?? simple;
  switch (draw.integer(0, 7)) {
    case 0:
      return absolute(left);
    case 1:
      return coalesce(left, numberLiteral(draw.pick(['0', '2'])));
    case 2:
      return nullif(left, numberLiteral('0'));
    case 3:
      return caseWhen(drawCondition(source, 1) ?? isNull(left, true), left, simple);
    case 4:
      return family === 'exact'
        ? arithmetic('*', left, numberLiteral('0.25'))
        : drawQuotient(draw, left, family, simple);
    default:
      return arithmetic(draw.pick(['+', '-', '*']), left, drawWeight(source, family) ?? simple);
  }
}

function drawQuotient(draw: Draw, left: RowFormula, family: NumericFamily, other: RowFormula): RowFormula {
  return arithmetic('/', left, family === 'any' ? other : numberLiteral(draw.pick(['2', '4', '8', '0'])));
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
