/**
 * Totals of a grouped query are computed in the same pass as its groups, as one more row of each leg. They
 * are still computed from rows, not added up from groups (S9).
 */
import { leg } from '../nodes/leg.ts';
import { metricsUnder, withMetrics } from '../nodes/order-rows.ts';
import { mapLegs } from './map-legs.ts';
import type { PlanRule } from './rule.ts';

export const joinTotalsToRows: PlanRule = {
  name: 'join-totals-to-rows',
  applyToPlan: (plan) => {
    const { rows, totals } = plan;
    const metrics = metricsUnder(rows);
    // A choice of top groups leaves rows out, or marks them, that totals know of.
    if (!totals || rows.choice || metrics.groups.length === 0) return plan;
    const marked = mapLegs(metrics, (node) => leg({ ...node, totals: true }));
    return { ...plan, rows: withMetrics(rows, marked), totals: null };
  },
};
