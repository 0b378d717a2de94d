/** One random condition twice: as a query's `where` and as a formula. */

import type { Where } from '../oracle/query.ts';
import {
  comparison,
  dateLiteral,
  inList,
  isNull,
  literal,
  member,
  numberLiteral,
  type RowFormula,
} from '../oracle/row-formula.ts';
import type { Draw } from './draw.ts';
import type { Name } from './draw-names.ts';
import { drawDay, drawString, type Theatre } from './draw-values.ts';

export interface Twin {
  readonly where: Where;
  readonly formula: RowFormula;
}

export function drawTwin(draw: Draw, theatre: Theatre, { text, type }: Name): Twin {
  const path = text.split('.');
  const operand = member(path.slice(0, -1), path.at(-1) ?? '', type);
  const [value, formula] = drawConstant(draw, theatre, type);
  if (formula === null || draw.chance(15))
    return { where: { dimension: text, op: 'is_null' }, formula: isNull(operand, false) };
  if (type === 'string' && draw.chance(40))
    return {
      where: { dimension: text, op: 'in', values: [value, 'b'] },
      formula: inList(operand, [formula, literal('b')]),
    };
  if (type === 'key' || type === 'boolean' || draw.chance(30))
    return { where: { dimension: text, op: 'eq', value }, formula: comparison('=', operand, formula) };
  return { where: { dimension: text, op: 'gte', value }, formula: comparison('>=', operand, formula) };
}

function drawConstant(
  draw: Draw,
  theatre: Theatre,
  type: Name['type'],
): readonly [string | number | boolean, RowFormula | null] {
  switch (type) {
    case 'string': {
      const text = drawString(draw);
      return [text, literal(text)];
    }
    case 'key':
      return ['1', literal('1')];
    case 'boolean': {
      const flag = draw.chance(50);
      return [flag, literal(flag)];
    }
    case 'integer':
    case 'decimal':
    case 'float': {
      const digits = draw.pick(['0', '1', '2']);
      return [Number(digits), numberLiteral(digits)];
    }
    case 'date': {
      const day = drawDay(draw, theatre);
      return [day, dateLiteral(day)];
    }
    case 'time':
    case 'local_time':
      return ['', null];
  }
}
