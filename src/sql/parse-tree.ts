/** Reading libpg-query's trees without trusting their shape: a node is an object of unknown fields. */

export type SyntaxNode = Readonly<Record<string, unknown>>;

export function asNode(value: unknown): SyntaxNode | undefined {
  return isNode(value) ? value : undefined;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asNodes(value: unknown): readonly SyntaxNode[] {
  return Array.isArray(value) ? value.map(asNode).filter((node) => node !== undefined) : [];
}

export function field(node: SyntaxNode | undefined, name: string): SyntaxNode | undefined {
  return asNode(node?.[name]);
}

/** A string, or empty for anything else. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A wrapped node (`{ColumnRef: {…}}`) has one key, in capitals; plain fields (`{ctes: […]}`) do not. */
export function onlyKey(node: SyntaxNode): string | undefined {
  const keys = Object.keys(node);
  const [key] = keys;
  return keys.length === 1 && key !== undefined && /^[A-Z]/.test(key) ? key : undefined;
}
