/** The unit that a formula's value has, where it follows from its facts; units only label. */
import type {
  Aggregate,
  AggregateFunction,
  Expression,
  MetricExpression,
  MetricReference,
  RowExpression,
} from '../formula/expression.ts';
import { isConstant, isOperation, type TypedLeaf } from '../formula/expression.ts';
import type { Metric, Model } from './catalog.ts';

interface UnitContext {
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Metric>;
}

/** Counts are plain numbers; a variance has the square of its values' unit, which no label says. */
const UNITLESS: ReadonlySet<AggregateFunction> = new Set([
  'count',
  'count_distinct',
  'approx_count_distinct',
  'variance',
]);

/** `RUB`, `RUB per session`, or `null` for a plain number. */
export function inferUnit(expression: MetricExpression, context: UnitContext): string | null {
  return unitOf<Aggregate | MetricReference>(expression, (leaf) => {
    if (leaf.kind === 'metric') return context.metrics.get(leaf.metric)?.unit ?? null;
    const root = context.models.get(leaf.root);
    if (!root || leaf.argument === null || UNITLESS.has(leaf.function)) return null;
    return rowUnit(leaf.argument, root, context);
  });
}

function rowUnit(expression: RowExpression, root: Model, { models }: UnitContext): string | null {
  return unitOf(expression, (leaf) => {
    const model = leaf.path.reduce<Model | undefined>(
      (at, join) => models.get(at?.joins.get(join)?.target ?? ''),
      root,
    );
    return model?.members.get(leaf.member)?.unit ?? null;
  });
}

function unitOf<Leaf extends TypedLeaf>(
  expression: Expression<Leaf>,
  leafUnit: (leaf: Leaf) => string | null,
): string | null {
  if (isConstant(expression)) return null;
  if (!isOperation(expression)) return leafUnit(expression);
  const [first = null, second = null] = expression.operands.map((operand) => unitOf(operand, leafUnit));
  switch (expression.operator) {
    case 'add':
    case 'subtract':
      return first === second ? first : null;
    case 'multiply':
      return first === null || second === null ? (first ?? second) : null;
    case 'divide':
      if (first === second) return null;
      return second === null ? first : null;
    case 'negate':
    case 'abs':
    case 'round':
    case 'floor':
    case 'ceil':
    case 'coalesce':
    case 'nullif':
      return first;
    default:
      return null;
  }
}
