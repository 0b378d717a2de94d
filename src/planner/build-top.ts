/**
 * The choice of top groups: the choosing metric over the rows of its own legs, by the groups to choose alone;
 * then every leg keeps or relabels its rows by what was chosen.
 */
import { invariant } from '../base/invariant.ts';
import { forEachLeaf } from '../formula/expression.ts';
import type { BoundTop } from '../query/bound-query.ts';
import { OTHERS } from '../query/bound-query.ts';
import { type ChooseGroups, chooseGroups } from './nodes/choose-groups.ts';
import { combineLegs } from './nodes/combine-legs.ts';
import { type ComputeMetrics, computeMetrics } from './nodes/compute-metrics.ts';
import { keepTop } from './nodes/keep-top.ts';
import { type Leg, leg, rowValuesOf } from './nodes/leg.ts';

const OTHERS_COLUMN = { name: OTHERS, type: 'boolean' } as const;

/** `legs` and `compute` are those of the answer before the choice; gives its legs and groups after it. */
export function buildTop(
  top: BoundTop,
  compute: Omit<ComputeMetrics, 'kind' | 'input'>,
  legs: readonly Leg[],
): { readonly legs: readonly Leg[]; readonly groups: ComputeMetrics['groups'] } {
  const chosen = buildChoice(top, compute, legs);
  const others = top.others ? OTHERS : null;
  const groups = top.others ? [...compute.groups, OTHERS_COLUMN] : compute.groups;
  return {
    groups,
    legs: legs.map((node) =>
      leg({ ...node, groups, input: keepTop({ input: rowValuesOf(node), chosen, others }) }),
    ),
  };
}

function buildChoice(
  top: BoundTop,
  compute: Omit<ComputeMetrics, 'kind' | 'input'>,
  legs: readonly Leg[],
): ChooseGroups {
  const metric = compute.metrics.find(({ name }) => name === top.by);
  invariant(metric, `metric ${top.by} of the choice was resolved`);
  const needed = new Set<string>();
  forEachLeaf(metric.expression, ({ name }) => needed.add(name));
  const groups = compute.groups.filter(({ name }) => top.of.includes(name));
  const choosing = legs.flatMap((node) => {
    const aggregates = node.aggregates.filter(({ name }) => needed.has(name));
    return aggregates.length === 0 ? [] : [leg({ ...node, groups, aggregates })];
  });
  return chooseGroups({
    input: computeMetrics({
      input: combineLegs({ inputs: choosing, groups }),
      groups,
      zeros: compute.zeros.filter((name) => needed.has(name)),
      metrics: [metric],
    }),
    by: { name: metric.name, type: metric.type },
    direction: top.direction,
    limit: top.n,
  });
}
