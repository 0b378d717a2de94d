/**
 * The further page of a bound query: the same question, going on behind a row. The shape says that it does;
 * the row's values are values like all others.
 */
import { invariant } from '../base/invariant.ts';
import type { Parameter } from '../formula/expression.ts';
import { type BoundQuery, OTHERS, type ParameterValue, type QueryShape } from './bound-query.ts';

/** `row` has the text of each column of the order, as the warehouse printed it. */
export function continueAfter(bound: BoundQuery, row: readonly (string | null)[]): BoundQuery {
  const { shape, parameters } = bound;
  invariant(row.length === shape.order.length, 'a row has a value for each column of the order');
  const values: ParameterValue[] = [...parameters];
  const after = shape.order.map(({ column }, index): Parameter => {
    values.push(row[index] ?? null);
    return { kind: 'parameter', index: values.length - 1, type: typeOf(column, shape), list: false };
  });
  return { ...bound, shape: { ...shape, after }, parameters: values };
}

function typeOf(name: string, { groups, outputs }: QueryShape): Parameter['type'] {
  if (name === OTHERS) return 'boolean';
  const found = [...groups, ...outputs].find(({ column }) => column === name);
  invariant(found, `order column ${name} was resolved`);
  return found.type;
}
