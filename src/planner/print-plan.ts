/** A plan as an indented tree, for people. Constants are shown, values of requests are `$n`. */
import { assertNever } from '../base/assert-never.ts';
import { printExpression } from '../formula/print-expression.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { inputsOf, type PlanNode } from './node.ts';
import type { NamedColumn, StoredColumn } from './plan-expression.ts';

export function printPlan(root: PlanNode): string {
  const lines: string[] = [];
  const print = (node: PlanNode, depth: number): void => {
    lines.push('  '.repeat(depth) + describeNode(node));
    for (const input of inputsOf(node)) print(input, depth + 1);
  };
  print(root, 0);
  return `${lines.join('\n')}\n`;
}

function describeNode(node: PlanNode): string {
  switch (node.kind) {
    case 'scan': {
      const scope =
        node.scope.kind === 'shared'
          ? 'shared'
          : node.scope.kind === 'column'
            ? `tenant = ${node.scope.column}`
            : `tenant through ${sourceKey(node.scope.parent)}`;
      const conditions = node.conditions
        .map((condition) => `, ${printExpression(condition, printLeaf)}`)
        .join('');
      return `Scan ${sourceKey(node.source)} as ${node.alias} (${scope}${conditions})`;
    }
    case 'join_to_one': {
      const on = node.on.map(
        ({ relation, column, target }) => `${relation}.${column} = ${node.target.alias}.${target}`,
      );
      return `JoinToOne ${node.target.alias} on ${on.join(' and ')}`;
    }
    case 'join_holidays':
      return `JoinHolidays of ${node.calendar}`;
    case 'keep_rows':
      return `KeepRows where ${node.conditions.map((condition) => printExpression(condition, printLeaf)).join(' and ')}`;
    case 'row_values':
      return `RowValues ${node.columns.map(({ name, expression }) => `${name}: ${printExpression(expression, printLeaf)}`).join(', ')}`;
    case 'leg': {
      const aggregates = node.aggregates.map(({ name, function: fn, argument, fraction, filter }) => {
        const operands = [argument?.name ?? '*', ...(fraction === null ? [] : [fraction])];
        return `${name}: ${fn}(${operands.join(', ')})${filter === null ? '' : ` filter (where ${filter})`}`;
      });
      return `Leg ${node.name}${by(node.groups)}${node.totals ? ' and in total' : ''}: ${aggregates.join(', ')}`;
    }
    case 'combine_legs':
      return `CombineLegs${by(node.groups)}`;
    case 'fill_buckets':
      return `FillBuckets ${node.time.name}${by(node.groups)}: ${printExpression(node.buckets, printLeaf)}`;
    case 'compute_metrics':
      return `ComputeMetrics ${node.metrics.map(({ name, expression }) => `${name}: ${printExpression(expression, printLeaf)}`).join(', ')}`;
    case 'keep_top':
      return `KeepTop${by(node.of)}${node.others === null ? '' : `, and ${node.others}`}`;
    case 'choose_groups':
      return `ChooseGroups${by(node.input.groups)}: ${node.by.name} ${node.direction}`;
    case 'keep_groups':
      return `KeepGroups where ${node.conditions.map((condition) => printExpression(condition, printLeaf)).join(' and ')}`;
    case 'order_rows': {
      const keys = node.keys.map(({ column, direction }) => `${column.name} ${direction}`);
      return `OrderRows ${keys.join(', ') || 'none'}${node.after === null ? '' : ', behind a row'}`;
    }
    default:
      return assertNever(node);
  }
}

function by(groups: readonly { readonly name: string }[]): string {
  return groups.length === 0 ? '' : ` by ${groups.map(({ name }) => name).join(', ')}`;
}

function printLeaf(leaf: StoredColumn | NamedColumn): string {
  return leaf.kind === 'stored_column' ? `${leaf.relation}.${leaf.column}` : leaf.name;
}
