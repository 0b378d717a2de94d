/** Trees as people read them in plans and explanations. */
import { expect, it } from 'vitest';
import type { RowExpression } from '../../../src/formula/expression.ts';
import { printExpression } from '../../../src/formula/print-expression.ts';
import { typeText } from './formula-shop.ts';

function check(text: string, printed: string): void {
  const print = (row: RowExpression): string =>
    printExpression(row, ({ path, member }) => [...path, member].join('.'));
  const expression = printExpression(typeText(text), (leaf) => {
    if (leaf.kind === 'metric') return leaf.metric;
    if (leaf.kind !== 'aggregate') return leaf.kind;
    return `${leaf.function}(${leaf.argument ? print(leaf.argument) : '*'}${leaf.filter ? ` where ${print(leaf.filter)}` : ''})`;
  });
  expect(expression).toBe(printed);
}

it.each([
  ['revenue - (cost - 1) * 2', '(revenue - ((cost - 1) * 2))'],
  ['-revenue', '-revenue'],
  ['is_good or not is_good and revenue <> 1.50', '(is_good or (not is_good and (revenue <> 1.50)))'],
  ['coalesce(revenue, 0) is not null', 'coalesce(revenue, 0) is not null'],
  ["top_status in ('it''s', null)", "top_status in ('it''s', null)"],
  ['case when is_good then 1 end', 'case(is_good, 1, null)'],
  [
    "count(orders) filter (where orders.due_on > date '2026-01-31')",
    "count(* where (due_on > '2026-01-31'))",
  ],
  ['max(orders.customer.region.name)', 'max(customer.region.name)'],
])('%s', check);

it('shows a value of a request by its place', () => {
  const parameter = { kind: 'parameter', index: 1, type: 'string', list: false } as const;
  expect(printExpression(parameter, () => '')).toBe(':2');
});
