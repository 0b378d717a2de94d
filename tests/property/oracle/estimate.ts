/**
 * Numbers of metrics with what rounding may have done to them. The contract leaves open in which steps doubles
 * are rounded; where equal numbers are subtracted from each other, little else than the rounding is left.
 */
import { callFunction, compare, type FunctionName } from './functions.ts';
import { type Arithmetic, calculate } from './row-formula.ts';
import { isNumber, toDouble, type Value } from './value.ts';

export interface Estimate {
  readonly value: Value;
  /** How far the true value may be away; infinite where even null is possible. */
  readonly noise: number;
}

/** Half a dozen roundings of a double. */
const ROUNDING = 1e-15;

/** A value as it is; doubles are rounded once. */
export function estimate(value: Value): Estimate {
  return { value, noise: typeof value === 'number' ? Math.abs(value) * ROUNDING : 0 };
}

/** Whether the value has not even the 12 digits that answers show. */
export function isUnsure({ value, noise }: Estimate): boolean {
  return noise > 100 * ROUNDING * (isNumber(value) ? Math.abs(toDouble(value)) : 0);
}

export function calculateEstimate(operator: Arithmetic, left: Estimate, right: Estimate): Estimate {
  const result = estimate(calculate(operator, left.value, right.value));
  const [a, b] = [sizeOf(left), sizeOf(right)];
  switch (operator) {
    case '+':
    case '-':
      return { value: result.value, noise: result.noise + left.noise + right.noise };
    case '*':
      return { value: result.value, noise: result.noise + a * right.noise + b * left.noise };
    case '/':
      if (b <= right.noise && right.noise > 0) return { value: result.value, noise: Infinity };
      return {
        value: result.value,
        noise: b === 0 ? 0 : result.noise + (left.noise + (a / b) * right.noise) / b,
      };
  }
}

export function callEstimate(name: FunctionName, operands: readonly Estimate[]): Estimate {
  const value = callFunction(
    name,
    operands.map((operand) => operand.value),
  );
  const noise = Math.max(...operands.map((operand) => operand.noise));
  const [first] = operands;
  const isNear = name === 'nullif' && first !== undefined && sizeOf(first) <= noise && noise > 0;
  return { value, noise: isNear ? Infinity : noise };
}

/** Which of two the comparison of two others chooses. */
export function chooseEstimate(
  operator: Parameters<typeof compare>[0],
  [left, right, yes, no]: readonly [Estimate, Estimate, Estimate, Estimate],
): Estimate {
  return compare(operator, left.value, right.value) === true ? yes : no;
}

function sizeOf({ value }: Estimate): number {
  return isNumber(value) ? Math.abs(toDouble(value)) : 0;
}
