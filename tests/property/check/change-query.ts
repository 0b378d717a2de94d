/** Conditions of a query as a faulty product would understand them. */
import type { Having, Query } from '../oracle/query.ts';

/** Changes each node of `where` and `having`, from the leaves up; what a leaf is about stays. */
export function mapConditions(query: Query, change: (node: Having) => Having): Query {
  const { where, having } = query;
  const lists = {
    ...(where === undefined ? {} : { where: where.map((tree) => rebuild(tree, change)) }),
    ...(having === undefined ? {} : { having: having.map((tree) => rebuild(tree, change)) }),
  };
  const changed: Query = { ...query, ...JSON.parse(JSON.stringify(lists)) };
  return changed;
}

function rebuild(tree: Having, change: (node: Having) => Having): Having {
  if ('op' in tree) return change(tree);
  if ('not' in tree) return change({ not: rebuild(tree.not, change) });
  if ('all' in tree) return change({ all: tree.all.map((part) => rebuild(part, change)) });
  return change({ any: tree.any.map((part) => rebuild(part, change)) });
}

/** A range of values with both its ends. */
export function closeRange(node: Having): Having {
  if (!('op' in node) || node.op !== 'in_range' || node.values === undefined) return node;
  const { values, ...subject } = node;
  const [low = '', high = ''] = values;
  return {
    all: [
      { ...subject, op: 'gte', value: low },
      { ...subject, op: 'lte', value: high },
    ],
  };
}

/** What SQL makes of `not` where a value is null. */
export function hideUnknown(node: Having): Having {
  if (!('not' in node) || !('op' in node.not)) return node;
  const { value: _value, values: _values, ...subject } = node.not;
  return { all: [node, { ...subject, op: 'not_null' }] };
}

/** Bounds that belong to what is greater. */
export function keepBound(node: Having): Having {
  return 'op' in node && node.op === 'gt' ? { ...node, op: 'gte' } : node;
}
