/** By which columns values of other rows are told apart, and found again beside the rows that they are about. */
import { invariant } from '../base/invariant.ts';
import type { Catalog, Model } from '../catalog/catalog.ts';
import type { AttributeLeaf, ChildAggregate } from '../formula/attribute-tree.ts';
import type { MemberReference } from '../formula/expression.ts';
import { findJoined } from '../formula/find-joined.ts';
import type { AttributePair } from './nodes/relation.ts';

type Models = Catalog['models'];

/** What a member's formula says of other rows. */
export type RowAttribute = Exclude<AttributeLeaf, MemberReference>;

/** An attribute that expressions read at one relation. */
export interface WantedAttribute {
  readonly alias: string;
  readonly name: string;
  readonly leaf: RowAttribute;
  /** Whose rows it is about. */
  readonly model: Model;
  /** Whose rows are looked at. */
  readonly root: Model;
  readonly keys: readonly AttributeKey[];
  readonly on: readonly AttributePair[];
  /** Whether keys are told apart by tenants, too. */
  readonly byTenant: boolean;
}

/** A column of a key of the model, and where the aggregated rows have it. */
export interface AttributeKey {
  readonly column: string;
  readonly path: readonly string[];
  readonly source: string;
}

/** Columns of attribute rows; with spaces, or alone beside those that have one. */
export const ATTRIBUTE_VALUE = 'value';
export const TENANT_KEY = 'tenant';

export function keyName(index: number): string {
  return `key ${index + 1}`;
}

/** The model whose rows an attribute of `model` looks at. */
export function lookedAt(leaf: RowAttribute, model: Model, models: Models): Model {
  if (leaf.kind !== 'child_aggregate') return model;
  const root = models.get(leaf.aggregate.root);
  invariant(root, `model ${leaf.aggregate.root} was resolved`);
  return root;
}

/** The columns of a declared key of `model`, without that of the tenant where others are left. */
export function attributeKeys(leaf: RowAttribute, model: Model, models: Models): readonly AttributeKey[] {
  if (leaf.kind === 'child_aggregate' && leaf.path.length > 0) return childKeys(leaf, model, models);
  return primaryKeys(model, []);
}

/** Those of the row that `path` leads to. */
function primaryKeys({ primaryKey, tenantColumn }: Model, path: readonly string[]): readonly AttributeKey[] {
  const all = primaryKey.map((column) => ({ column, path, source: column }));
  const others = all.filter(({ column }) => column !== tenantColumn);
  return others.length > 0 ? others : all;
}

/** The last join leads to a key; its own columns say which row is meant, without that row being read. */
function childKeys(
  { aggregate, path }: ChildAggregate,
  model: Model,
  models: Models,
): readonly AttributeKey[] {
  const before = path.slice(0, -1);
  const last = findJoined(models.get(aggregate.root), before, models);
  const join = last?.joins.get(path.at(-1) ?? '');
  invariant(last && join, `rows of ${aggregate.root} lead to ${model.name}`);
  // What a join at a time equates tells which rows it may mean, and not which it does.
  if (join.at) return primaryKeys(model, path);
  const pairs = join.on.filter(
    ({ column, target }) => column !== last.tenantColumn || target !== model.tenantColumn,
  );
  const keys = pairs.map(({ column, target }) => ({ column: target, path: before, source: column }));
  if (keys.length > 0 && keys.every(({ source }) => isMemberColumn(source, last))) return keys;
  const targets = (pairs.length > 0 ? pairs : join.on).map(({ target }) => target);
  return targets.map((column) => ({ column, path, source: column }));
}

function isMemberColumn(column: string, { members }: Model): boolean {
  return [...members.values()].some(({ value }) => value.kind === 'column' && value.column === column);
}
