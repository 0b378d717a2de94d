/** Random texts made of a text. */
import { call, literal, numberLiteral, type RowFormula } from '../oracle/row-formula.ts';
import type { FormulaSource } from './draw-row-formula.ts';
import { drawString } from './draw-values.ts';
import { serves } from './served.ts';

export function drawText({ draw }: FormulaSource, operand: RowFormula): RowFormula {
  switch (draw.integer(0, 5)) {
    case 0:
      return call('lower', [operand]);
    case 1:
      return call('upper', [operand]);
    case 2:
      return call('trim', [operand]);
    case 3:
      return call('concat', [operand, literal(drawString(draw))]);
    case 4:
      return call('coalesce', [operand, literal(drawString(draw))]);
    default: {
      if (!serves('substring')) return call('nullif', [operand, literal('a')]);
      const places = draw.pick([['1'], ['2'], ['1', '1'], ['2', '1'], ['3', '5']]);
      return call('substring', [operand, ...places.map((place) => numberLiteral(place))]);
    }
  }
}
