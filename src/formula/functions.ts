/** The functions that formulas can call by name, apart from aggregates. */
import type { OperatorName } from './operators.ts';

export interface FormulaFunction {
  readonly operator: OperatorName;
  readonly least: number;
  /** Infinity where any number of arguments goes. */
  readonly most: number;
  readonly description: string;
}

const one = (operator: OperatorName, description: string): FormulaFunction => ({
  operator,
  least: 1,
  most: 1,
  description,
});
const two = (operator: OperatorName, description: string): FormulaFunction => ({
  operator,
  least: 2,
  most: 2,
  description,
});
const many = (operator: OperatorName, description: string): FormulaFunction => ({
  operator,
  least: 2,
  most: Infinity,
  description,
});

export const FUNCTIONS: ReadonlyMap<string, FormulaFunction> = new Map([
  ['coalesce', many('coalesce', 'The first argument that is not null.')],
  ['nullif', two('nullif', 'Null where both arguments are equal, else the first.')],
  ['abs', one('abs', 'The distance from zero.')],
  [
    'round',
    {
      operator: 'round',
      least: 1,
      most: 2,
      description: 'Rounded half away from zero to so many decimals, 0 by default.',
    },
  ],
  ['floor', one('floor', 'The next whole number downwards.')],
  ['ceil', one('ceil', 'The next whole number upwards.')],
  ['greatest', many('greatest', 'The greatest argument; nulls are passed over.')],
  ['least', many('least', 'The least argument; nulls are passed over.')],
  ['lower', one('lower', 'In lower case.')],
  ['upper', one('upper', 'In upper case.')],
  ['trim', one('trim', 'Without spaces at both ends.')],
  ['length', one('length', 'The number of characters.')],
  ['concat', many('concat', 'One text after the other; null if any is null.')],
  ['contains', two('contains', 'Whether the first text contains the second.')],
  ['starts_with', two('starts_with', 'Whether the first text starts with the second.')],
  ['ends_with', two('ends_with', 'Whether the first text ends with the second.')],
]);
