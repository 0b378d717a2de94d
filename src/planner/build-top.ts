/**
 * The choice of top groups: the choosing metric over the rows of its own legs, by the groups to choose alone;
 * `KeepTop` in every leg goes by what was chosen.
 */
import { invariant } from '../base/invariant.ts';
import { forEachLeaf } from '../formula/expression.ts';
import type { BoundTop } from '../query/bound-query.ts';
import { legsOf, mapLegsOf, withoutIdleLegs } from './legs-of.ts';
import { type ChooseGroups, chooseGroups } from './nodes/choose-groups.ts';
import { type ComputeMetrics, computeMetrics } from './nodes/compute-metrics.ts';
import { differsByBucket, isRepeated, type Leg, leg, withoutTop } from './nodes/leg.ts';
import type { NamedExpression } from './plan-expression.ts';

/** Behind the names of steps that the choice computes over other rows than the answer. */
export const WHOLE = '_whole';

interface Metrics {
  /** The answer, which the choice shares rows with. */
  readonly rows: ComputeMetrics;
  /** The same by the groups to choose alone, over the range as a whole. */
  readonly whole: ComputeMetrics;
}

export function buildChoice(top: BoundTop, { rows, whole }: Metrics): ChooseGroups {
  const metric = whole.metrics.find(({ name }) => name === top.by);
  invariant(metric, `metric ${top.by} of the choice was resolved`);
  const needed = namesUnder(metric.expression, whole);
  const known = new Map(legsOf(rows.input).map((node) => [node.name, node]));
  const input = mapLegsOf(whole.input, (node) => {
    const aggregates = node.aggregates.filter(({ name }) => needed.has(name));
    return shareRows(leg({ ...node, aggregates }), known.get(node.name));
  });
  return chooseGroups({
    input: computeMetrics({
      ...whole,
      input: withoutIdleLegs(input),
      zeros: whole.zeros.filter((name) => needed.has(name)),
      ranks: whole.ranks.filter(({ name }) => needed.has(name)),
      metrics: [metric],
    }),
    by: { name: metric.name, type: metric.type },
    direction: top.direction,
    limit: top.n,
  });
}

/**
 * Where buckets do not matter, the rows of the answer are those of the choice, and are read once for both. Rows that
 * come once for each group of the answer would count more than once in those to choose by.
 */
function shareRows(node: Leg, answering: Leg | undefined): Leg {
  // Values of groups have steps of their own already.
  if (node.input.kind === 'group_values') return node;
  invariant(answering, `the choice has the legs of the answer`);
  const { input } = answering;
  if (input.kind === 'group_values' || differsByBucket(input) || isRepeated(answering))
    return leg({ ...node, name: `${node.name}${WHOLE}` });
  const names = new Set(node.aggregates.map(({ name }) => name));
  const aggregates = answering.aggregates.filter(({ name }) => names.has(name));
  return leg({ ...node, input: withoutTop(input), aggregates });
}

/** The aggregates that an expression rests on, and the places of groups that it names. */
function namesUnder(
  expression: NamedExpression,
  { ranks }: Pick<ComputeMetrics, 'ranks'>,
): ReadonlySet<string> {
  const names = new Set<string>();
  const collect = (part: NamedExpression): void =>
    forEachLeaf(part, ({ name }) => {
      names.add(name);
      const rank = ranks.find((one) => one.name === name);
      if (rank) collect(rank.expression);
    });
  collect(expression);
  return names;
}
