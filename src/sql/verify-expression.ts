/**
 * The expressions that our statements consist of, by kind of node, field and value. Whatever is not listed
 * is refused: sub-queries, windows, other functions, types, operators and collations, constants that come
 * from no compiler of ours, and any use of the tenant's parameter outside a scope.
 */
import { PlanRefused } from '../planner/verify-plan.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import {
  asList,
  asNode,
  bodyOf,
  dottedName,
  isBare,
  POSITIONS,
  type SyntaxNode,
  type TaggedNode,
  tagged,
} from './parse-tree.ts';
import { elementIndex, isBoundList } from './verify-list.ts';
import { pseudonymised } from './verify-pseudonym.ts';
import { isRateList } from './verify-rates.ts';

type Slots = readonly ParameterSlot[];
/** A field either holds further expressions or a value that is judged at once. */
type FieldRule = 'expressions' | ((value: unknown, slots: Slots) => boolean);

const FUNCTIONS: ReadonlySet<string> = new Set([
  'count',
  'sum',
  'min',
  'max',
  'avg',
  'sqrt',
  'var_samp',
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
  'substr',
  'div',
  'mod',
  'scale',
  'trim_scale',
  'pg_catalog.extract',
  'date_trunc',
  'width_bucket',
  'to_char',
  'trim_scale',
  'pg_catalog.timezone',
]);

/** Functions of an order, which no other function has. */
const ORDERED_SETS: ReadonlySet<string> = new Set(['percentile_cont', 'percentile_disc']);

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
  'week',
  'month',
  'quarter',
  'year',
  '9.99999999999EEEE',
  'Infinity',
  // The range of doubles, for which casts are guarded, and the places after which all are zeros.
  '1e308',
  '300',
  // What is taken from a time.
  'hour',
  'isodow',
  'day',
  'doy',
  'epoch',
  'julian',
  // The range of times that are computed with, and the mean lengths of week, month and quarter in days.
  '0001-01-01',
  '9999-12-31',
  '7',
  // Seconds of a minute and of a week.
  '60',
  '604800',
  '30.436875',
  '91.310625',
]);

type NodeRules = Readonly<Record<string, FieldRule>>;

const EXPRESSIONS: Readonly<Record<string, NodeRules>> = {
  ColumnRef: { fields: isColumn },
  ParamRef: { number: isValue },
  A_Const: { ival: isSmallNumber, sval: isKnownText, isnull: isTrue },
  A_Expr: {
    kind: oneOf('AEXPR_OP', 'AEXPR_OP_ANY', 'AEXPR_IN', 'AEXPR_NULLIF', 'AEXPR_NOT_DISTINCT'),
    name: named(OPERATORS),
    lexpr: 'expressions',
    rexpr: 'expressions',
  },
  List: { items: 'expressions' },
  BoolExpr: { boolop: oneOf('AND_EXPR', 'OR_EXPR', 'NOT_EXPR'), args: 'expressions' },
  A_ArrayExpr: { elements: areTexts },
  NullTest: { arg: 'expressions', nulltesttype: oneOf('IS_NULL', 'IS_NOT_NULL') },
  FuncCall: {
    funcname: named(FUNCTIONS),
    args: 'expressions',
    agg_star: isTrue,
    agg_distinct: isTrue,
    agg_filter: 'expressions',
    funcformat: oneOf('COERCE_EXPLICIT_CALL', 'COERCE_SQL_SYNTAX'),
  },
  GroupingFunc: { args: isOneColumn },
  TypeCast: { arg: 'expressions', typeName: isKnownType },
  CaseExpr: { args: 'expressions', defresult: 'expressions' },
  CaseWhen: { expr: 'expressions', result: 'expressions' },
  CoalesceExpr: { args: 'expressions' },
  MinMaxExpr: { op: oneOf('IS_GREATEST', 'IS_LEAST'), args: 'expressions' },
  A_Indirection: { arg: isList, indirection: isElement },
  CollateClause: { arg: 'expressions', collname: named(new Set(['C'])) },
};

/** `percentile_cont(…) within group (order by …)`. */
const ORDERED_SET: NodeRules = {
  funcname: named(ORDERED_SETS),
  args: 'expressions',
  agg_within_group: isTrue,
  agg_order: isOrder,
  agg_filter: 'expressions',
  funcformat: oneOf('COERCE_EXPLICIT_CALL'),
};

/** `rank() over (partition by … order by x desc nulls last)`, or the other way. */
const RANK: NodeRules = {
  funcname: named(new Set(['rank'])),
  over: isRanking,
  funcformat: oneOf('COERCE_EXPLICIT_CALL'),
};

/** `sum(x) over (partition by … order by slot)`: all up to a place, and those beside it. */
const RUNNING: NodeRules = {
  funcname: named(new Set(['sum', 'min', 'max'])),
  args: 'expressions',
  over: isRunning,
  funcformat: oneOf('COERCE_EXPLICIT_CALL'),
};

/** `array_agg(distinct … order by …)`. */
const LIST_AGGREGATE: NodeRules = {
  funcname: named(new Set(['array_agg'])),
  args: 'expressions',
  agg_distinct: isTrue,
  agg_order: isOrder,
  agg_filter: 'expressions',
  funcformat: oneOf('COERCE_EXPLICIT_CALL'),
};

/** `… like $n::text`: a pattern that rows had in its place could be none. */
const PATTERN_MATCH: NodeRules = {
  kind: oneOf('AEXPR_LIKE'),
  name: named(new Set(['~~'])),
  lexpr: 'expressions',
  rexpr: isBoundText,
};

function rulesOf(node: TaggedNode): NodeRules | undefined {
  if (node.kind === 'FuncCall' && ORDERED_SETS.has(dottedName(node.body['funcname']) ?? ''))
    return node.body['agg_within_group'] === true ? ORDERED_SET : undefined;
  if (node.kind === 'FuncCall' && dottedName(node.body['funcname']) === 'array_agg')
    return node.body['agg_order'] === undefined ? undefined : LIST_AGGREGATE;
  if (node.kind === 'FuncCall' && dottedName(node.body['funcname']) === 'rank')
    return node.body['over'] === undefined ? undefined : RANK;
  if (node.kind === 'FuncCall' && node.body['over'] !== undefined) return RUNNING;
  if (node.kind === 'A_Expr' && node.body['kind'] === 'AEXPR_LIKE') return PATTERN_MATCH;
  return Object.hasOwn(EXPRESSIONS, node.kind) ? EXPRESSIONS[node.kind] : undefined;
}

/** @throws PlanRefused */
export function verifyExpression(value: unknown, slots: Slots): void {
  const hidden = pseudonymised(value, slots);
  if (hidden !== undefined) {
    verifyExpression(hidden, slots);
    return;
  }
  const node = tagged(value);
  const rules = node && rulesOf(node);
  if (!node || !rules) throw new PlanRefused(`an expression is a ${node?.kind ?? 'thing without a kind'}`);
  for (const field of Object.keys(node.body)) {
    if (POSITIONS.has(field)) continue;
    const content = node.body[field];
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

/** The column of a step by which its rows are told from the total. */
function isOneColumn(args: unknown): boolean {
  const [column, ...others] = asList(args);
  const { fields, ...rest }: SyntaxNode = bodyOf(column, 'ColumnRef') ?? {};
  return others.length === 0 && isColumn(fields) && isBare(rest);
}

/** What single elements may be taken of: a bound list, or one of rates. */
function isList(value: unknown, slots: Slots): boolean {
  return isBoundList(value, slots) || isRateList(value);
}

/** The one element of a list at an index that is an expression of ours. */
function isElement(value: unknown, slots: Slots): boolean {
  verifyExpression(elementIndex(value), slots);
  return true;
}

/** A value of the request or a constant of a formula: the tenant stands in scopes only. */
function isValue(number: unknown, slots: Slots): boolean {
  const slot = typeof number === 'number' ? slots[number - 1] : undefined;
  return slot?.kind === 'parameter' || slot?.kind === 'constant';
}

/** `within group (order by x)`: one key, in plain order. */
function isOrder(keys: unknown, slots: Slots): boolean {
  const [key, ...others] = asList(keys);
  const { node, sortby_dir, sortby_nulls, ...rest }: SyntaxNode = bodyOf(key, 'SortBy') ?? {};
  if (others.length > 0 || sortby_dir !== 'SORTBY_DEFAULT' || sortby_nulls !== 'SORTBY_NULLS_DEFAULT')
    return false;
  if (!isBare(rest)) return false;
  verifyExpression(node, slots);
  return true;
}

/** What PostgreSQL's parser says of a window without a frame of its own. */
const DEFAULT_FRAME = 1058;

/** By groups, from the greatest value to nothing, or from the least. */
function isRanking(value: unknown, slots: Slots): boolean {
  const directions = ['SORTBY_DESC', 'SORTBY_ASC'];
  return directions.some((direction) => isWindow(value, slots, { direction, nulls: 'SORTBY_NULLS_LAST' }));
}

/** By groups, from the first place on. */
function isRunning(value: unknown, slots: Slots): boolean {
  return isWindow(value, slots, { direction: 'SORTBY_DEFAULT', nulls: 'SORTBY_NULLS_DEFAULT' });
}

/** Groups by columns of the step, one key in an order, and the frame that there is by default. */
function isWindow(
  value: unknown,
  slots: Slots,
  order: { readonly direction: string; readonly nulls: string },
): boolean {
  const { partitionClause, orderClause, frameOptions, ...rest }: SyntaxNode = asNode(value) ?? {};
  const [key, ...others] = asList(orderClause);
  const { node, sortby_dir, sortby_nulls, ...extras }: SyntaxNode = bodyOf(key, 'SortBy') ?? {};
  const columns = asList(partitionClause).map((column) => bodyOf(column, 'ColumnRef'));
  const isPlain = [rest, extras].every(isBare);
  const isOrdered = sortby_dir === order.direction && sortby_nulls === order.nulls;
  if (!isPlain || !isOrdered || others.length > 0 || frameOptions !== DEFAULT_FRAME) return false;
  if (!columns.every((column) => column !== undefined && isColumn(column['fields']))) return false;
  verifyExpression(node, slots);
  return true;
}

function isBoundText(value: unknown, slots: Slots): boolean {
  const { arg, typeName, ...others }: SyntaxNode = bodyOf(value, 'TypeCast') ?? {};
  const { number, ...rest }: SyntaxNode = bodyOf(arg, 'ParamRef') ?? {};
  const type = asNode(typeName) ?? {};
  return (
    isValue(number, slots) &&
    isKnownType(type) &&
    dottedName(type['names']) === 'text' &&
    type['arrayBounds'] === undefined &&
    [others, rest].every(isBare)
  );
}

/** The parser leaves 0 out. */
function isSmallNumber(value: unknown): boolean {
  const { ival = 0, ...others }: SyntaxNode = asNode(value) ?? {};
  return (ival === 0 || ival === 1) && Object.keys(others).length === 0;
}

function isKnownText(value: unknown): boolean {
  return TEXTS.has(asNode(value)?.['sval']);
}

/** The key of a group: an array of texts. */
function areTexts(value: unknown, slots: Slots): boolean {
  const elements = asList(value);
  const areCasts = elements.every((element) => {
    const type = asNode(bodyOf(element, 'TypeCast')?.['typeName']);
    return dottedName(type?.['names']) === 'text' && type?.['arrayBounds'] === undefined;
  });
  if (areCasts) verifyExpressions(elements, slots);
  return areCasts && elements.length > 0;
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
    isBare(others)
  );
}

function named(known: ReadonlySet<string>): FieldRule {
  return (value) => known.has(dottedName(value) ?? '');
}

function oneOf(...known: readonly string[]): FieldRule {
  return (value) => known.some((candidate) => candidate === value);
}
