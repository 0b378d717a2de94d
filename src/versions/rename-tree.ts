/** The same formula over members, joins and metrics of other names. It knows nothing of why they are called so. */
import { assertNever } from '../base/assert-never.ts';
import type { AttributeLeaf, AttributeTree } from '../formula/attribute-tree.ts';
import {
  type Aggregate,
  type DimensionReference,
  type Expression,
  type MemberReference,
  type MetricCondition,
  mapLeaves,
  type RowExpression,
} from '../formula/expression.ts';
import { type MetricTree, type MetricTreeLeaf, mapTreesUnder } from '../formula/metric-tree.ts';

export interface Names {
  model(name: string): string;
  /** The model that a join of a model leads to. */
  target(model: string, join: string): string;
  member(model: string, name: string): string;
  join(model: string, name: string): string;
  metric(name: string): string;
}

export function renameMetricTree(tree: MetricTree, names: Names): MetricTree {
  return mapLeaves<MetricTreeLeaf, MetricTreeLeaf>(tree, (leaf): MetricTreeLeaf => {
    switch (leaf.kind) {
      case 'aggregate':
        return renameAggregate(leaf, names);
      case 'metric':
        return {
          ...leaf,
          metric: names.metric(leaf.metric),
          filter: leaf.filter && renameCondition(leaf.filter, names),
        };
      case 'chosen_rows': {
        const { root } = leaf.aggregate;
        const by = leaf.by.map((member) => renameMember(member, root, names));
        return { ...leaf, aggregate: renameAggregate(leaf.aggregate, names), by };
      }
      default:
        return renameDimensions(
          mapTreesUnder(leaf, (under) => renameMetricTree(under, names)),
          names,
        );
    }
  });
}

/** Of what a leaf groups by, or disregards. */
function renameDimensions<Leaf extends MetricTreeLeaf>(leaf: Leaf, names: Names): Leaf {
  switch (leaf.kind) {
    case 'total':
    case 'share':
    case 'rank':
      return { ...leaf, within: leaf.within.map((dimension) => renameStart(dimension, names)) };
    case 'unfiltered':
      return { ...leaf, by: leaf.by && leaf.by.map((subject) => renameStart(subject, names)) };
    case 'per_group':
      return {
        ...leaf,
        groups: leaf.groups.map((group) => (group.kind === 'dimension' ? renameStart(group, names) : group)),
      };
    default:
      return leaf;
  }
}

function renameCondition(condition: MetricCondition, names: Names): MetricCondition {
  return mapLeaves<DimensionReference, DimensionReference>(condition, (leaf) => renameStart(leaf, names));
}

/** Roles keep their names: they are the project's own. */
function renameStart<Named extends Pick<DimensionReference, 'start'>>(named: Named, names: Names): Named {
  const { start } = named;
  return start.kind === 'role' ? named : { ...named, start: { ...start, name: names.model(start.name) } };
}

/** Of a formula of a member of `root`. */
export function renameAttributeTree(tree: AttributeTree, root: string, names: Names): AttributeTree {
  return mapLeaves<AttributeLeaf, AttributeLeaf>(tree, (leaf): AttributeLeaf => {
    switch (leaf.kind) {
      case 'member':
        return renameMember(leaf, root, names);
      case 'child_aggregate': {
        const { aggregate, choice } = leaf;
        const member = (each: MemberReference) => renameMember(each, aggregate.root, names);
        return {
          ...leaf,
          aggregate: renameAggregate(aggregate, names),
          path: renamePath(leaf.path, aggregate.root, names).path,
          choice: choice && { ...choice, by: choice.by.map(member), time: member(choice.time) },
        };
      }
      case 'previous':
        return {
          ...leaf,
          value: renameRow(leaf.value, root, names),
          by: leaf.by.map((member) => renameMember(member, root, names)),
        };
      case 'ordinal':
        return { ...leaf, by: leaf.by.map((member) => renameMember(member, root, names)) };
      default:
        return assertNever(leaf);
    }
  });
}

export function renameMember(reference: MemberReference, root: string, names: Names): MemberReference {
  const { path, model } = renamePath(reference.path, root, names);
  return { ...reference, path, member: names.member(model, reference.member) };
}

function renameAggregate(aggregate: Aggregate, names: Names): Aggregate {
  const { root, argument, filter, time } = aggregate;
  return {
    ...aggregate,
    root: names.model(root),
    argument: argument && renameRow(argument, root, names),
    filter: filter && renameRow(filter, root, names),
    time: time && renameMember(time, root, names),
  };
}

function renameRow(expression: RowExpression, root: string, names: Names): RowExpression {
  return mapLeaves<MemberReference, MemberReference>(
    expression,
    (leaf): Expression<MemberReference> => renameMember(leaf, root, names),
  );
}

function renamePath(
  path: readonly string[],
  root: string,
  names: Names,
): { readonly path: readonly string[]; readonly model: string } {
  let model = root;
  const renamed = path.map((join) => {
    const name = names.join(model, join);
    model = names.target(model, join);
    return name;
  });
  return { path: renamed, model };
}
