/** A path of joins to a column → the condition on rows that looks along it. */
import { ROW_VALUE_TYPES, type RowCondition, type RowValueType } from '../tenancy/row-condition.ts';
import type { Join, Model } from './catalog.ts';

export type RowsAlong =
  | { readonly kind: 'condition'; readonly condition: RowCondition }
  /** Why there is none, as the second half of a sentence. */
  | { readonly kind: 'unsupported'; readonly reason: string };

interface RowPath {
  readonly path: readonly string[];
  readonly member: string;
  /** What the list of values is called. */
  readonly values: string;
}

/** The rows of `model` for which the member at the path's end has one of the values. */
export function conditionOnRows(
  model: Model,
  { path, member, values }: RowPath,
  models: ReadonlyMap<string, Model>,
): RowsAlong {
  const [first, ...others] = path;
  if (first === undefined) return conditionOnColumn(model, member, values);
  const join = model.joins.get(first);
  const target = models.get(join?.target ?? '');
  if (!join || !target) return unsupported(`${model.name} has no join ${first} to one row`);
  if (join.at) return unsupported(`which row of ${target.name} is meant changes with time`);
  const inner = conditionOnRows(target, { path: others, member, values }, models);
  return inner.kind === 'condition' ? { ...inner, condition: lookUp(join, model, target, inner) } : inner;
}

function conditionOnColumn(model: Model, member: string, values: string): RowsAlong {
  const found = model.members.get(member);
  if (!found) return unsupported(`${model.name} has no ${member}`);
  const type = ROW_VALUE_TYPES.find((each): each is RowValueType => each === found.type);
  if (!type) return unsupported(`its type is ${found.type}: it must be one of ${ROW_VALUE_TYPES.join(', ')}`);
  if (found.value.kind !== 'column') return unsupported('it is a formula, and not a column');
  return {
    kind: 'condition',
    condition: { kind: 'column', column: found.value.column, values: { name: values, type } },
  };
}

/** Keys are unique within a tenant: where both have a tenant column, these are paired as well. */
function lookUp(
  { on }: Join,
  model: Model,
  target: Model,
  { condition }: { readonly condition: RowCondition },
): RowCondition {
  const columns = on.map(({ column }) => column);
  const parentColumns = on.map(({ target: column }) => column);
  const [own, theirs] = [model.tenantColumn, target.tenantColumn];
  const isPaired = own !== null && theirs !== null;
  const adds = isPaired && !on.some(({ column, target: to }) => column === own && to === theirs);
  return {
    kind: 'through',
    columns: adds ? [...columns, own] : columns,
    parent: target.source,
    parentColumns: adds ? [...parentColumns, theirs] : parentColumns,
    scope: target.scope,
    condition,
    ofOneTenant: !isPaired && target.scope.kind !== 'shared',
  };
}

function unsupported(reason: string): RowsAlong {
  return { kind: 'unsupported', reason };
}
