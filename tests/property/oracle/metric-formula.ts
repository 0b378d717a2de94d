/** Metric formulas as trees: printed for the project's files, evaluated here once their aggregates are known. */
import { type Aggregation, typeOfAggregation } from './aggregates.ts';
import { Decimal } from './decimal.ts';
import { calculateEstimate, callEstimate, chooseEstimate, type Estimate, estimate } from './estimate.ts';
import { type Comparison, commonType, type FunctionName, typeOfCall } from './functions.ts';
import type { Arithmetic, RowFormula } from './row-formula.ts';
import { type Type, widerType } from './value.ts';

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

/** Calls `visit` on each aggregate and each metric the formula names. */
export function forEachInput(formula: MetricFormula, visit: (input: MetricInput) => void): void {
  if (formula.kind === 'aggregate' || formula.kind === 'metric') visit(formula);
  for (const part of partsOf(formula)) forEachInput(part, visit);
}

/** The value of a formula, given those of its aggregates and of the metrics it names. */
export function evaluateFormula(formula: MetricFormula, input: (leaf: MetricInput) => Estimate): Estimate {
  const evaluate = (part: MetricFormula) => evaluateFormula(part, input);
  switch (formula.kind) {
    case 'aggregate':
    case 'metric':
      return input(formula);
    case 'number':
      return estimate(Decimal.parse(formula.digits));
    case 'arithmetic':
      return calculateEstimate(formula.operator, evaluate(formula.left), evaluate(formula.right));
    case 'call':
      return callEstimate(formula.name, formula.operands.map(evaluate));
    case 'case': {
      const [left, right, yes, no] = formula.operands;
      return chooseEstimate(formula.operator, [evaluate(left), evaluate(right), evaluate(yes), evaluate(no)]);
    }
  }
}
