/** A typed formula in plain English: "sum of order amount, where status is paid, divided by ad spend". */
import { canonicalJson } from '../base/hash.ts';
import {
  type Aggregate,
  type AggregateFunction,
  type Expression,
  isConstant,
  isOperation,
  type MemberReference,
  type MetricReference,
  type Operation,
  type RowExpression,
  type TypedLeaf,
} from './expression.ts';
import type { FormulaWords } from './formula-words.ts';
import type { MetricTree, MetricTreeLeaf } from './metric-tree.ts';
import { LEVELS } from './operator-symbols.ts';
import { sayBeyondGroup } from './say-beyond-group.ts';
import { follow, type Said, said, sayNot, sayOperation } from './say-operation.ts';

type SayLeaf<Leaf> = (leaf: Leaf) => Said;

const AGGREGATES: Readonly<Record<AggregateFunction, string>> = {
  sum: 'sum of',
  count: 'number of values of',
  count_distinct: 'number of different values of',
  approx_count_distinct: 'approximate number of different values of',
  min: 'smallest',
  max: 'largest',
  avg: 'average of',
  median: 'median of',
  stddev: 'standard deviation of',
  variance: 'variance of',
  percentile: 'percentile of',
  percentile_disc: 'percentile of',
};

/** The words of a metric's formula. */
export function sayTree(tree: MetricTree, words: FormulaWords): string {
  return sayExpression(tree, sayLeafWith(words)).text;
}

function sayLeafWith(words: FormulaWords): SayLeaf<MetricTreeLeaf> {
  return (leaf) => {
    if (leaf.kind === 'metric') return sayMetric(leaf, words);
    if (leaf.kind === 'aggregate') return sayAggregate(leaf, words);
    return sayBeyondGroup(leaf, {
      say: (tree) => sayExpression(tree, sayLeafWith(words)),
      sayAggregate: (aggregate) => sayAggregate(aggregate, words),
      sayFunction: aggregateWords,
      words,
    });
  };
}

function sayMetric({ metric, filter }: MetricReference, words: FormulaWords): Said {
  const name = said(words.metric(metric));
  if (!filter) return name;
  const condition = sayCondition(filter, (leaf) => said(words.dimension(leaf)));
  return said(`${name.text}, where ${condition}`, LEVELS.primary, true);
}

function sayAggregate(aggregate: Aggregate, words: FormulaWords): Said {
  const { root, filter, empty } = aggregate;
  const sayMember =
    (place: 'alone' | 'within model'): SayLeaf<MemberReference> =>
    (leaf) =>
      said(words.member(root, leaf, place));
  const parts = [sayWhat(aggregate, words, sayMember)];
  if (filter) parts.push(`where ${sayCondition(filter, sayMember('within model'))}`);
  if (aggregate.time && words.isOtherTime(aggregate))
    parts.push(`dated by ${words.member(root, aggregate.time, 'within model')}`);
  if (empty === 'null' && isZeroByItself(aggregate.function)) parts.push('or nothing where there is none');
  return said(parts.join(', '), LEVELS.primary, parts.length > 1);
}

/** "sum of order amount", "number of orders", "number of orders that are promo". */
function sayWhat(
  { function: name, fraction, root, argument }: Aggregate,
  words: FormulaWords,
  sayMember: (place: 'alone' | 'within model') => SayLeaf<MemberReference>,
): string {
  if (argument === null) return `number of ${words.rows(root)}`;
  const counted = argument.type === 'boolean' ? TRUTHS[name] : undefined;
  if (counted !== undefined)
    return `${counted} ${words.rows(root)} ${sayRestriction(argument, sayMember('within model'))}`;
  const what = sayExpression(argument, sayMember('alone'));
  return `${aggregateWords({ function: name, fraction })} ${grouped(what, argument)}`;
}

/** Aggregates that tell how many rows a condition holds for. */
const TRUTHS: Partial<Record<AggregateFunction, string>> = { sum: 'number of', avg: 'share of' };

const PLURALS: Readonly<Record<string, string>> = { is: 'are', has: 'have', was: 'were' };

/** "that are promo" where the whole condition is said of the row itself, else "where status is paid". */
function sayRestriction(condition: RowExpression, sayLeaf: SayLeaf<MemberReference>): string {
  const text = sayCondition(condition, sayLeaf);
  const asked = isOperationOf(condition, 'not') ? condition.operands[0] : condition;
  const isPlain = asked !== undefined && !isConstant(asked) && !isOperation(asked);
  const [, verb = '', rest = ''] = (isPlain && /^(is|has|was) (.*)$/.exec(text)) || [];
  const plural = PLURALS[verb];
  return plural === undefined ? `where ${text}` : `that ${plural} ${rest}`;
}

/** An operation is taken together: "sum of (amount times rate)". */
function grouped({ text }: Said, argument: RowExpression): string {
  return argument.kind === 'operation' ? `(${text})` : text;
}

function isZeroByItself(name: AggregateFunction): boolean {
  return name.startsWith('sum') || name.includes('count');
}

function aggregateWords({ function: name, fraction }: Pick<Aggregate, 'function' | 'fraction'>): string {
  return fraction === null ? AGGREGATES[name] : `${fraction} ${AGGREGATES[name]}`;
}

/** A condition, where a member that is itself one is said to be true. */
export function sayCondition<Leaf extends TypedLeaf>(
  condition: Expression<Leaf>,
  sayLeaf: SayLeaf<Leaf>,
): string {
  return sayExpression(condition, (leaf) =>
    leaf.type === 'boolean' ? sayTruth(sayLeaf(leaf)) : sayLeaf(leaf),
  ).text;
}

/** "channel is paid" is a condition as it stands; "gift" is not. */
function sayTruth(name: Said): Said {
  if (/(^| )(is|has|was|are|can|does) /.test(name.text)) return { ...name, level: LEVELS.comparison };
  return follow(name, 'is true', LEVELS.comparison);
}

function sayExpression<Leaf extends TypedLeaf>(expression: Expression<Leaf>, sayLeaf: SayLeaf<Leaf>): Said {
  if (isConstant(expression)) {
    if (expression.kind !== 'literal') return said('');
    return said(sayLiteral(expression.type, expression.value));
  }
  if (!isOperation(expression)) return sayLeaf(expression);
  const range = findRange(expression);
  const say = (operand: Expression<Leaf>): Said => sayExpression(operand, sayLeaf);
  if (range) {
    const [subject, low, high] = range.map(say);
    if (subject && low && high)
      return follow(subject, `is from ${low.text} to ${high.text}`, LEVELS.comparison);
  }
  const [first] = expression.operands;
  if (expression.operator === 'not' && first) return negated(first, say);
  // Constants of the query, such as its zone, have no words.
  return sayOperation(
    expression.operator,
    expression.operands.map(say).filter(({ text }) => text !== ''),
  );
}

/** "is not paid", "is not one of …": the shorter way to say it where there is one. */
function negated<Leaf extends TypedLeaf>(
  inner: Expression<Leaf>,
  say: (operand: Expression<Leaf>) => Said,
): Said {
  const words = say(inner);
  const plain = !isConstant(inner) && (!isOperation(inner) || inner.operator === 'in');
  const verbs = words.text.match(/\bis /g) ?? [];
  return plain && verbs.length === 1
    ? said(words.text.replace(/\bis /, 'is not '), LEVELS.comparison)
    : sayNot(words);
}

/** `x >= low and x <= high`, which is how `between` is read. */
function findRange<Leaf extends TypedLeaf>({
  operator,
  operands: [left, right],
}: Operation<Leaf>): readonly Expression<Leaf>[] | null {
  if (operator !== 'and' || !left || !right || !isOperationOf(left, 'greater_or_equal')) return null;
  if (!isOperationOf(right, 'less_or_equal')) return null;
  const [subject, low] = left.operands;
  const [same, high] = right.operands;
  if (!subject || !low || !same || !high || canonicalJson(subject) !== canonicalJson(same)) return null;
  return [subject, low, high];
}

function isOperationOf<Leaf extends TypedLeaf>(
  expression: Expression<Leaf>,
  operator: string,
): expression is Operation<Leaf> {
  return !isConstant(expression) && isOperation(expression) && expression.operator === operator;
}

function sayLiteral(type: string, value: string | boolean | null): string {
  if (value === null) return 'nothing';
  if (type !== 'string') return String(value);
  return /^[\p{L}\p{N}]+([-_][\p{L}\p{N}]+)*$/u.test(String(value)) ? String(value) : `"${String(value)}"`;
}
