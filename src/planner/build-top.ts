/**
 * The choice of top groups: the choosing metric over the rows of its own legs, by the groups to choose alone;
 * then every leg keeps or relabels its rows by what was chosen.
 */
import { invariant } from '../base/invariant.ts';
import { forEachLeaf } from '../formula/expression.ts';
import { type BoundTop, OTHERS } from '../query/bound-query.ts';
import { legsOf } from './legs-of.ts';
import { type ChooseGroups, chooseGroups } from './nodes/choose-groups.ts';
import { combineLegs } from './nodes/combine-legs.ts';
import { type ComputeMetrics, computeMetrics } from './nodes/compute-metrics.ts';
import { differsByBucket, leg, withKeepTop } from './nodes/leg.ts';

const OTHERS_COLUMN = { name: OTHERS, type: 'boolean' } as const;

interface Metrics {
  /** The answer as if every group stayed. */
  readonly all: ComputeMetrics;
  /** The same by the groups to choose alone, over the range as a whole. */
  readonly chosenBy: ComputeMetrics;
}

export function buildTop(
  top: BoundTop,
  { all, chosenBy }: Metrics,
): { readonly choice: ChooseGroups; readonly rows: ComputeMetrics } {
  const of = all.groups.filter(({ name }) => top.of.includes(name));
  const others = top.others ? OTHERS : null;
  const groups = top.others ? [...all.groups, OTHERS_COLUMN] : all.groups;
  const inputs = legsOf(all.input).map((node) => leg({ ...withKeepTop(node, { of, others }), groups }));
  return {
    choice: buildChoice(top, { all, chosenBy }),
    rows: computeMetrics({ ...all, groups, input: combineLegs({ inputs, groups }) }),
  };
}

function buildChoice(top: BoundTop, { all, chosenBy }: Metrics): ChooseGroups {
  const { groups } = chosenBy;
  const metric = all.metrics.find(({ name }) => name === top.by);
  invariant(metric, `metric ${top.by} of the choice was resolved`);
  const needed = new Set<string>();
  forEachLeaf(metric.expression, ({ name }) => needed.add(name));
  const whole = legsOf(chosenBy.input);
  const inputs = legsOf(all.input).flatMap((node, place) => {
    const aggregates = node.aggregates.filter(({ name }) => needed.has(name));
    if (aggregates.length === 0) return [];
    // Where buckets do not matter, the rows of the answer are those of the choice, and are read once for both.
    const own = whole[place];
    const rows = own && differsByBucket(node.input) ? { ...own, name: `${own.name}_whole` } : node;
    return [leg({ ...rows, groups, aggregates })];
  });
  return chooseGroups({
    input: computeMetrics({
      input: combineLegs({ inputs, groups }),
      groups,
      zeros: all.zeros.filter((name) => needed.has(name)),
      metrics: [metric],
    }),
    by: { name: metric.name, type: metric.type },
    direction: top.direction,
    limit: top.n,
  });
}
