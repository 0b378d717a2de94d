/** A small shop's names for tests of formulas, and trees printed so that nothing about them is left open. */
import type { ValueType } from '../../../src/base/value-type.ts';
import {
  type Aggregate,
  type DimensionReference,
  type DimensionStart,
  type Expression,
  isConstant,
  isOperation,
  type MetricCondition,
  type MetricReference,
  type TypedLeaf,
} from '../../../src/formula/expression.ts';
import type {
  FormulaMember,
  FormulaMetric,
  FormulaModel,
  FoundPath,
  MetricNames,
} from '../../../src/formula/formula-names.ts';
import type {
  Buckets,
  CalendarGrain,
  Duration,
  MetricTree,
  MetricTreeLeaf,
} from '../../../src/formula/metric-tree.ts';
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

const metric = (type: ValueType, version = 1, models: readonly string[] = ['orders']): FormulaMetric => ({
  type,
  version,
  models,
});

const metrics = new Map<string, FormulaMetric>([
  ['revenue', metric('decimal', 3)],
  ['orders_count', metric('integer')],
  ['cost', metric('float', 1, ['items', 'orders'])],
  ['top_status', metric('string')],
  ['last_order', metric('time')],
  ['is_good', metric('boolean')],
  ['ad_spend', metric('decimal', 1, ['ad_spend'])],
  ['sum', metric('integer')],
  ['date', metric('integer')],
]);

const ROLES = new Map([
  ['channel', 'channels'],
  ['customer', 'customers'],
  ['region', 'regions'],
  ['order', 'orders'],
]);

/** The ways of this shop: by joins of the root or of its order; to regions there are two. */
function findPath({ kind, name }: DimensionStart, root: string): FoundPath {
  const goal = kind === 'role' ? (ROLES.get(name) ?? name) : name;
  if (goal === root) return { kind: 'path', path: [] };
  const before = root === 'items' ? ['order'] : [];
  if (goal === 'products' && root === 'items') return { kind: 'path', path: ['product'] };
  if (root === 'ad_spend' || goal === 'items' || goal === 'products') return { kind: 'none' };
  if (goal === 'orders') return root === 'items' ? { kind: 'path', path: before } : { kind: 'none' };
  if (goal !== 'regions')
    return { kind: 'path', path: [...before, goal === 'channels' ? 'channel' : 'customer'] };
  const paths = [
    [...before, 'customer', 'region'],
    [...before, 'channel', 'region'],
  ];
  return { kind: 'ambiguous', paths };
}

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

export const SHOP: MetricNames = {
  models: withFormulas(),
  metrics,
  roles: ROLES,
  faulty: new Set(['broken']),
  calendars: new Map([
    ['support', { kind: 'hours', holidays: null }],
    ['desk', { kind: 'hours', holidays: {} }],
    ['retail', { kind: 'days' }],
  ]),
  findPath,
};

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
export function typeText(text: string, names: MetricNames = SHOP): MetricTree {
  return typeMetric(parseFormula(text), names);
}

/** `add(revenue, sum<orders>(amount) where is_promo)`: every operator a prefix, so that precedence shows. */
export function printTree(expression: MetricTree): string {
  return printWith(expression, printLeaf);
}

function printLeaf(leaf: MetricTreeLeaf): string {
  switch (leaf.kind) {
    case 'metric':
      return leaf.metric + (leaf.filter ? ` where ${printCondition(leaf.filter)}` : '');
    case 'aggregate':
      return printAggregate(leaf);
    case 'chosen_rows':
      return `${leaf.choice}[${leaf.by.map(printRow).join(', ')}](${printAggregate(leaf.aggregate)})`;
    case 'shift':
      return `shift(${printTree(leaf.input)}, ${printLength(leaf.by)})`;
    case 'shift_to_start':
      return `shift_to_start(${printTree(leaf.input)}, ${printGrain(leaf.period)})`;
    case 'trailing':
      return `trailing(${printTree(leaf.input)}, ${printLength(leaf.length)})`;
    case 'to_date':
      return `to_date(${printTree(leaf.input)}, ${printGrain(leaf.period)})`;
    case 'running':
      return `running(${printTree(leaf.input)})`;
    case 'total':
    case 'share':
    case 'rank':
      return `${leaf.kind}[${leaf.within.map(printDimension).join(', ')}](${printTree(leaf.input)})`;
    case 'unfiltered': {
      const by = leaf.by?.map(({ start, joins, member }) => [start.name, ...joins, member ?? '*'].join('.'));
      return `unfiltered[${by?.join(', ') ?? 'all'}](${printTree(leaf.input)})`;
    }
    case 'per_group': {
      const groups = leaf.groups.map((group) => {
        if (group.kind === 'each_tenant') return 'tenant';
        return group.kind === 'bucket' ? printGrain(group.grain) : printDimension(group);
      });
      const filter = leaf.filter ? ` where ${printTree(leaf.filter)}` : '';
      return `${leaf.function}[${groups.join(', ')}](${printTree(leaf.input)})${filter}`;
    }
  }
}

function printAggregate({ function: name, root, argument, filter }: Aggregate): string {
  const inner = argument ? printRow(argument) : '*';
  return `${name}<${root}>(${inner})${filter ? ` where ${printRow(filter)}` : ''}`;
}

function printLength(length: Duration | Buckets): string {
  return length.kind === 'buckets' ? `${length.count} buckets` : `${length.count} ${printGrain(length.unit)}`;
}

function printGrain(grain: string | CalendarGrain): string {
  return typeof grain === 'string' ? grain : `${grain.calendar}.${grain.grain}`;
}

function printDimension({ start, joins, member }: DimensionReference): string {
  return [start.kind, start.name, ...joins, member].join('.');
}

function printCondition(condition: MetricCondition): string {
  return printWith(condition, printDimension);
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
    if (expression.kind === 'reporting_zone') return 'zone';
    if (expression.type === 'string') return `'${String(expression.value)}'`;
    return expression.type === 'date' ? `date ${String(expression.value)}` : String(expression.value);
  }
  if (!isOperation(expression)) return printLeaf(expression);
  const operands = expression.operands.map((operand) => printWith(operand, printLeaf));
  return `${expression.operator}(${operands.join(', ')})`;
}

/** A reference to a metric of the shop, as trees have it. */
export function metricLeaf(name: string): MetricReference {
  return { kind: 'metric', metric: name, filter: null, type: metrics.get(name)?.type ?? 'decimal' };
}
