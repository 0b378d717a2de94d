/**
 * Totals of a grouped query are computed in the same pass as its groups, as one more row of each leg. They
 * are still computed from rows, not added up from groups (S9).
 */
import { legsOf } from '../legs-of.ts';
import { differsByBucket, isRepeated, leg } from '../nodes/leg.ts';
import { metricsUnder, orderRows } from '../nodes/order-rows.ts';
import { mapLegs } from './map-legs.ts';
import type { PlanRule } from './rule.ts';

export const joinTotalsToRows: PlanRule = {
  name: 'join-totals-to-rows',
  description: 'Totals are computed in the same pass as the groups, as one more row of each leg.',
  applyToPlan: (plan) => {
    const { rows, totals } = plan;
    // Conditions on the answer, a page's beginning and a choice of groups are none of the totals' business.
    if (!totals || rows.after || rows.choice || rows.input.kind === 'keep_groups') return plan;
    // A window over the range as a whole is not that of any bucket, nor are its last rows those of any; groups
    // at several levels have one total. A row that is in several groups counts once in the total.
    const { input: legs, ranks } = metricsUnder(rows);
    const isOther = legsOf(legs).some((each) => differsByBucket(each.input) || isRepeated(each));
    if (isOther || legs.kind === 'join_totals' || ranks.length > 0) return plan;
    if (rows.input.groups.length === 0) return plan;
    const input = mapLegs(rows.input, (node) => leg({ ...node, totals: true }));
    return { ...plan, rows: orderRows({ ...rows, input }), totals: null };
  },
};
