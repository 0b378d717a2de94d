/** The query as it goes over the wire, written down from the contract and apart from the product's own types. */
import type { Grain } from './calendar.ts';

export interface Query {
  readonly metrics?: readonly (string | { readonly metric: string; readonly as?: string })[];
  readonly by?: readonly string[];
  readonly time?: TimeQuery;
  readonly where?: readonly Where[];
  readonly having?: readonly Having[];
  readonly top?: Top;
  readonly compare?: Comparison | readonly Comparison[];
  readonly order?: readonly Order[];
  readonly limit?: number;
  readonly currency?: string;
  readonly totals?: boolean;
  /** Of the page before. */
  readonly cursor?: string;
}

export interface TimeQuery {
  readonly grain?: Grain;
  readonly from?: string;
  readonly to?: string;
  /** In the place of both ends. */
  readonly range?: string;
  readonly zone?: string;
  readonly fill?: boolean;
}

export interface Top {
  readonly n: number;
  readonly of: readonly string[];
  readonly by: string;
  readonly direction?: 'asc' | 'desc';
  readonly others?: boolean;
}

export type Comparison =
  | 'previous_period'
  | 'previous_year'
  | { readonly range: 'previous_period' | 'previous_year'; readonly as?: string }
  | { readonly shift: string; readonly as?: string };

export interface Order {
  readonly by: string;
  readonly direction?: 'asc' | 'desc';
}

export type Operator =
  | 'eq'
  | 'ne'
  | 'in'
  | 'not_in'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in_range'
  | 'contains'
  | 'starts_with'
  | 'ends_with'
  | 'is_null'
  | 'not_null';

export type Asked = string | number | boolean;

export interface Test {
  readonly op: Operator;
  readonly value?: Asked;
  readonly values?: readonly Asked[];
}

/** A tree of comparisons; `where` and `having` differ in what a comparison is about. */
export type Tree<Leaf> =
  | Leaf
  | { readonly all: readonly Tree<Leaf>[] }
  | { readonly any: readonly Tree<Leaf>[] }
  | { readonly not: Tree<Leaf> };

export type DimensionTest = Test & { readonly dimension: string };
export type MetricTest = Test & { readonly metric: string };

export type Where = Tree<DimensionTest>;
export type Having = Tree<DimensionTest | MetricTest>;

/** The comparisons of a tree, from left to right. */
export function comparisonsOf<Leaf extends Test>(tree: Tree<Leaf>): readonly Leaf[] {
  if ('op' in tree) return [tree];
  if ('not' in tree) return comparisonsOf(tree.not);
  return ('all' in tree ? tree.all : tree.any).flatMap((part) => comparisonsOf(part));
}

/** The same tree with other comparisons. */
export function mapComparisons<Leaf extends Test, Other extends Test>(
  tree: Tree<Leaf>,
  change: (leaf: Leaf) => Other,
): Tree<Other> {
  if ('op' in tree) return change(tree);
  if ('not' in tree) return { not: mapComparisons(tree.not, change) };
  if ('all' in tree) return { all: tree.all.map((part) => mapComparisons(part, change)) };
  return { any: tree.any.map((part) => mapComparisons(part, change)) };
}

/** Whether a tree holds, its comparisons being true or false: `not` is the exact complement. */
export function treeHolds<Leaf extends Test>(tree: Tree<Leaf>, test: (leaf: Leaf) => boolean): boolean {
  if ('op' in tree) return test(tree);
  if ('not' in tree) return !treeHolds(tree.not, test);
  if ('all' in tree) return tree.all.every((part) => treeHolds(part, test));
  return tree.any.some((part) => treeHolds(part, test));
}
