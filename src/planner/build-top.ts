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
import { keepTop } from './nodes/keep-top.ts';
import { type Leg, leg, rowValuesOf } from './nodes/leg.ts';

const OTHERS_COLUMN = { name: OTHERS, type: 'boolean' } as const;

/** `all` is the answer as if every group stayed. */
export function buildTop(
  top: BoundTop,
  all: ComputeMetrics,
): { readonly choice: ChooseGroups; readonly rows: ComputeMetrics } {
  const of = all.groups.filter(({ name }) => top.of.includes(name));
  const others = top.others ? OTHERS : null;
  const groups = top.others ? [...all.groups, OTHERS_COLUMN] : all.groups;
  const inputs = legsOf(all.input).map((node) =>
    leg({ ...node, groups, input: keepTop({ input: rowValuesOf(node), of, others }) }),
  );
  return {
    choice: buildChoice(top, all, of),
    rows: computeMetrics({ ...all, groups, input: combineLegs({ inputs, groups }) }),
  };
}

function buildChoice(top: BoundTop, all: ComputeMetrics, groups: Leg['groups']): ChooseGroups {
  const metric = all.metrics.find(({ name }) => name === top.by);
  invariant(metric, `metric ${top.by} of the choice was resolved`);
  const needed = new Set<string>();
  forEachLeaf(metric.expression, ({ name }) => needed.add(name));
  const inputs = legsOf(all.input).flatMap((node) => {
    const aggregates = node.aggregates.filter(({ name }) => needed.has(name));
    return aggregates.length === 0 ? [] : [leg({ ...node, groups, aggregates })];
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
