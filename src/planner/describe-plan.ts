/** A plan as data for people: what each node is called, and what it does. Values of requests are `$n`. */
import { assertNever } from '../base/assert-never.ts';
import type { Expression } from '../formula/expression.ts';
import { printExpression } from '../formula/print-expression.ts';
import { valuesIn } from '../tenancy/row-condition.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { inputsOf, type PlanNode } from './node.ts';
import type { ChooseRows } from './nodes/choose-rows.ts';
import type { LegAggregate } from './nodes/leg-aggregate.ts';
import type { JoinAtTime, JoinToOne } from './nodes/relation.ts';
import { type AttributeRows, isRowPlace } from './nodes/relation.ts';
import type { RowValues } from './nodes/row-values.ts';
import type { NamedColumn, StoredColumn } from './plan-expression.ts';

/** Printed as text, drawn as a flowchart, and sent as JSON as it is. */
export interface PlanTree {
  /** `Leg`, `JoinToOne`. */
  readonly node: string;
  /** `orders by channel.name: revenue: sum(amount)`. */
  readonly detail: string;
  readonly inputs: readonly PlanTree[];
}

export function describePlan(root: PlanNode): PlanTree {
  const [node, detail] = describeNode(root);
  return { node, detail, inputs: inputsOf(root).map(describePlan) };
}

/** A node in one line. */
export function lineOf({ node, detail }: PlanTree): string {
  return detail === '' ? node : `${node} ${detail}`;
}

/** Its name and what is particular to it. */
function describeNode(node: PlanNode): readonly [node: string, detail: string] {
  switch (node.kind) {
    case 'scan': {
      const scope =
        node.scope.kind === 'shared'
          ? 'shared'
          : node.scope.kind === 'column'
            ? `tenant = ${node.scope.column}`
            : `tenant through ${sourceKey(node.scope.parent)}`;
      const rows = node.rows.map((condition) => `, ${valuesIn(condition).name}`).join('');
      const conditions = node.conditions
        .map((condition) => `, ${printExpression(condition, printLeaf)}`)
        .join('');
      return ['Scan', `${sourceKey(node.source)} as ${node.alias} (${scope}${rows}${conditions})`];
    }
    case 'join_bridge':
      return ['JoinBridge', pairs(node)];
    case 'join_to_one':
      return ['JoinToOne', pairs(node)];
    case 'join_at_time':
      return ['JoinAtTime', `${pairs(node)} ${validAt(node)}`];
    case 'join_holidays':
      return ['JoinHolidays', `of ${node.calendar}`];
    case 'join_partners':
      return [
        'JoinPartners',
        `${node.name} by ${node.key.map(printLeaf).join(', ')} ${where(node.conditions)}`,
      ];
    case 'join_rates': {
      const tenant = node.tenant === null ? '' : ` and tenant = ${printLeaf(node.tenant)}`;
      const currency = printExpression(node.currency, printLeaf);
      return ['JoinRates', `${node.alias} on currency = ${currency}${tenant}`];
    }
    case 'join_attribute': {
      const on = node.on.map(({ relation, column, key }) => `${relation}.${column} = ${key}`);
      return ['JoinAttribute', `${node.alias} on ${on.join(' and ')}`];
    }
    case 'attribute_rows':
      return ['AttributeRows', attributeOf(node)];
    case 'spread_days':
      return ['SpreadDays', `each day of the ${node.period} of ${printExpression(node.date, printLeaf)}`];
    case 'keep_rows':
      return ['KeepRows', where(node.conditions)];
    case 'row_values':
      return ['RowValues', `${columns(node.columns)}${onceFor(node)}`];
    case 'leg': {
      const total = node.totals ? ' and in total' : '';
      return ['Leg', `${node.name}${by(node.groups, ' ')}${total}: ${aggregatesOf(node.aggregates)}`];
    }
    case 'group_values': {
      const edges = node.edges.map(({ name, bucket, within }) => `${name}: ${bucket.name}${by(within, ' ')}`);
      return ['GroupValues', edges.join(', ')];
    }
    case 'combine_legs':
      return ['CombineLegs', by(node.groups)];
    case 'fill_buckets': {
      const buckets = node.buckets.map((list) => printExpression(list, printLeaf)).join(', ');
      const [present, filled] = [node.times.slice(0, node.present), node.times.slice(node.present)];
      const within = present.length > 0 ? ` within ${namesOf(present)}` : '';
      return ['FillBuckets', `${namesOf(filled)}${within}${by(node.groups, ' ')}: ${buckets}`];
    }
    case 'join_totals':
      return ['JoinTotals', by(node.keys)];
    case 'compute_metrics': {
      const ranks = node.ranks.map(
        ({ name, expression, within }) =>
          `${name}: rank of ${printExpression(expression, printLeaf)}${by(within, ' ')}, `,
      );
      return ['ComputeMetrics', `${ranks.join('')}${columns(node.metrics)}`];
    }
    case 'keep_top':
      return ['KeepTop', `${by(node.of)}${node.others === null ? '' : `, and ${node.others}`}`];
    case 'join_windows': {
      const { starts, ends } = node.windows;
      const [from, to] = [starts, ends].map((list) => printExpression(list, printLeaf));
      return ['JoinWindows', `${namesOf(node.times)} by ${node.slot}: from ${from} to ${to}`];
    }
    case 'sum_slots':
      return ['SumSlots', `${node.slot}${by(node.groups, ' ')}: ${aggregatesOf(node.aggregates)}`];
    case 'accumulate_slots':
      return ['AccumulateSlots', `${namesOf(node.times)}${by(node.input.groups, ' ')}`];
    case 'choose_rows':
      return ['ChooseRows', choiceOf(node)];
    case 'choose_groups':
      return ['ChooseGroups', `${by(node.input.groups)}: ${node.by.name} ${node.direction}`];
    case 'keep_groups':
      return ['KeepGroups', where(node.conditions)];
    case 'order_rows': {
      const keys = node.keys.map(({ column, direction }) => `${column.name} ${direction}`);
      return ['OrderRows', `${keys.join(', ') || 'none'}${node.after === null ? '' : ', behind a row'}`];
    }
    default:
      return assertNever(node);
  }
}

function aggregatesOf(aggregates: readonly LegAggregate[]): string {
  const told = aggregates.map(({ name, function: fn, argument, fraction, filter }) => {
    const operands = [argument?.name ?? '*', ...(fraction === null ? [] : [fraction])];
    return `${name}: ${fn}(${operands.join(', ')})${filter === null ? '' : ` filter (where ${filter})`}`;
  });
  return told.join(', ');
}

/** `customers.first_ordered_at by key 1: min(argument) of key 1: orders.customer_id, …`. */
function attributeOf({ name, keys, value, columns: named, conditions, choice }: AttributeRows): string {
  const kept = conditions.length === 0 ? '' : `, ${where(conditions)}`;
  const chosen = choice ? `, ${choiceOf({ ...choice, buckets: [], where: null })}` : '';
  return `${name}${by(keys, ' ')}: ${valueOf(value)} of ${columns(named)}${kept}${chosen}`;
}

function valueOf(value: AttributeRows['value']): string {
  if (!isRowPlace(value)) return aggregatesOf([value]);
  const { name, previous, by: apart, order } = value;
  const place = previous ? `previous(${previous.name})` : 'ordinal()';
  return `${name}: ${place}${by(apart, ' ')}, order ${by(order)}`;
}

function namesOf(columns: readonly { readonly name: string }[]): string {
  return columns.map(({ name }) => name).join(', ');
}

function by(groups: readonly { readonly name: string }[], before = ''): string {
  return groups.length === 0 ? '' : `${before}by ${namesOf(groups)}`;
}

function onceFor({ rowKey }: RowValues): string {
  return rowKey.length === 0 ? '' : `, once for each, rows by ${rowKey.join(', ')}`;
}

/** `last at by account_id within time, ties by id, where kept`. */
function choiceOf({
  order,
  time,
  buckets,
  keys,
  ties,
  where: kept,
}: Omit<ChooseRows, 'kind' | 'input'>): string {
  const within = buckets.length > 0 ? ` within ${namesOf(buckets)}` : '';
  const decided = ties.length > 0 ? `, ties${by(ties, ' ')}` : '';
  return `${order} ${time.name}${by(keys, ' ')}${within}${decided}${kept === null ? '' : `, where ${kept}`}`;
}

function pairs({ on, target: { alias } }: Pick<JoinToOne, 'on' | 'target'>): string {
  const equal = on.map(({ relation, column, target }) => `${relation}.${column} = ${alias}.${target}`);
  return `${alias} on ${equal.join(' and ')}`;
}

/** `at orders.ordered_at within orders.price.valid_from and orders.price.valid_to, ties by length(…), …`. */
function validAt({ at, validity: { from, until }, ties }: JoinAtTime): string {
  const order = ties.map((tie) => printExpression(tie, printLeaf));
  const decided = order.length > 0 ? `, ties by ${order.join(', ')}` : '';
  return `at ${printExpression(at, printLeaf)} within ${printLeaf(from)} and ${printLeaf(until)}${decided}`;
}

type Leaf = StoredColumn | NamedColumn;

function where(conditions: readonly Expression<Leaf>[]): string {
  return `where ${conditions.map((condition) => printExpression(condition, printLeaf)).join(' and ')}`;
}

function columns(named: readonly { readonly name: string; readonly expression: Expression<Leaf> }[]): string {
  return named.map(({ name, expression }) => `${name}: ${printExpression(expression, printLeaf)}`).join(', ');
}

function printLeaf(leaf: Leaf): string {
  return leaf.kind === 'stored_column' ? `${leaf.relation}.${leaf.column}` : leaf.name;
}
