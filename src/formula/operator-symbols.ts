/** Operators that stand between their operands: how they are written, and how tightly they bind. */
import type { OperatorName } from './operators.ts';

/** From the loosest to the tightest. */
export const LEVELS = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  sum: 5,
  product: 6,
  sign: 7,
  primary: 8,
} as const;

export interface InfixOperator {
  readonly symbol: string;
  readonly level: number;
}

export const INFIX: Readonly<Partial<Record<OperatorName, InfixOperator>>> = {
  or: { symbol: 'or', level: LEVELS.or },
  and: { symbol: 'and', level: LEVELS.and },
  equal: { symbol: '=', level: LEVELS.comparison },
  not_equal: { symbol: '<>', level: LEVELS.comparison },
  less: { symbol: '<', level: LEVELS.comparison },
  less_or_equal: { symbol: '<=', level: LEVELS.comparison },
  greater: { symbol: '>', level: LEVELS.comparison },
  greater_or_equal: { symbol: '>=', level: LEVELS.comparison },
  like: { symbol: 'like', level: LEVELS.comparison },
  add: { symbol: '+', level: LEVELS.sum },
  subtract: { symbol: '-', level: LEVELS.sum },
  multiply: { symbol: '*', level: LEVELS.product },
  divide: { symbol: '/', level: LEVELS.product },
};

/** A text as formulas write it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
