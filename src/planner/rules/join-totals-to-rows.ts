/**
 * Totals of a grouped query are computed in the same pass as its groups, as one more row of each leg. They
 * are still computed from rows, not added up from groups (S9).
 */
import { leg } from '../nodes/leg.ts';
import { orderRows } from '../nodes/order-rows.ts';
import { mapLegs } from './map-legs.ts';
import type { PlanRule } from './rule.ts';

export const joinTotalsToRows: PlanRule = {
  name: 'join-totals-to-rows',
  applyToPlan: (plan) => {
    const { rows, totals } = plan;
    if (!totals || rows.input.groups.length === 0) return plan;
    const input = mapLegs(rows.input, (node) => leg({ ...node, totals: true }));
    return { rows: orderRows({ ...rows, input }), totals: null };
  },
};
