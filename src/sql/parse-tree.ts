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
  const kind = onlyField(node);
  const body = kind === undefined ? undefined : asNode(node[kind]);
  return kind !== undefined && body ? { kind, body } : undefined;
}

/** The body of a node of this kind; `undefined` for anything else. */
export function bodyOf(value: unknown, kind: string): SyntaxNode | undefined {
  const node = asNode(value);
  return node && onlyField(node) === kind ? asNode(node[kind]) : undefined;
}

/** Trees have a node for each word of a statement: nothing is made to look at one. */
function onlyField(node: SyntaxNode): string | undefined {
  const fields = Object.keys(node);
  return fields.length === 1 ? fields[0] : undefined;
}

/** A list of `String` nodes joined by dots; `undefined` for anything else. */
export function dottedName(value: unknown): string | undefined {
  let name: string | undefined;
  for (const item of asList(value)) {
    const part = bodyOf(item, 'String')?.['sval'];
    if (typeof part !== 'string') return undefined;
    name = name === undefined ? part : `${name}.${part}`;
  }
  return name;
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

/** Whether it is the constant `text` and nothing more. */
export function isText(value: unknown, text: string): boolean {
  const { sval, ...others }: SyntaxNode = bodyOf(value, 'A_Const') ?? {};
  return asNode(sval)?.['sval'] === text && isBare(others);
}

/** Likewise of a whole number that is not 0, which the parser leaves out. */
export function isNumber(value: unknown, number: number): boolean {
  const { ival, ...others }: SyntaxNode = bodyOf(value, 'A_Const') ?? {};
  return asNode(ival)?.['ival'] === number && isBare(others);
}
