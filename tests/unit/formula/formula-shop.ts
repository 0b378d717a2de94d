/** A small shop's names for tests of formulas, and trees printed so that nothing about them is left open. */
import type { ValueType } from '../../../src/base/value-type.ts';
import {
  type Expression,
  isConstant,
  isOperation,
  type MetricExpression,
  type MetricReference,
  type TypedLeaf,
} from '../../../src/formula/expression.ts';
import type { FormulaMember, FormulaModel, FormulaNames } from '../../../src/formula/formula-names.ts';
import { parseFormula } from '../../../src/formula/parse-formula.ts';
import { typeMetric } from '../../../src/formula/type-metric.ts';
import { typeRow } from '../../../src/formula/type-row.ts';
import type { BoundRowExpression } from '../../../src/query/bound-query.ts';

const dimension = (type: ValueType): FormulaMember => ({ kind: 'dimension', type });
const fact = (type: ValueType): FormulaMember => ({ kind: 'fact', type });
const key: FormulaMember = { kind: 'key', type: 'key' };

function model(
  name: string,
  members: Record<string, FormulaMember>,
  options: { joins?: Record<string, string>; time?: string } = {},
): FormulaModel {
  return {
    name,
    members: new Map(Object.entries(members)),
    joins: new Map(Object.entries(options.joins ?? {}).map(([join, target]) => [join, { target }])),
    time:
      options.time === undefined ? null : { kind: 'member', path: [], member: options.time, type: 'time' },
  };
}

const plain: readonly FormulaModel[] = [
  model(
    'orders',
    {
      amount: fact('decimal'),
      discount: fact('decimal'),
      quantity: fact('integer'),
      weight: fact('float'),
      status: dimension('string'),
      end: dimension('string'),
      is_promo: dimension('boolean'),
      ordered_at: dimension('time'),
      due_on: dimension('date'),
      opens_at: dimension('local_time'),
      order_id: key,
      customer_id: key,
    },
    { joins: { customer: 'customers', channel: 'channels', lost: 'nowhere' }, time: 'ordered_at' },
  ),
  model(
    'customers',
    { country: dimension('string'), age: dimension('integer'), credit: fact('decimal'), id: key },
    { joins: { region: 'regions' } },
  ),
  model('regions', { name: dimension('string'), rate: fact('decimal') }),
  model('channels', { name: dimension('string'), is_paid: dimension('boolean') }),
  model(
    'items',
    { quantity: fact('integer'), price: fact('decimal'), share: dimension('decimal') },
    { joins: { order: 'orders', product: 'products' } },
  ),
  model('products', { cost: fact('decimal'), size: dimension('decimal') }),
  model('ad_spend', { spend: fact('decimal') }),
];

const metrics = new Map<string, { type: ValueType; version: number }>([
  ['revenue', { type: 'decimal', version: 3 }],
  ['orders_count', { type: 'integer', version: 1 }],
  ['cost', { type: 'float', version: 1 }],
  ['top_status', { type: 'string', version: 1 }],
  ['last_order', { type: 'time', version: 1 }],
  ['is_good', { type: 'boolean', version: 1 }],
  ['ad_spend', { type: 'decimal', version: 1 }],
  ['sum', { type: 'integer', version: 1 }],
  ['date', { type: 'integer', version: 1 }],
]);

/** `orders.net`, `customers.double_credit` …: members that are formulas, each over those before it. */
const FORMULAS: readonly (readonly [string, string, FormulaMember, string])[] = [
  ['orders', 'net', fact('decimal'), 'amount - discount'],
  ['orders', 'amount_copy', dimension('decimal'), 'amount'],
  ['orders', 'converted', fact('decimal'), 'amount * customer.region.rate'],
  ['orders', 'customer_age', fact('integer'), 'customer.age'],
  ['items', 'value', fact('decimal'), 'quantity * price'],
  ['items', 'order_amount', dimension('decimal'), 'order.amount_copy'],
  ['items', 'margin', fact('decimal'), 'quantity * (price - product.cost)'],
];

export const SHOP: FormulaNames = { models: withFormulas(), metrics, faulty: new Set(['broken']) };

function withFormulas(): ReadonlyMap<string, FormulaModel> {
  const models = new Map(plain.map((each) => [each.name, each]));
  for (const [name, member, declared, text] of FORMULAS) {
    const root = models.get(name);
    if (!root) throw new Error(`no model ${name}`);
    const names = { models, metrics: new Map(), faulty: new Set<string>() };
    const expression = typeRow(parseFormula(text), { names, root, qualified: false });
    const value = { kind: 'formula', expression } as const;
    models.set(name, { ...root, members: new Map([...root.members, [member, { ...declared, value }]]) });
  }
  return models;
}

/** The typed tree of a metric's formula. */
export function typeText(text: string, names: FormulaNames = SHOP): MetricExpression {
  return typeMetric(parseFormula(text), names);
}

/** `add(revenue, sum<orders>(amount) where is_promo)`: every operator a prefix, so that precedence shows. */
export function printTree(expression: MetricExpression): string {
  return printWith(expression, (leaf) => {
    if (leaf.kind === 'metric') return leaf.metric;
    const argument = leaf.argument ? printRow(leaf.argument) : '*';
    const filter = leaf.filter ? ` where ${printRow(leaf.filter)}` : '';
    return `${leaf.function}<${leaf.root}>(${argument})${filter}`;
  });
}

export function printRow(expression: BoundRowExpression): string {
  return printWith(expression, (leaf) =>
    leaf.kind === 'member' ? [...leaf.path, leaf.member].join('.') : 'tenant',
  );
}

function printWith<Leaf extends TypedLeaf>(
  expression: Expression<Leaf>,
  printLeaf: (leaf: Leaf) => string,
): string {
  if (isConstant(expression)) {
    if (expression.kind === 'parameter') return `:${expression.index}`;
    if (expression.type === 'string') return `'${String(expression.value)}'`;
    return expression.type === 'date' ? `date ${String(expression.value)}` : String(expression.value);
  }
  if (!isOperation(expression)) return printLeaf(expression);
  const operands = expression.operands.map((operand) => printWith(operand, printLeaf));
  return `${expression.operator}(${operands.join(', ')})`;
}

/** A reference to a metric of the shop, as trees have it. */
export function metricLeaf(name: string): MetricReference {
  return { kind: 'metric', metric: name, type: metrics.get(name)?.type ?? 'decimal' };
}
