/**
 * Scope conditions as parse trees. A condition counts if it is, node for node, what the catalog demands;
 * nothing "equivalent" does, so that nobody has to judge what else a condition might say.
 */
import { canonicalJson } from '../base/hash.ts';
import type { PhysicalSource, ScopeCondition } from '../tenancy/scope.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { asList, asNode, bodyOf, isBare, POSITIONS, type SyntaxNode } from './parse-tree.ts';

type Restriction = Exclude<ScopeCondition, { kind: 'shared' }>;

/** What tables of look-ups are called. Every column is qualified, so an inner name never means an outer table's. */
const PARENT = 'parent';

/** Stand for whichever parameter is the tenant, or the list of tenants. */
const TENANT = { ParamRef: { number: 'tenant' } };
const TENANTS = { ParamRef: { number: 'tenants' } };

/** The conditions that all must hold: under `or`, `not` or `case` a condition is none. */
export function conjunctsOf(where: unknown): readonly unknown[] {
  if (where === undefined) return [];
  const { boolop, args, ...others }: SyntaxNode = bodyOf(where, 'BoolExpr') ?? {};
  const isPlain = isBare(others);
  return boolop === 'AND_EXPR' && isPlain ? asList(args).flatMap(conjunctsOf) : [where];
}

/** Whether `condition` is the scope of the table called `alias`. */
export function isScope(
  condition: unknown,
  expected: {
    readonly scope: Restriction;
    readonly alias: string;
    readonly slots: readonly ParameterSlot[];
  },
): boolean {
  const { scope, alias, slots } = expected;
  const found = canonicalJson(withoutPositions(condition, slots));
  return [
    { kind: 'AEXPR_OP', rexpr: TENANT },
    { kind: 'AEXPR_OP_ANY', rexpr: TENANTS },
  ].some((equality) => found === canonicalJson(conditionTree(scope, alias, equality)));
}

/** The table of a scan, in full: no `only`, no renamed columns, no other database. */
export function isPlainTable(
  table: unknown,
  { schema, table: name }: PhysicalSource,
  alias: string,
): boolean {
  const expected = tableTree({ schema, table: name }, alias);
  return canonicalJson(withoutPositions(table, [])) === canonicalJson(expected);
}

/** `alias.column = $n` or `= any($n)`, or `(alias.fk, …) in (select parent.key, … from … as parent where …)`. */
function conditionTree(scope: Restriction, alias: string, equality: object): object {
  if (scope.kind === 'column') {
    const lexpr = columnTree(alias, scope.column);
    return { A_Expr: { ...equality, name: [stringTree('=')], lexpr } };
  }
  const columns = scope.columns.map((column) => columnTree(alias, column));
  const [only, ...others] = columns;
  const row = { RowExpr: { args: columns, row_format: 'COERCE_IMPLICIT_CAST' } };
  const select = {
    targetList: scope.parentColumns.map((column) => ({ ResTarget: { val: columnTree(PARENT, column) } })),
    fromClause: [tableTree(scope.parent, PARENT)],
    whereClause: conditionTree(scope.condition, PARENT, equality),
    limitOption: 'LIMIT_OPTION_DEFAULT',
    op: 'SETOP_NONE',
  };
  return {
    SubLink: {
      subLinkType: 'ANY_SUBLINK',
      testexpr: others.length === 0 ? only : row,
      subselect: { SelectStmt: select },
    },
  };
}

function tableTree({ schema, table }: PhysicalSource, alias: string): object {
  return {
    RangeVar: {
      schemaname: schema,
      relname: table,
      inh: true,
      relpersistence: 'p',
      alias: { aliasname: alias },
    },
  };
}

function columnTree(alias: string, column: string): object {
  return { ColumnRef: { fields: [stringTree(alias), stringTree(column)] } };
}

function stringTree(sval: string): object {
  return { String: { sval } };
}

/** The tree as it would be anywhere in the text, with the tenant's parameters all alike. */
function withoutPositions(value: unknown, slots: readonly ParameterSlot[]): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPositions(item, slots));
  const node = asNode(value);
  if (!node) return value;
  const number = bodyOf(node, 'ParamRef')?.['number'];
  const kind = typeof number === 'number' ? slots[number - 1]?.kind : undefined;
  const marker = kind === 'tenant' ? TENANT : kind === 'tenants' ? TENANTS : undefined;
  if (marker) return withoutPositions({ ParamRef: { ...asNode(node['ParamRef']), ...marker.ParamRef } }, []);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !POSITIONS.has(key))
      .map(([key, item]) => [key, withoutPositions(item, slots)]),
  );
}
