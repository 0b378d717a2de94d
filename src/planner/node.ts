/** The closed union of plan nodes, and the one table by which they are walked. */
import type { AccumulateSlots } from './nodes/accumulate-slots.ts';
import type { ChooseGroups } from './nodes/choose-groups.ts';
import type { ChooseRows } from './nodes/choose-rows.ts';
import type { CombineLegs } from './nodes/combine-legs.ts';
import type { ComputeMetrics } from './nodes/compute-metrics.ts';
import type { FillBuckets } from './nodes/fill-buckets.ts';
import type { GroupValues } from './nodes/group-values.ts';
import type { JoinBridge } from './nodes/join-bridge.ts';
import type { JoinPartners } from './nodes/join-partners.ts';
import type { JoinTotals } from './nodes/join-totals.ts';
import type { JoinWindows } from './nodes/join-windows.ts';
import type { KeepGroups } from './nodes/keep-groups.ts';
import type { KeepRows } from './nodes/keep-rows.ts';
import type { KeepTop } from './nodes/keep-top.ts';
import type { Leg, LegRows } from './nodes/leg.ts';
import { metricsUnder, type OrderRows } from './nodes/order-rows.ts';
import type {
  AttributedRelation,
  AttributeRows,
  JoinAtTime,
  JoinAttribute,
  JoinedRows,
  JoinHolidays,
  JoinRates,
  JoinToOne,
  Relation,
} from './nodes/relation.ts';
import type { RowValues } from './nodes/row-values.ts';
import type { Scan } from './nodes/scan.ts';
import type { SpreadDays } from './nodes/spread-days.ts';
import type { SumSlots } from './nodes/sum-slots.ts';
import type { OutputColumn } from './plan-expression.ts';

export type PlanNode =
  | Scan
  | JoinToOne
  | JoinBridge<JoinedRows>
  | JoinAtTime
  | JoinHolidays
  | JoinPartners<Relation>
  | JoinRates
  | JoinAttribute
  | AttributeRows
  | SpreadDays<AttributedRelation>
  | KeepRows
  | RowValues
  | KeepTop<RowValues | ChooseRows>
  | JoinWindows
  | SumSlots
  | AccumulateSlots
  | ChooseRows
  | ChooseGroups
  | Leg
  | GroupValues<LegRows>
  | CombineLegs<Leg>
  | FillBuckets<Leg>
  | JoinTotals<Leg>
  | ComputeMetrics
  | KeepGroups
  | OrderRows;
export type PlanKind = PlanNode['kind'];
export type NodeOf<Kind extends PlanKind> = Extract<PlanNode, { kind: Kind }>;

/** The node under an answer: a plan for the rows, or for their totals. */
export type PlanRoot = OrderRows | ComputeMetrics;

type InputTable = { readonly [Kind in PlanKind]: (node: NodeOf<Kind>) => readonly PlanNode[] };

const INPUTS = {
  scan: () => [],
  join_to_one: (node) => [node.input, node.target],
  join_bridge: (node) => [node.input, node.target],
  join_at_time: (node) => [node.input, node.target],
  join_holidays: (node) => [node.input, node.days],
  join_partners: (node) => [node.input, node.partners],
  join_rates: (node) => [node.input, node.table.scan],
  join_attribute: (node) => [node.input, node.rows],
  attribute_rows: (node) => [node.input],
  spread_days: (node) => [node.input],
  keep_rows: (node) => [node.input],
  row_values: (node) => [node.input],
  keep_top: (node) => [node.input],
  join_windows: (node) => [node.input],
  sum_slots: (node) => [node.input],
  accumulate_slots: (node) => [node.input],
  choose_rows: (node) => [node.input],
  choose_groups: (node) => [node.input],
  leg: (node) => [node.input],
  group_values: (node) => [node.input],
  combine_legs: (node) => node.inputs,
  fill_buckets: (node) => [node.input],
  join_totals: (node) => [node.input, node.totals],
  compute_metrics: (node) => [node.input],
  keep_groups: (node) => [node.input],
  order_rows: (node) => (node.choice ? [node.choice, node.input] : [node.input]),
} satisfies InputTable;

/** The nodes that `node` reads, in order. */
export function inputsOf(node: PlanNode): readonly PlanNode[] {
  // The table is complete by `satisfies`; TypeScript cannot pair a union's kind with its own entry.
  const inputs = INPUTS[node.kind] as (node: PlanNode) => readonly PlanNode[];
  return inputs(node);
}

/** Every node under `root`, itself first. */
export function walk(root: PlanNode): readonly PlanNode[] {
  return collectNodes(root, inputsOf);
}

/** Those whose rows `root` is made of: what attributes look at stands beside them. */
export function walkRows(root: PlanNode): readonly PlanNode[] {
  return collectNodes(root, (node) => inputsOf(node).filter(({ kind }) => kind !== 'attribute_rows'));
}

/** One list that grows: joins stand in chains, and lists of lists would be copied once a join. */
function collectNodes(root: PlanNode, childrenOf: (node: PlanNode) => readonly PlanNode[]): PlanNode[] {
  const nodes: PlanNode[] = [];
  const add = (node: PlanNode): void => {
    nodes.push(node);
    for (const child of childrenOf(node)) add(child);
  };
  add(root);
  return nodes;
}

/** Whether one row of `root` is the total of all others. */
export function carriesTotals(root: PlanNode): boolean {
  return walk(root).some((node) => node.kind === 'leg' && node.totals);
}

/** The columns that a plan answers with, in order. */
export function outputColumns(root: PlanRoot): readonly OutputColumn[] {
  const compute = root.kind === 'order_rows' ? metricsUnder(root) : root;
  return [...compute.groups, ...compute.metrics.map(({ name, type }) => ({ name, type }))];
}
