/** Names of expressions: equal ones share a name, whatever else begins with the same column. */
import { describe, expect, it } from 'vitest';
import { ExpressionNames } from '../../../src/planner/expression-names.ts';
import { keyText, type RowPlanExpression, type StoredColumn } from '../../../src/planner/plan-expression.ts';

function column(relation: string, name: string, type: StoredColumn['type'] = 'decimal'): RowPlanExpression {
  return { kind: 'stored_column', relation, column: name, type, zone: null };
}

function literal(value: string): RowPlanExpression {
  return { kind: 'literal', type: 'decimal', value };
}

function add(...operands: readonly RowPlanExpression[]): RowPlanExpression {
  return { kind: 'operation', operator: 'add', operands, type: 'decimal' };
}

describe('names of expressions', () => {
  it.each([
    { what: 'a column', made: () => column('orders', 'amount') },
    { what: 'a constant', made: () => literal('1') },
    { what: 'an operation', made: () => add(literal('1'), column('orders', 'amount')) },
    { what: 'an operation on nothing', made: () => add() },
    { what: 'an operation in another', made: () => keyText(add(column('orders', 'amount'), literal('2'))) },
  ])('$what is found by an equal one', ({ made }) => {
    const names = new ExpressionNames();
    expect(names.find(made())).toBeUndefined();
    names.add(made(), 'known');
    expect(names.find(made())).toBe('known');
  });

  it('tells apart what begins alike', () => {
    const names = new ExpressionNames();
    const amount = column('orders', 'amount');
    names.add(amount, 'amount');
    names.add(add(amount, literal('1')), 'one more');
    names.add(column('orders', 'amount', 'integer'), 'whole');
    expect(names.find(amount)).toBe('amount');
    expect(names.find(add(amount, literal('1')))).toBe('one more');
    expect(names.find(add(amount, literal('2')))).toBeUndefined();
    expect(names.find(column('orders', 'discount'))).toBeUndefined();
    expect(names.find(column('orders.channel', 'amount'))).toBeUndefined();
  });

  it('gives the name that was given last', () => {
    const names = new ExpressionNames();
    names.add(column('orders', 'amount'), 'first');
    names.add(column('orders', 'amount'), 'second');
    expect(names.find(column('orders', 'amount'))).toBe('second');
  });
});
