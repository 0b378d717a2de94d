/**
 * Which members hold keys that are unique within a tenant only: over several tenants, equal values of theirs
 * name different things.
 */

import { assertNever } from '../base/assert-never.ts';
import type { AttributeTree } from '../formula/attribute-tree.ts';
import { type Expression, isConstant, isOperation, type RowExpression } from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';
import type { OperatorName } from '../formula/operators.ts';
import { sourceKey } from '../tenancy/scope.ts';
import type { Join, Model } from './catalog.ts';

type Models = ReadonlyMap<string, Model>;

/** Whether `member` is a column of a key of `model`, or of a join, that leads to rows of one tenant. */
export function isTenantKey(model: Model, member: string, models: Models): boolean {
  const value = model.members.get(member)?.value;
  if (model.scope.kind === 'shared' || value?.kind !== 'column') return false;
  const { column } = value;
  if (column === model.tenantColumn) return false;
  const joins = [...model.joins.values()].filter(({ on }) => on.some((pair) => pair.column === column));
  if (joins.some(({ target }) => models.get(target)?.scope.kind === 'shared')) return false;
  return joins.length > 0 || [model.primaryKey, ...model.uniqueKeys].some((key) => key.includes(column));
}

/** Whether a value is such a key, chosen perhaps among others but not changed. */
export function namesTenantKey(expression: RowExpression, root: Model, models: Models): boolean {
  if (isConstant(expression)) return false;
  if (isOperation(expression)) {
    const { operator, operands } = expression;
    return valuesOf(operator, operands).some((operand) => namesTenantKey(operand, root, models));
  }
  const model = findJoined(root, expression.path, models);
  const value = model?.members.get(expression.member)?.value;
  if (!model || !value) return false;
  return value.kind === 'formula'
    ? holdsTenantKey(value.expression, model, models)
    : isTenantKey(model, expression.member, models);
}

/** The same for the formula of a member: a value of another row may be such a key as well. */
function holdsTenantKey(tree: AttributeTree, root: Model, models: Models): boolean {
  if (isConstant(tree)) return false;
  if (isOperation(tree))
    return valuesOf(tree.operator, tree.operands).some((operand) => holdsTenantKey(operand, root, models));
  switch (tree.kind) {
    case 'member':
      return namesTenantKey(tree, root, models);
    case 'previous':
      return namesTenantKey(tree.value, root, models);
    case 'child_aggregate':
    case 'ordinal':
      return false;
    default:
      return assertNever(tree);
  }
}

/** The join to the parent that scopes the rows of `model`, where one does. */
export function parentJoin({ scope, joins }: Model, models: Models): Join | undefined {
  if (scope.kind !== 'through') return undefined;
  return [...joins.values()].find(({ target, on }) => {
    const parent = models.get(target);
    return (
      parent !== undefined &&
      sourceKey(parent.source) === sourceKey(scope.parent) &&
      on.length === scope.columns.length &&
      on.every((pair, at) => pair.column === scope.columns[at] && pair.target === scope.parentColumns[at])
    );
  });
}

/** The operands of which one is the value itself. */
function valuesOf<Leaf>(
  operator: OperatorName,
  operands: readonly Expression<Leaf>[],
): readonly Expression<Leaf>[] {
  switch (operator) {
    case 'case':
      return operands.filter((_, index) => index % 2 === 1 || index === operands.length - 1);
    case 'coalesce':
    case 'greatest':
    case 'least':
      return operands;
    case 'nullif':
      return operands.slice(0, 1);
    default:
      return [];
  }
}
