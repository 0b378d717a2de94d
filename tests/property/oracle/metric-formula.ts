/** Metric formulas as trees: printed for the project's files, evaluated here once their aggregates are known. */
import { type Aggregation, typeOfAggregation } from './aggregates.ts';
import { Decimal } from './decimal.ts';
import { calculateEstimate, callEstimate, chooseEstimate, type Estimate, estimate } from './estimate.ts';
import { type Comparison, commonType, type FunctionName, typeOfCall } from './functions.ts';
import type { Arithmetic, RowFormula } from './row-formula.ts';
import { type Type, widerType } from './value.ts';
import { printWindow, type Window } from './window.ts';

export interface Aggregate {
  readonly kind: 'aggregate';
  readonly function: Aggregation['function'];
  /** The digits of a percentile's fraction, else `null`. */
  readonly fraction: string | null;
  readonly root: string;
  /** `null` for `count(model)`. */
  readonly argument: RowFormula | null;
  readonly filter: RowFormula | null;
  /** Whether it is of money, in the currency of each row. */
  readonly isMoney?: true;
}

export interface MetricReference {
  readonly kind: 'metric';
  readonly name: string;
  readonly type: Type;
  /** `revenue filter (where channel.is_paid)`: its members are named as in queries. */
  readonly filter: RowFormula | null;
}

/** `trailing(revenue, 7 days)`: the operand over other times. */
export interface Windowed {
  readonly kind: 'windowed';
  readonly window: Window;
  readonly operand: MetricFormula;
}

export type MetricFormula =
  | Aggregate
  | MetricReference
  | { readonly kind: 'number'; readonly digits: string }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: MetricFormula;
      readonly right: MetricFormula;
    }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly operands: readonly MetricFormula[] }
  | Windowed
  | {
      /** `case when left < right then … else … end` */
      readonly kind: 'case';
      readonly operator: Comparison;
      /** Left and right, then what holds if so and what if not. */
      readonly operands: readonly [MetricFormula, MetricFormula, MetricFormula, MetricFormula];
    };

export type MetricInput = Aggregate | MetricReference;

/** The parts that a formula is directly made of. */
export function partsOf(formula: MetricFormula): readonly MetricFormula[] {
  if (formula.kind === 'arithmetic') return [formula.left, formula.right];
  if (formula.kind === 'windowed') return [formula.operand];
  return formula.kind === 'call' || formula.kind === 'case' ? formula.operands : [];
}

export function typeOfFormula(formula: MetricFormula): Type {
  switch (formula.kind) {
    case 'aggregate':
      return typeOfAggregate(formula);
    case 'metric':
      return formula.type;
    case 'number':
      return formula.digits.includes('.') ? 'decimal' : 'integer';
    case 'arithmetic':
      return formula.operator === '/'
        ? 'float'
        : widerType(typeOfFormula(formula.left), typeOfFormula(formula.right));
    case 'call':
      return typeOfCall(formula.name, formula.operands.map(typeOfFormula));
    case 'windowed':
      return typeOfFormula(formula.operand);
    case 'case':
      return commonType(formula.operands.slice(2).map(typeOfFormula));
  }
}

export function aggregationOf({ function: name, fraction, argument }: Aggregate): Aggregation {
  return { function: name, fraction, argumentType: argument?.type ?? null };
}

function typeOfAggregate(aggregate: Aggregate): Type {
  return typeOfAggregation(aggregationOf(aggregate));
}

/** The formula as an analyst would write it, with no more brackets than it needs. */
export function printFormula(formula: MetricFormula): string {
  switch (formula.kind) {
    case 'aggregate': {
      const argument = formula.argument?.print([formula.root]) ?? formula.root;
      const fraction = formula.fraction === null ? '' : `, ${formula.fraction}`;
      return `${formula.function}(${argument}${fraction})${printFilter(formula.filter, [formula.root])}`;
    }
    case 'metric':
      return `${formula.name}${printFilter(formula.filter, [])}`;
    case 'number':
      return formula.digits;
    case 'arithmetic': {
      const own = strength(formula);
      const left = bracket(formula.left, strength(formula.left) < own);
      return `${left} ${formula.operator} ${bracket(formula.right, strength(formula.right) <= own)}`;
    }
    case 'call':
      return `${formula.name}(${formula.operands.map(printFormula).join(', ')})`;
    case 'windowed':
      return printWindow(formula.window, printFormula(formula.operand));
    case 'case': {
      const [left, right, then, otherwise] = formula.operands.map(printFormula);
      return `case when ${left} ${formula.operator} ${right} then ${then} else ${otherwise} end`;
    }
  }
}

function printFilter(filter: RowFormula | null, prefix: readonly string[]): string {
  return filter === null ? '' : ` filter (where ${filter.print(prefix)})`;
}

function bracket(formula: MetricFormula, needed: boolean): string {
  return needed ? `(${printFormula(formula)})` : printFormula(formula);
}

function strength(formula: MetricFormula): number {
  if (formula.kind !== 'arithmetic') return 3;
  return formula.operator === '*' || formula.operator === '/' ? 2 : 1;
}

/** What a formula is made of, and the windows that it stands in, from the outermost on. */
type Visit<Result> = (input: MetricInput, windows: readonly Window[]) => Result;

/** Calls `visit` on each aggregate and each metric the formula names. */
export function forEachInput(
  formula: MetricFormula,
  visit: Visit<void>,
  windows: readonly Window[] = [],
): void {
  if (formula.kind === 'aggregate' || formula.kind === 'metric') visit(formula, windows);
  const inner = formula.kind === 'windowed' ? [...windows, formula.window] : windows;
  for (const part of partsOf(formula)) forEachInput(part, visit, inner);
}

/** The value of a formula, given those of its aggregates and of the metrics it names. */
export function evaluateFormula(
  formula: MetricFormula,
  input: Visit<Estimate>,
  windows: readonly Window[] = [],
): Estimate {
  const evaluate = (part: MetricFormula) => evaluateFormula(part, input, windows);
  switch (formula.kind) {
    case 'aggregate':
    case 'metric':
      return input(formula, windows);
    case 'number':
      return estimate(Decimal.parse(formula.digits));
    case 'arithmetic':
      return calculateEstimate(formula.operator, evaluate(formula.left), evaluate(formula.right));
    case 'call':
      return callEstimate(formula.name, formula.operands.map(evaluate));
    case 'windowed':
      return evaluateFormula(formula.operand, input, [...windows, formula.window]);
    case 'case': {
      const [left, right, yes, no] = formula.operands;
      return chooseEstimate(formula.operator, [evaluate(left), evaluate(right), evaluate(yes), evaluate(no)]);
    }
  }
}
