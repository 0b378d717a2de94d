/** Whether one select of one table carries that table's scope: as a condition of its own, in one of the forms that exist. */
import type { ScopeCondition } from '../tenancy/scope.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { asNodes, field, type SyntaxNode, text } from './parse-tree.ts';

interface Expected {
  readonly scope: Exclude<ScopeCondition, { kind: 'shared' }>;
  /** What the table is called in this select; its columns must be qualified by it. */
  readonly alias: string;
  readonly slots: readonly ParameterSlot[];
}

/** The condition must stand in the top-level `and` of `where`: under `or`, `not` or `case` it is none. */
export function holdsScope(select: SyntaxNode, expected: Expected): boolean {
  if (text(select['op']) !== 'SETOP_NONE') return false;
  return conjuncts(field(select, 'whereClause')).some((condition) => isScope(condition, expected));
}

function conjuncts(where: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (!where) return [];
  const bool = field(where, 'BoolExpr');
  return bool && text(bool['boolop']) === 'AND_EXPR' ? asNodes(bool['args']).flatMap(conjuncts) : [where];
}

function isScope(condition: SyntaxNode, { scope, alias, slots }: Expected): boolean {
  return scope.kind === 'column'
    ? isTenantEquality(condition, { column: scope.column, alias, slots })
    : isParentLookup(condition, { scope, alias, slots });
}

/** `alias.column = $n`, where `$n` is the tenant. */
function isTenantEquality(
  condition: SyntaxNode,
  { column, alias, slots }: { column: string; alias: string; slots: readonly ParameterSlot[] },
): boolean {
  const equality = field(condition, 'A_Expr');
  if (!equality || text(equality['kind']) !== 'AEXPR_OP' || operatorName(equality) !== '=') return false;
  const parameter = field(field(equality, 'rexpr'), 'ParamRef')?.['number'];
  const slot = typeof parameter === 'number' ? slots[parameter - 1] : undefined;
  return slot?.kind === 'tenant' && isColumn(field(equality, 'lexpr'), alias, column);
}

/** `alias.fk in (select parent.key from parent where <the parent's own scope>)`. */
function isParentLookup(
  condition: SyntaxNode,
  {
    scope,
    alias,
    slots,
  }: { scope: Extract<ScopeCondition, { kind: 'through' }>; alias: string; slots: readonly ParameterSlot[] },
): boolean {
  const link = field(condition, 'SubLink');
  if (!link || text(link['subLinkType']) !== 'ANY_SUBLINK' || link['operName'] !== undefined) return false;
  const select = field(field(link, 'subselect'), 'SelectStmt');
  if (!select || Object.keys(select).some((key) => !LOOKUP_FIELDS.has(key))) return false;
  const [from, ...others] = asNodes(select['fromClause']);
  const parent = field(from, 'RangeVar');
  if (!parent || others.length > 0) return false;
  if (text(parent['schemaname']) !== scope.parent.schema || text(parent['relname']) !== scope.parent.table)
    return false;
  const parentAlias = text(field(parent, 'alias')?.['aliasname']) || scope.parent.table;
  const targets = asNodes(select['targetList']).map((target) => field(field(target, 'ResTarget'), 'val'));
  return (
    areColumns(testedColumns(link), alias, scope.columns) &&
    areColumns(targets, parentAlias, scope.parentColumns) &&
    holdsScope(select, { scope: scope.condition, alias: parentAlias, slots })
  );
}

const LOOKUP_FIELDS = new Set(['targetList', 'fromClause', 'whereClause', 'limitOption', 'op']);

function testedColumns(link: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  const tested = field(link, 'testexpr');
  const row = field(tested, 'RowExpr');
  return row ? asNodes(row['args']) : [tested];
}

function areColumns(
  nodes: readonly (SyntaxNode | undefined)[],
  alias: string,
  columns: readonly string[],
): boolean {
  return (
    nodes.length === columns.length && columns.every((column, index) => isColumn(nodes[index], alias, column))
  );
}

function isColumn(node: SyntaxNode | undefined, alias: string, column: string): boolean {
  const names = asNodes(field(node, 'ColumnRef')?.['fields']).map((part) =>
    text(field(part, 'String')?.['sval']),
  );
  return names.length === 2 && names[0] === alias && names[1] === column;
}

function operatorName(expression: SyntaxNode): string {
  return asNodes(expression['name'])
    .map((part) => text(field(part, 'String')?.['sval']))
    .join('.');
}
