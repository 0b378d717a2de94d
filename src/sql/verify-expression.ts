/**
 * The expressions that our statements consist of, by kind of node, field and value. Whatever is not listed
 * is refused: sub-queries, windows, other functions, types, operators and collations, constants that come
 * from no compiler of ours, and any use of the tenant's parameter outside a scope.
 */
import { PlanRefused } from '../planner/verify-plan.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { asList, asNode, bodyOf, dottedName, POSITIONS, type SyntaxNode, tagged } from './parse-tree.ts';
import { elementIndex, isTimeList } from './verify-list.ts';

type Slots = readonly ParameterSlot[];
/** A field either holds further expressions or a value that is judged at once. */
type FieldRule = 'expressions' | ((value: unknown, slots: Slots) => boolean);

const FUNCTIONS: ReadonlySet<string> = new Set([
  'count',
  'sum',
  'min',
  'max',
  'avg',
  'abs',
  'round',
  'floor',
  'ceil',
  'lower',
  'upper',
  'btrim',
  'length',
  'strpos',
  'starts_with',
  'right',
  'date_trunc',
  'width_bucket',
  'to_char',
  'pg_catalog.timezone',
]);

/** The parser writes some types with their schema. */
const TYPES: ReadonlySet<string> = new Set([
  'text',
  'pg_catalog.bool',
  'pg_catalog.int4',
  'pg_catalog.int8',
  'pg_catalog.numeric',
  'float8',
  'date',
  'timestamptz',
  'pg_catalog.timestamp',
  'pg_catalog.interval',
]);

const OPERATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=', '+', '-', '*', '/', '||']);

/** Everything else is bound. */
const TEXTS: ReadonlySet<unknown> = new Set([
  'second',
  'minute',
  'hour',
  'week',
  'month',
  'quarter',
  'year',
  '9.99999999999EEEE',
  'Infinity',
]);

const EXPRESSIONS: Readonly<Record<string, Readonly<Record<string, FieldRule>>>> = {
  ColumnRef: { fields: isColumn },
  ParamRef: { number: isValue },
  A_Const: { ival: isSmallNumber, sval: isKnownText, isnull: isTrue },
  A_Expr: {
    kind: oneOf('AEXPR_OP', 'AEXPR_OP_ANY', 'AEXPR_IN', 'AEXPR_NULLIF'),
    name: named(OPERATORS),
    lexpr: 'expressions',
    rexpr: 'expressions',
  },
  List: { items: 'expressions' },
  BoolExpr: { boolop: oneOf('AND_EXPR', 'OR_EXPR', 'NOT_EXPR'), args: 'expressions' },
  NullTest: { arg: 'expressions', nulltesttype: oneOf('IS_NULL', 'IS_NOT_NULL') },
  FuncCall: {
    funcname: named(FUNCTIONS),
    args: 'expressions',
    agg_star: isTrue,
    agg_distinct: isTrue,
    agg_filter: 'expressions',
    funcformat: oneOf('COERCE_EXPLICIT_CALL', 'COERCE_SQL_SYNTAX'),
  },
  TypeCast: { arg: 'expressions', typeName: isKnownType },
  CaseExpr: { args: 'expressions', defresult: 'expressions' },
  CaseWhen: { expr: 'expressions', result: 'expressions' },
  CoalesceExpr: { args: 'expressions' },
  MinMaxExpr: { op: oneOf('IS_GREATEST', 'IS_LEAST'), args: 'expressions' },
  A_Indirection: { arg: isTimeList, indirection: isElement },
  CollateClause: { arg: 'expressions', collname: named(new Set(['C'])) },
};

/** @throws PlanRefused */
export function verifyExpression(value: unknown, slots: Slots): void {
  const node = tagged(value);
  const rules = node && Object.hasOwn(EXPRESSIONS, node.kind) ? EXPRESSIONS[node.kind] : undefined;
  if (!node || !rules) throw new PlanRefused(`an expression is a ${node?.kind ?? 'thing without a kind'}`);
  for (const [field, content] of Object.entries(node.body)) {
    if (POSITIONS.has(field)) continue;
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
    if (rule === 'expressions') verifyExpressions(content, slots);
    else if (!rule?.(content, slots)) {
      throw new PlanRefused(`a ${node.kind} has ${field} ${JSON.stringify(content)}`);
    }
  }
}

function verifyExpressions(value: unknown, slots: Slots): void {
  for (const item of Array.isArray(value) ? value : [value]) verifyExpression(item, slots);
}

/** `column` or `relation.column`; no `*`, no subscript. */
function isColumn(fields: unknown): boolean {
  return dottedName(fields) !== undefined && asList(fields).length <= 2;
}

/** The one element of a list at an index that is an expression of ours. */
function isElement(value: unknown, slots: Slots): boolean {
  verifyExpression(elementIndex(value), slots);
  return true;
}

/** A value of the request or a constant of a formula: the tenant stands in scopes only. */
function isValue(number: unknown, slots: Slots): boolean {
  const slot = typeof number === 'number' ? slots[number - 1] : undefined;
  return slot !== undefined && slot.kind !== 'tenant';
}

/** The parser leaves 0 out. */
function isSmallNumber(value: unknown): boolean {
  const { ival = 0, ...others }: SyntaxNode = asNode(value) ?? {};
  return (ival === 0 || ival === 1) && Object.keys(others).length === 0;
}

function isKnownText(value: unknown): boolean {
  return TEXTS.has(asNode(value)?.['sval']);
}

function isTrue(value: unknown): boolean {
  return value === true;
}

/** One of the types, or an array of it. */
function isKnownType(value: unknown): boolean {
  const { names, typemod, arrayBounds = [], ...others }: SyntaxNode = asNode(value) ?? {};
  const bounds = asList(arrayBounds).map((bound) => bodyOf(bound, 'Integer')?.['ival']);
  return (
    TYPES.has(dottedName(names) ?? '') &&
    typemod === -1 &&
    bounds.length <= 1 &&
    bounds.every((bound) => bound === -1) &&
    Object.keys(others).every((field) => POSITIONS.has(field))
  );
}

function named(known: ReadonlySet<string>): FieldRule {
  return (value) => known.has(dottedName(value) ?? '');
}

function oneOf(...known: readonly string[]): FieldRule {
  return (value) => known.some((candidate) => candidate === value);
}
