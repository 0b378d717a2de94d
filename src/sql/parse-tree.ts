/** Reading libpg-query's trees without trusting their shape: a node is an object of unknown fields. */

export type SyntaxNode = Readonly<Record<string, unknown>>;

/** `{ColumnRef: {…}}` taken apart. */
export interface TaggedNode {
  readonly kind: string;
  readonly body: SyntaxNode;
}

export function asNode(value: unknown): SyntaxNode | undefined {
  return isNode(value) ? value : undefined;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a list, or nothing for anything that is not a list. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A node with its kind; `undefined` for anything else. */
export function tagged(value: unknown): TaggedNode | undefined {
  const node = asNode(value);
  if (!node) return undefined;
  const [kind, ...others] = Object.keys(node);
  if (kind === undefined || others.length > 0) return undefined;
  const body = asNode(node[kind]);
  return body && { kind, body };
}

/** The body of a node of this kind; `undefined` for anything else. */
export function bodyOf(value: unknown, kind: string): SyntaxNode | undefined {
  const node = tagged(value);
  return node?.kind === kind ? node.body : undefined;
}

/** A list of `String` nodes joined by dots; `undefined` for anything else. */
export function dottedName(value: unknown): string | undefined {
  const parts = asList(value).map((part) => bodyOf(part, 'String')?.['sval']);
  return parts.length > 0 && parts.every((part) => typeof part === 'string') ? parts.join('.') : undefined;
}

/** Where in the text something stands: no part of what it says. */
export const POSITIONS: ReadonlySet<string> = new Set([
  'location',
  'rexpr_list_start',
  'rexpr_list_end',
  'list_start',
  'list_end',
]);

/** Whether nothing is left of a node but where it stands. */
export function isBare(node: SyntaxNode): boolean {
  return Object.keys(node).every((field) => POSITIONS.has(field));
}

/** Both operands of an operator and nothing more; none of anything else. */
export function operandsOf(value: unknown, operator: string): readonly unknown[] {
  const { kind, name, lexpr, rexpr, ...others }: SyntaxNode = bodyOf(value, 'A_Expr') ?? {};
  const isPlain = kind === 'AEXPR_OP' && dottedName(name) === operator && isBare(others);
  return isPlain ? [lexpr, rexpr] : [];
}

/** The arguments of a call that is nothing more; none of anything else. */
export function argumentsOf(value: unknown, called: string): readonly unknown[] {
  const { funcname, args, funcformat, ...others }: SyntaxNode = bodyOf(value, 'FuncCall') ?? {};
  const isPlain = funcformat === 'COERCE_EXPLICIT_CALL' && isBare(others) && dottedName(funcname) === called;
  return isPlain ? asList(args) : [];
}
