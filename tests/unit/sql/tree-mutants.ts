/** Changes of parse trees at every place of a kind, and whether the place lies in a tenant's condition. */

import type { CompiledStatement } from '../../../src/sql/compiled-statement.ts';
import { asNode, bodyOf, type SyntaxNode, tagged } from '../../../src/sql/parse-tree.ts';

export type Path = readonly (string | number)[];

export interface Site {
  readonly path: Path;
  readonly value: unknown;
}

export interface TreeMutant {
  readonly path: Path;
  readonly tree: unknown;
}

/** Every value in a tree, itself first. */
export function* sites(tree: unknown, path: Path = []): Generator<Site> {
  yield { path, value: tree };
  if (typeof tree !== 'object' || tree === null) return;
  const entries = Array.isArray(tree) ? tree.entries() : Object.entries(tree);
  for (const [key, value] of entries) yield* sites(value, [...path, key]);
}

/** The tree with another value at a path; `undefined` removes what is there. */
export function withValue(tree: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(tree)) {
    const changed = tree.map((item, index) => (index === key ? withValue(item, rest, value) : item));
    return changed.filter((item) => item !== undefined);
  }
  const node = asNode(tree) ?? {};
  const changed = withValue(node[String(key)], rest, value);
  const { [String(key)]: _old, ...others } = node;
  return changed === undefined ? others : { ...others, [key]: changed };
}

/** Whether the tenant's parameter occurs in a tree. */
export function speaksOfTenant(tree: unknown, { slots }: CompiledStatement): boolean {
  return [...sites(tree)].some(({ value }) => {
    const number = bodyOf(value, 'ParamRef')?.['number'];
    return typeof number === 'number' && slots[number - 1]?.kind === 'tenant';
  });
}

/** The conditions of selects and joins that must hold each for itself, with the tree that lacks them. */
export function conjuncts(tree: unknown): readonly (Site & { readonly without: unknown })[] {
  const found: (Site & { readonly without: unknown })[] = [];
  for (const { path, value } of sites(tree)) {
    const last = path.at(-1);
    if ((last === 'whereClause' || last === 'quals') && bodyOf(value, 'BoolExpr') === undefined)
      found.push({ path, value, without: withValue(tree, path, undefined) });
    const args = conjunctionOf(value);
    for (const [index, arg] of args.entries()) {
      const rest = args.filter((other) => other !== arg);
      const without = rest.length === 1 ? rest[0] : { BoolExpr: { boolop: 'AND_EXPR', args: rest } };
      const place = [...path, 'BoolExpr', 'args', index];
      found.push({ path: place, value: arg, without: withValue(tree, path, without) });
    }
  }
  return found;
}

function conjunctionOf(value: unknown): readonly unknown[] {
  const bool = bodyOf(value, 'BoolExpr');
  return bool?.['boolop'] === 'AND_EXPR' && Array.isArray(bool['args']) ? bool['args'] : [];
}

/** The nodes of one kind. */
export function nodesOf(tree: unknown, kind: string): readonly { path: Path; body: SyntaxNode }[] {
  return [...sites(tree)].flatMap(({ path, value }) => {
    const body = bodyOf(value, kind);
    return body ? [{ path: [...path, kind], body }] : [];
  });
}

/** All nodes that have a kind, with the paths of their bodies. */
export function taggedNodes(tree: unknown): readonly { path: Path; kind: string; body: SyntaxNode }[] {
  return [...sites(tree)].flatMap(({ path, value }) => {
    const node = tagged(value);
    return node && /^[A-Z]/.test(node.kind)
      ? [{ path: [...path, node.kind], kind: node.kind, body: node.body }]
      : [];
  });
}

/** Another value of the same type, or nothing for what is no leaf. */
export function altered(value: unknown): unknown {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1_000;
  return typeof value === 'boolean' ? !value : undefined;
}

/** Whether a path lies inside another. */
export function isInside(path: Path, outer: Path): boolean {
  return outer.every((key, index) => path[index] === key);
}
