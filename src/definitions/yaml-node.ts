/** Plain data that knows its place: what is left of a YAML file once everything peculiar to YAML is gone. */
import type { DataPath } from './definition-types.ts';
import type { Span } from './source-text.ts';

export type ScalarStyle = 'plain' | 'single_quoted' | 'double_quoted' | 'block';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly style: ScalarStyle;
  /** Quotes or block header included; empty where nothing is written. */
  readonly span: Span;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly flow: boolean;
  readonly span: Span;
}

export interface MapEntry {
  readonly key: Span;
  readonly value: YamlNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly flow: boolean;
  readonly span: Span;
}

export type YamlNode = ScalarNode | ListNode | MapNode;

/** The node at the end of a path, or as far as the path leads. */
export interface FoundNode {
  readonly node: YamlNode;
  /** The key that introduces the node; `null` for the root and for list items. */
  readonly key: Span | null;
  /** The part of the path that exists. */
  readonly path: DataPath;
}

/** Walks from `root` along `path` until it ends or leads nowhere. */
export function findNode(root: YamlNode, path: DataPath): FoundNode {
  let found: FoundNode = { node: root, key: null, path: [] };
  for (const step of path) {
    const next = findChild(found.node, step);
    if (next === undefined) break;
    found = { ...next, path: [...found.path, step] };
  }
  return found;
}

function findChild(node: YamlNode, step: string | number): Omit<FoundNode, 'path'> | undefined {
  if (node.kind === 'map') {
    const entry = node.entries.get(String(step));
    return entry && { node: entry.value, key: entry.key };
  }
  const item = node.kind === 'list' ? node.items[Number(step)] : undefined;
  return item && { node: item, key: null };
}

/**
 * The node as plain data. Objects have no prototype, so that a look-up by a name from a formula
 * (`valueOf`) finds declared keys only.
 */
export function toData(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toData);
    case 'map': {
      const data: Record<string, unknown> = Object.create(null);
      for (const [key, entry] of node.entries) data[key] = toData(entry.value);
      return data;
    }
  }
}
