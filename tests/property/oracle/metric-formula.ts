/** Metric formulas as trees: printed for the project's files, evaluated here once their aggregates are known. */
import { Decimal } from './decimal.ts';
import {
  type Arithmetic,
  absoluteValue,
  calculate,
  compare,
  type RowFormula,
  widerType,
} from './row-formula.ts';
import { type Type, toDouble, type Value } from './value.ts';

export type AggregateFunction = 'sum' | 'count' | 'count_distinct' | 'min' | 'max' | 'avg';

export interface Aggregate {
  readonly kind: 'aggregate';
  readonly function: AggregateFunction;
  readonly root: string;
  /** `null` for `count(model)`. */
  readonly argument: RowFormula | null;
  readonly filter: RowFormula | null;
}

export type MetricFormula =
  | Aggregate
  | { readonly kind: 'metric'; readonly name: string; readonly type: Type }
  | { readonly kind: 'number'; readonly digits: string }
  | {
      readonly kind: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: MetricFormula;
      readonly right: MetricFormula;
    }
  | {
      readonly kind: 'call';
      readonly name: 'abs' | 'coalesce' | 'nullif';
      readonly operands: readonly MetricFormula[];
    };

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
    case 'call': {
      const [first = 'integer', ...others] = formula.operands.map(typeOfFormula);
      return formula.name === 'coalesce' ? others.reduce(widerType, first) : first;
    }
  }
}

function typeOfAggregate(aggregate: Aggregate): Type {
  if (aggregate.function === 'avg') return 'float';
  if (aggregate.function === 'count' || aggregate.function === 'count_distinct') return 'integer';
  return aggregate.argument?.type ?? 'integer';
}

/** The formula as an analyst would write it, with no more brackets than it needs. */
export function printFormula(formula: MetricFormula): string {
  switch (formula.kind) {
    case 'aggregate': {
      const argument = formula.argument?.print([formula.root]) ?? formula.root;
      const filter = formula.filter === null ? '' : ` filter (where ${formula.filter.print([formula.root])})`;
      return `${formula.function}(${argument})${filter}`;
    }
    case 'metric':
      return formula.name;
    case 'number':
      return formula.digits;
    case 'arithmetic': {
      const own = strength(formula);
      const left = bracket(formula.left, strength(formula.left) < own);
      return `${left} ${formula.operator} ${bracket(formula.right, strength(formula.right) <= own)}`;
    }
    case 'call':
      return `${formula.name}(${formula.operands.map(printFormula).join(', ')})`;
  }
}

function bracket(formula: MetricFormula, needed: boolean): string {
  return needed ? `(${printFormula(formula)})` : printFormula(formula);
}

function strength(formula: MetricFormula): number {
  if (formula.kind !== 'arithmetic') return 3;
  return formula.operator === '*' || formula.operator === '/' ? 2 : 1;
}

/** Calls `visit` on each aggregate and each metric the formula names. */
export function forEachInput(
  formula: MetricFormula,
  visit: (input: Extract<MetricFormula, { kind: 'aggregate' | 'metric' }>) => void,
): void {
  if (formula.kind === 'aggregate' || formula.kind === 'metric') visit(formula);
  else if (formula.kind === 'arithmetic')
    for (const side of [formula.left, formula.right]) forEachInput(side, visit);
  else if (formula.kind === 'call') for (const operand of formula.operands) forEachInput(operand, visit);
}

/** The value of a formula, given those of its aggregates and of the metrics it names. */
export function evaluateFormula(
  formula: MetricFormula,
  input: (leaf: Extract<MetricFormula, { kind: 'aggregate' | 'metric' }>) => Value,
): Value {
  const evaluate = (part: MetricFormula) => evaluateFormula(part, input);
  switch (formula.kind) {
    case 'aggregate':
    case 'metric':
      return input(formula);
    case 'number':
      return Decimal.parse(formula.digits);
    case 'arithmetic':
      return calculate(formula.operator, evaluate(formula.left), evaluate(formula.right));
    case 'call': {
      const [first = null, second = null] = formula.operands.map(evaluate);
      if (formula.name === 'abs') return absoluteValue(first);
      if (formula.name === 'coalesce') return first ?? second;
      return compare('=', first, second) === true ? null : first;
    }
  }
}

/** An aggregate over the values of its argument (`true` for each row of `count(model)`), nulls included. */
export function aggregateValues(aggregate: Aggregate, values: readonly Value[], emptyIsNull: boolean): Value {
  const present = values.filter((value) => value !== null);
  const type = typeOfAggregate(aggregate);
  if (present.length === 0) return emptyValue(aggregate, type, emptyIsNull);
  switch (aggregate.function) {
    case 'count':
      return Decimal.of(present.length);
    case 'count_distinct':
      return Decimal.of(
        present.filter((value, place) => present.findIndex((other) => compare('=', value, other)) === place)
          .length,
      );
    case 'sum':
      return present.reduce<Value>((sum, value) => calculate('+', sum, value), zero(type));
    case 'avg':
      return average(present);
    case 'min':
      return present.reduce((best, value) => (compare('<', value, best) === true ? value : best));
    case 'max':
      return present.reduce((best, value) => (compare('>', value, best) === true ? value : best));
  }
}

function emptyValue(aggregate: Aggregate, type: Type, emptyIsNull: boolean): Value {
  const counts = aggregate.function !== 'min' && aggregate.function !== 'max' && aggregate.function !== 'avg';
  return counts && !emptyIsNull ? zero(type) : null;
}

function zero(type: Type): Value {
  return type === 'float' ? 0 : Decimal.of(0);
}

function average(values: readonly Value[]): Value {
  const sum = values.reduce<Value>((total, value) => calculate('+', total, value), Decimal.of(0));
  return sum instanceof Decimal || typeof sum === 'number' ? toDouble(sum) / values.length : null;
}
