/** A search among the values of a dimension: contained in its text whatever the case, and taken literally. */
import { SemanticError } from '../errors/semantic-error.ts';
import type { Parameter } from '../formula/expression.ts';
import type { BoundQuery, BoundRowExpression } from './bound-query.ts';
import { valueText } from './value-text.ts';

/** `bound` has one dimension and no metrics. @throws SemanticError QUERY_OPERATOR_MISMATCH, QUERY_TYPE_MISMATCH */
export function bindSearch(bound: BoundQuery, search: string): BoundQuery {
  const { shape, parameters } = bound;
  const [group] = shape.groups;
  if (group && group.type !== 'string' && group.type !== 'key') {
    const params = { operator: 'search', member: group.column, type: group.type };
    const hint = 'Only texts and keys can be searched; ask for all values.';
    throw new SemanticError('QUERY_OPERATOR_MISMATCH', params, { path: '/search', hint });
  }
  const value = valueText(search, {
    member: group?.column ?? '',
    type: 'string',
    zone: bound.context.zone,
    pointer: '/search',
  });
  const sought: Parameter = { kind: 'parameter', index: parameters.length, type: 'string', list: false };
  const legs = shape.legs.map((leg) => ({
    ...leg,
    conditions: [
      ...leg.conditions,
      ...leg.groups.flatMap((dimension) => (dimension ? [contains(dimension, sought)] : [])),
    ],
  }));
  return { ...bound, shape: { ...shape, legs }, parameters: [...parameters, value] };
}

function contains(dimension: BoundRowExpression, sought: Parameter): BoundRowExpression {
  const text: BoundRowExpression =
    dimension.type === 'key'
      ? { kind: 'operation', operator: 'key_text', operands: [dimension], type: 'string' }
      : dimension;
  return {
    kind: 'operation',
    operator: 'contains',
    operands: [lower(text), lower(sought)],
    type: 'boolean',
  };
}

function lower(text: BoundRowExpression): BoundRowExpression {
  return { kind: 'operation', operator: 'lower', operands: [text], type: 'string' };
}
