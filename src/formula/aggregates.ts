/** What each aggregate takes and gives, and where it would count rows twice. Knows no SQL. */
import { isNumeric, type ValueType } from '../base/value-type.ts';
import type { AggregateFunction } from './expression.ts';
import { FormulaFault } from './formula-fault.ts';
import type { CallSyntax, Syntax } from './syntax.ts';

export interface AggregateRule {
  /** Whether a second argument says which share of the rows lies below. */
  readonly fraction: boolean;
  /** Whether a joined model's fact would weigh in once for each row of the root. */
  readonly fansOut: boolean;
  readonly empty: 'zero' | 'null';
  /** The type over values of `type`, or what it needs. */
  readonly typing: (type: ValueType) => ValueType | Mismatch;
}

interface Mismatch {
  readonly expected: string;
  readonly hint?: string;
}

const countsValues = (): ValueType => 'integer';

function addsUp(result: (type: ValueType) => ValueType): AggregateRule['typing'] {
  return (type) =>
    isNumeric(type) || type === 'boolean' ? result(type) : { expected: 'a number or a condition' };
}

const measures: AggregateRule['typing'] = (type) => {
  if (isNumeric(type)) return 'float';
  const hint = 'percentile_disc takes dates, times and texts as well.';
  return type === 'boolean' || type === 'key' ? { expected: 'a number' } : { expected: 'a number', hint };
};

const chooses: AggregateRule['typing'] = (type) => {
  if (type === 'boolean')
    return { expected: 'a value with an order', hint: 'Of conditions, sum counts the true rows.' };
  return type === 'key' ? { expected: 'a value with an order' } : type;
};

export const AGGREGATES: Readonly<Record<AggregateFunction, AggregateRule>> = {
  sum: {
    fraction: false,
    fansOut: true,
    empty: 'zero',
    typing: addsUp((type) => (type === 'boolean' ? 'integer' : type)),
  },
  count: { fraction: false, fansOut: false, empty: 'zero', typing: countsValues },
  count_distinct: { fraction: false, fansOut: false, empty: 'zero', typing: countsValues },
  approx_count_distinct: { fraction: false, fansOut: false, empty: 'zero', typing: countsValues },
  min: { fraction: false, fansOut: false, empty: 'null', typing: chooses },
  max: { fraction: false, fansOut: false, empty: 'null', typing: chooses },
  avg: { fraction: false, fansOut: true, empty: 'null', typing: addsUp(() => 'float') },
  median: { fraction: false, fansOut: true, empty: 'null', typing: measures },
  percentile: { fraction: true, fansOut: true, empty: 'null', typing: measures },
  percentile_disc: { fraction: true, fansOut: true, empty: 'null', typing: chooses },
  stddev: { fraction: false, fansOut: true, empty: 'null', typing: measures },
  variance: { fraction: false, fansOut: true, empty: 'null', typing: measures },
};

const COUNTING: ReadonlySet<AggregateFunction> = new Set([
  'count',
  'count_distinct',
  'approx_count_distinct',
]);

/** Whether it says how many values there are, and shows none of them. */
export function isCounting(name: AggregateFunction): boolean {
  return COUNTING.has(name);
}

/** Whether it counts different values, each once. */
export function isDistinctCount(name: AggregateFunction): boolean {
  return name === 'count_distinct' || name === 'approx_count_distinct';
}

const TOGETHER: Partial<Record<AggregateFunction, AggregateFunction>> = {
  sum: 'sum',
  count: 'sum',
  min: 'min',
  max: 'max',
};

/** What puts the aggregate of a whole together from those of its parts; undefined where they do not tell it. */
export function findTogether(name: AggregateFunction): AggregateFunction | undefined {
  return TOGETHER[name];
}

/** The digits of a percentile's second argument; `null` for aggregates that have none. @throws FormulaFault */
export function readFraction(name: AggregateFunction, { operands: [, fraction] }: CallSyntax): string | null {
  if (!fraction) return null;
  const digits = readDigits(fraction);
  const share = Number(digits ?? Number.NaN);
  if (digits !== null && share >= 0 && share <= 1) return digits;
  const params = {
    operation: name,
    expected: 'a share from 0 to 1, written out',
    actual: digits ?? 'another expression',
  };
  const percent = share > 1 && share <= 100 ? `: ${digits}% are ${share / 100}` : '';
  const hint = `The value that 95% of the rows do not exceed is ${name}(x, 0.95)${percent}.`;
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: fraction.span, hint });
}

/** A number as it is written, perhaps negated; `null` for any other expression. */
function readDigits(syntax: Syntax): string | null {
  if (syntax.kind === 'operation' && syntax.operator === 'negate') {
    const [operand] = syntax.operands;
    const digits = operand ? readDigits(operand) : null;
    return digits === null || digits.startsWith('-') ? null : `-${digits}`;
  }
  const isNumber = syntax.kind === 'literal' && (syntax.type === 'integer' || syntax.type === 'decimal');
  return isNumber ? String(syntax.value) : null;
}
