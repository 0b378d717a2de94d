/**
 * Conditions on the root's own columns move into its scan, so that every base scan carries them. Conditions
 * on joined columns stay above the join: inside it they would turn "not there" into "there, but null" (S2).
 *
 * What an attribute says of a row rests on all other rows: conditions never reach those.
 *
 * Conditions on working time stay above the holidays that they look at.
 *
 * A scan that is scoped through a parent stays as it is: the database might evaluate the condition on other
 * tenants' rows first, and an error in it (a text that is no number) would tell of them.
 */
import { calendarsIn } from '../../formula/calendar-argument.ts';
import { forEachLeaf } from '../../formula/expression.ts';
import { isLookedUp } from '../../tenancy/row-condition.ts';
import { joinBridge } from '../nodes/join-bridge.ts';
import { joinPartners } from '../nodes/join-partners.ts';
import { keepRows } from '../nodes/keep-rows.ts';
import { type Leg, rowValuesOf, withRowValues } from '../nodes/leg.ts';
import {
  type AttributedRelation,
  joinAtTime,
  joinAttribute,
  joinHolidays,
  joinRates,
  joinToOne,
} from '../nodes/relation.ts';
import { rowValues } from '../nodes/row-values.ts';
import { type Scan, scan } from '../nodes/scan.ts';
import { spreadDays } from '../nodes/spread-days.ts';
import type { RowPlanExpression } from '../plan-expression.ts';
import { mapLegs } from './map-legs.ts';
import type { MetricsRule } from './rule.ts';

export const pushConditionsIntoScan: MetricsRule = {
  name: 'push-conditions-into-scan',
  description: "Conditions on a leg's own columns moved into the scan of its table.",
  apply: (node) => mapLegs(node, pushInLeg),
};

function pushInLeg(node: Leg): Leg {
  if (node.input.kind === 'group_values') return node;
  const values = rowValuesOf(node);
  const kept = values.input;
  if (kept.kind !== 'keep_rows') return node;
  const root = rootScan(kept.input);
  if (isLookedUp(root.scope, root.rows)) return node;
  const own = kept.conditions.filter((condition) => readsOnly(condition, root.alias));
  if (own.length === 0) return node;
  const rest = kept.conditions.filter((condition) => !own.includes(condition));
  const relation = addConditions(kept.input, own);
  const input = rest.length > 0 ? keepRows({ input: relation, conditions: rest }) : relation;
  return withRowValues(node, rowValues({ ...values, input }));
}

function rootScan(node: AttributedRelation): Scan {
  return node.kind === 'scan' ? node : rootScan(node.input);
}

function addConditions<Node extends AttributedRelation>(
  node: Node,
  conditions: readonly RowPlanExpression[],
): Node;
function addConditions(
  node: AttributedRelation,
  conditions: readonly RowPlanExpression[],
): AttributedRelation {
  if (node.kind === 'join_attribute')
    return joinAttribute({ ...node, input: addConditions(node.input, conditions) });
  if (node.kind === 'spread_days')
    return spreadDays({ ...node, input: addConditions(node.input, conditions) });
  if (node.kind === 'join_bridge')
    return joinBridge({ ...node, input: addConditions(node.input, conditions) });
  if (node.kind === 'join_partners')
    return joinPartners({ ...node, input: addConditions(node.input, conditions) });
  if (node.kind === 'join_holidays')
    return joinHolidays({ ...node, input: addConditions(node.input, conditions) });
  if (node.kind === 'join_rates') return joinRates({ ...node, input: addConditions(node.input, conditions) });
  if (node.kind === 'join_to_one')
    return joinToOne({ ...node, input: addConditions(node.input, conditions) });
  if (node.kind === 'join_at_time')
    return joinAtTime({ ...node, input: addConditions(node.input, conditions) });
  return scan({ ...node, conditions: [...node.conditions, ...conditions] });
}

function readsOnly(condition: RowPlanExpression, alias: string): boolean {
  let own = calendarsIn(condition).length === 0;
  forEachLeaf(condition, (leaf) => {
    if (leaf.relation !== alias) own = false;
  });
  return own;
}
