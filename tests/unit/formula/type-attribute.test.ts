/** Formulas of models that look at other rows: what they mean, and what is refused. */
import { describe, expect, it } from 'vitest';
import type { AttributeLeaf } from '../../../src/formula/attribute-tree.ts';
import { forEachLeaf } from '../../../src/formula/expression.ts';
import { FormulaFault } from '../../../src/formula/formula-fault.ts';
import { parseFormula } from '../../../src/formula/parse-formula.ts';
import { typeAttribute } from '../../../src/formula/type-attribute.ts';
import { printRow, SHOP } from './formula-shop.ts';

function leaves(text: string, model: string): { type: string; leaves: string[] } {
  const root = SHOP.models.get(model);
  if (!root) throw new Error(`no model ${model}`);
  const tree = typeAttribute(parseFormula(text), { names: SHOP, root, qualified: false });
  const found: string[] = [];
  forEachLeaf<AttributeLeaf>(tree, (leaf) => found.push(printLeaf(leaf)));
  return { type: tree.type, leaves: found };
}

function printLeaf(leaf: AttributeLeaf): string {
  switch (leaf.kind) {
    case 'member':
      return printRow(leaf);
    case 'child_aggregate':
      return `${leaf.aggregate.function} of ${leaf.aggregate.root} by ${leaf.path.join('.')}`;
    case 'previous':
      return `previous ${printRow(leaf.value)} by ${leaf.by.map(printRow).join(', ')}`;
    case 'ordinal':
      return `ordinal by ${leaf.by.map(printRow).join(', ')}`;
  }
}

describe('attributes from other rows', () => {
  it.each([
    ['customers', 'min(orders.ordered_at)', 'time', ['min of orders by customer']],
    [
      'customers',
      "count(orders) filter (where orders.status = 'paid') > age",
      'boolean',
      ['count of orders by customer', 'age'],
    ],
    ['customers', 'sum(items.quantity * items.price)', 'decimal', ['sum of items by order.customer']],
    ['orders', 'coalesce(sum(items.quantity), 0)', 'integer', ['sum of items by order']],
    ['orders', 'previous(ordered_at by customer_id)', 'time', ['previous ordered_at by customer_id']],
    [
      'orders',
      'amount - previous(amount by customer_id, status)',
      'decimal',
      ['amount', 'previous amount by customer_id, status'],
    ],
    [
      'orders',
      'ordinal(by customer_id, channel.name) = 1',
      'boolean',
      ['ordinal by customer_id, channel.name'],
    ],
  ])('%s: %s', (model, text, type, expected) => {
    expect(leaves(text, model)).toEqual({ type, leaves: expected });
  });
});

describe('attributes that are refused', () => {
  it.each([
    ['orders', '«sum(amount)»', 'FORMULA_NESTED_AGGREGATE', 'leads here'],
    ['orders', '«sum(orders.amount)»', 'FORMULA_NESTED_AGGREGATE', 'leads here'],
    ['orders', '«count(customer.id)»', 'FORMULA_NESTED_AGGREGATE', 'leads here'],
    ['products', '«sum(orders.amount)»', 'FORMULA_NO_PATH', 'lead to products'],
    ['regions', '«count(orders)»', 'FORMULA_AMBIGUOUS_PATH', 'One path'],
    ['customers', 'sum(«orders.amuont»)', 'FORMULA_UNKNOWN_NAME', '"amount"'],
    ['customers', 'min(orders.ordered_at «last»)', 'FORMULA_CLAUSE_PLACE', 'chooses the rows'],
    ['orders', '«previous(amount)»', 'FORMULA_ARGUMENT_COUNT', 'previous(opened_at by'],
    ['orders', '«previous(by customer_id)»', 'FORMULA_ARGUMENT_COUNT', null],
    ['orders', 'previous(«null» by customer_id)', 'FORMULA_TYPE_MISMATCH', null],
    ['orders', 'previous(amount by «custmer_id»)', 'FORMULA_UNKNOWN_NAME', '"customer_id"'],
    ['orders', 'previous(amount «per day»)', 'FORMULA_CLAUSE_PLACE', 'avg(balance per day)'],
    ['orders', 'previous(amount by status) «filter (where is_promo)»', 'FORMULA_FILTER_PLACE', null],
    ['orders', '«ordinal()»', 'FORMULA_ARGUMENT_COUNT', 'ordinal(by customer_id)'],
    ['orders', '«ordinal(amount by status)»', 'FORMULA_ARGUMENT_COUNT', null],
    ['orders', '«ordnal(by status)»', 'FORMULA_UNKNOWN_FUNCTION', '"ordinal"'],
    ['orders', '«shift(amount, 1 day)»', 'FORMULA_UNKNOWN_FUNCTION', 'works on metrics'],
  ])('%s: %s', (model, marked, code, hint) => {
    const text = marked.replace(/[«»]/g, '');
    const fault = faultOf(() => leaves(text, model));
    const at = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
    expect({ code: fault?.code, ...fault?.span }).toEqual({ code, ...at });
    expect(fault?.hint ?? '').toContain(hint ?? '');
  });
});

function faultOf(attempt: () => unknown): FormulaFault | null {
  try {
    attempt();
    return null;
  } catch (fault) {
    if (fault instanceof FormulaFault) return fault;
    throw fault;
  }
}
