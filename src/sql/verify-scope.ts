/**
 * Scope conditions as parse trees. A condition counts if it is, node for node, what the catalog demands;
 * nothing "equivalent" does, so that nobody has to judge what else a condition might say.
 */
import type { RowCondition } from '../tenancy/row-condition.ts';
import type { PhysicalSource, ScopeCondition } from '../tenancy/scope.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { asList, asNode, bodyOf, isBare, POSITIONS, type SyntaxNode } from './parse-tree.ts';

type Restriction = Exclude<ScopeCondition, { kind: 'shared' }>;

type LookUp = Pick<Extract<Restriction, { kind: 'through' }>, 'columns' | 'parent' | 'parentColumns'>;

type Equality = Readonly<Record<string, Expected>>;

/** What tables of look-ups are called. Every column is qualified, so an inner name never means an outer table's. */
const PARENT = 'parent';

/** What a tree must be: a question about a number stands for whichever parameter it is true of. */
type Expected =
  | string
  | true
  | readonly Expected[]
  | { readonly [field: string]: Expected }
  | ((value: unknown) => boolean);

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
  return equalities(slots).some((equality) => isTree(condition, conditionTree(scope, alias, equality)));
}

/** Whether `rows` is the condition on rows of the table called `alias`. */
export function isRowCondition(
  condition: unknown,
  {
    rows,
    alias,
    slots,
  }: { readonly rows: RowCondition; readonly alias: string; readonly slots: readonly ParameterSlot[] },
): boolean {
  return equalities(slots).some((equality) => isTree(condition, rowTree(rows, alias, { equality, slots })));
}

/** How a tenant column is compared: in one statement always one way. */
function equalities(slots: readonly ParameterSlot[]): readonly Equality[] {
  return [
    { kind: 'AEXPR_OP', rexpr: parameterTree(slots, ({ kind }) => kind === 'tenant') },
    { kind: 'AEXPR_OP_ANY', rexpr: parameterTree(slots, ({ kind }) => kind === 'tenants') },
  ];
}

function parameterTree(slots: readonly ParameterSlot[], fits: (slot: ParameterSlot) => boolean): Expected {
  const isFit = (value: unknown): boolean => {
    const slot = typeof value === 'number' ? slots[value - 1] : undefined;
    return slot !== undefined && fits(slot);
  };
  return { ParamRef: { number: isFit } };
}

/** `alias.column = any($n)` with those values, or a look-up of a parent that is in scope and for which it holds. */
function rowTree(
  rows: RowCondition,
  alias: string,
  context: { readonly equality: Equality; readonly slots: readonly ParameterSlot[] },
): Expected {
  if (rows.kind === 'column') {
    const isList = (slot: ParameterSlot): boolean =>
      slot.kind === 'rows' && slot.values.name === rows.values.name && slot.values.type === rows.values.type;
    const rexpr = parameterTree(context.slots, isList);
    return {
      A_Expr: {
        kind: 'AEXPR_OP_ANY',
        name: [stringTree('=')],
        lexpr: columnTree(alias, rows.column),
        rexpr,
      },
    };
  }
  const chosen = rowTree(rows.condition, PARENT, context);
  const where =
    rows.scope.kind === 'shared'
      ? chosen
      : {
          BoolExpr: {
            boolop: 'AND_EXPR',
            args: [conditionTree(rows.scope, PARENT, context.equality), chosen],
          },
        };
  return lookUpTree(rows, alias, where);
}

/** The table of a scan, in full: no `only`, no renamed columns, no other database. */
export function isPlainTable(
  table: unknown,
  { schema, table: name }: PhysicalSource,
  alias: string,
): boolean {
  return isTree(table, tableTree({ schema, table: name }, alias));
}

/** `alias.column = $n` or `= any($n)`, or `(alias.fk, …) in (select parent.key, … from … as parent where …)`. */
function conditionTree(scope: Restriction, alias: string, equality: Equality): Expected {
  if (scope.kind === 'column') {
    const lexpr = columnTree(alias, scope.column);
    return { A_Expr: { ...equality, name: [stringTree('=')], lexpr } };
  }
  return lookUpTree(scope, alias, conditionTree(scope.condition, PARENT, equality));
}

/** `(alias.fk, …) in (select parent.key, … from … as parent where …)` */
function lookUpTree(
  { columns: names, parent, parentColumns }: LookUp,
  alias: string,
  whereClause: Expected,
): Expected {
  const columns = names.map((column) => columnTree(alias, column));
  const [only, ...others] = columns;
  const row: Expected = { RowExpr: { args: columns, row_format: 'COERCE_IMPLICIT_CAST' } };
  const select = {
    targetList: parentColumns.map((column) => ({ ResTarget: { val: columnTree(PARENT, column) } })),
    fromClause: [tableTree(parent, PARENT)],
    whereClause,
    limitOption: 'LIMIT_OPTION_DEFAULT',
    op: 'SETOP_NONE',
  };
  return {
    SubLink: {
      subLinkType: 'ANY_SUBLINK',
      testexpr: only !== undefined && others.length === 0 ? only : row,
      subselect: { SelectStmt: select },
    },
  };
}

function tableTree({ schema, table }: PhysicalSource, alias: string): Expected {
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

function columnTree(alias: string, column: string): Expected {
  return { ColumnRef: { fields: [stringTree(alias), stringTree(column)] } };
}

function stringTree(sval: string): Expected {
  return { String: { sval } };
}

/** Whether the tree is the expected one, wherever in the text it stands: no field more and none less. */
function isTree(found: unknown, expected: Expected): boolean {
  if (typeof expected === 'function') return expected(found);
  if (typeof expected !== 'object') return found === expected;
  if (isList(expected)) {
    const items = Array.isArray(found) ? asList(found) : null;
    return items?.length === expected.length && expected.every((item, index) => isTree(items[index], item));
  }
  const node = asNode(found);
  if (!node || Object.keys(node).some((field) => !POSITIONS.has(field) && !Object.hasOwn(expected, field)))
    return false;
  return Object.entries(expected).every(
    ([field, item]) => Object.hasOwn(node, field) && isTree(node[field], item),
  );
}

function isList(expected: Expected): expected is readonly Expected[] {
  return Array.isArray(expected);
}
