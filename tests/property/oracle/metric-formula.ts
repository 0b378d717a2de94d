/** Metric formulas as trees: printed for the project's files, evaluated here once their aggregates are known. */
import { type Aggregation, typeOfAggregation } from './aggregates.ts';
import { type Around, inTotal, inUnfiltered, inWindow, NOTHING_AROUND } from './around.ts';
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
  /** Which rows count at all. */
  readonly choice?: RowChoice;
}

/** `last by …`: of each key the row of the last moment, or without keys all rows of it. */
export interface RowChoice {
  readonly word: 'last' | 'first' | 'latest' | 'at_end';
  readonly by: readonly RowFormula[];
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

/** `share(revenue, within channel.name)`: the operand in a larger group, or its place in that. */
export interface OverGroups {
  readonly kind: 'over_groups';
  readonly function: 'total' | 'share' | 'rank';
  readonly within: readonly string[];
  readonly operand: MetricFormula;
}

/** `unfiltered(revenue by channel)`: the operand without conditions, or without those on what is named. */
export interface Unfiltered {
  readonly kind: 'unfiltered';
  /** Dimensions, and roles or models for all that they lead to; `null` for every condition. */
  readonly by: readonly string[] | null;
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
  | OverGroups
  | Unfiltered
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
  if (isAround(formula)) return [formula.operand];
  return formula.kind === 'call' || formula.kind === 'case' ? formula.operands : [];
}

/** Whether the formula is one other evaluated elsewhere. */
export function isAround(formula: MetricFormula): formula is Windowed | OverGroups | Unfiltered {
  return formula.kind === 'windowed' || formula.kind === 'over_groups' || formula.kind === 'unfiltered';
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
    case 'unfiltered':
      return typeOfFormula(formula.operand);
    case 'over_groups':
      if (formula.function === 'total') return typeOfFormula(formula.operand);
      return formula.function === 'share' ? 'float' : 'integer';
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
      const choice = printChoice(formula);
      return `${formula.function}(${argument}${choice}${fraction})${printFilter(formula.filter, [formula.root])}`;
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
    case 'over_groups': {
      const within = formula.within.length === 0 ? '' : `, within ${formula.within.join(', ')}`;
      return `${formula.function}(${printFormula(formula.operand)}${within})`;
    }
    case 'unfiltered':
      return `unfiltered(${printFormula(formula.operand)}${formula.by === null ? '' : ` by ${formula.by.join(', ')}`})`;
    case 'case': {
      const [left, right, then, otherwise] = formula.operands.map(printFormula);
      return `case when ${left} ${formula.operator} ${right} then ${then} else ${otherwise} end`;
    }
  }
}

/** ` last by orders.customer_id` */
function printChoice({ choice, root }: Aggregate): string {
  if (choice === undefined) return '';
  const keys = choice.by.map((key) => key.print([root])).join(', ');
  return ` ${choice.word}${keys === '' ? '' : ` by ${keys}`}`;
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

/** What a formula is made of, and what stands around it. */
type Visit<Result> = (input: MetricInput, around: Around) => Result;

/** What an evaluation knows of inputs, and of the other groups. */
export interface Inputs {
  readonly input: Visit<Estimate>;
  /** The place of the group by a formula of metrics. */
  readonly rank: (operand: MetricFormula, around: Around, within: readonly string[]) => Estimate;
}

/** Calls `visit` on each aggregate and each metric the formula names. */
export function forEachInput(
  formula: MetricFormula,
  visit: Visit<void>,
  around: Around = NOTHING_AROUND,
): void {
  if (formula.kind === 'aggregate') visit(formula, aroundRows(formula, around));
  if (formula.kind === 'metric') visit(formula, around);
  if (formula.kind === 'over_groups' && formula.function === 'share')
    forEachInput(formula.operand, visit, around);
  const inner = isAround(formula) ? enter(formula, around) : around;
  for (const part of partsOf(formula)) forEachInput(part, visit, inner);
}

/** What is around the operand. */
function enter(formula: Windowed | OverGroups | Unfiltered, around: Around): Around {
  switch (formula.kind) {
    case 'windowed':
      return inWindow(around, formula.window);
    case 'unfiltered':
      return inUnfiltered(around, formula.by);
    case 'over_groups':
      return formula.function === 'rank' ? around : inTotal(around, formula.within);
  }
}

/** The latest rows are the last of all until then, and those at the end are those of the last day. */
function aroundRows({ choice }: Aggregate, around: Around): Around {
  if (choice?.word === 'latest') return inWindow(around, { kind: 'running' });
  return choice?.word === 'at_end' ? inWindow(around, { kind: 'last_day' }) : around;
}

/** The value of a formula, given those of its aggregates and of the metrics it names. */
export function evaluateFormula(
  formula: MetricFormula,
  inputs: Inputs,
  around: Around = NOTHING_AROUND,
): Estimate {
  const evaluate = (part: MetricFormula) => evaluateFormula(part, inputs, around);
  switch (formula.kind) {
    case 'aggregate':
      return inputs.input(formula, aroundRows(formula, around));
    case 'metric':
      return inputs.input(formula, around);
    case 'number':
      return estimate(Decimal.parse(formula.digits));
    case 'arithmetic':
      return calculateEstimate(formula.operator, evaluate(formula.left), evaluate(formula.right));
    case 'call':
      return callEstimate(formula.name, formula.operands.map(evaluate));
    case 'windowed':
    case 'unfiltered':
      return evaluateFormula(formula.operand, inputs, enter(formula, around));
    case 'over_groups': {
      if (formula.function === 'rank') return inputs.rank(formula.operand, around, formula.within);
      const total = evaluateFormula(formula.operand, inputs, enter(formula, around));
      return formula.function === 'total' ? total : calculateEstimate('/', evaluate(formula.operand), total);
    }
    case 'case': {
      const [left, right, yes, no] = formula.operands;
      return chooseEstimate(formula.operator, [evaluate(left), evaluate(right), evaluate(yes), evaluate(no)]);
    }
  }
}
