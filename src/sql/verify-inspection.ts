/**
 * The verifier of inspections: reads the text with PostgreSQL's own parser and passes it only if nothing but
 * counts can leave. It works by allow-list and knows nothing of how the text came about.
 */
import { parseSync } from 'libpg-query';
import { PlanRefused } from '../planner/verify-plan.ts';
import { asList, asNode, bodyOf, dottedName, POSITIONS, type SyntaxNode, tagged } from './parse-tree.ts';

const SELECT_FIELDS = new Set([
  'targetList',
  'fromClause',
  'whereClause',
  'groupClause',
  'havingClause',
  'limitOption',
  'op',
]);

/** The fields that each kind of node below a select may have; every other kind is refused. */
const FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    RangeVar: ['schemaname', 'relname', 'inh', 'relpersistence', 'alias'],
    RangeSubselect: ['subquery', 'alias'],
    JoinExpr: ['jointype', 'larg', 'rarg', 'quals'],
    ColumnRef: ['fields'],
    A_Const: ['ival', 'fval', 'sval'],
    A_Expr: ['kind', 'name', 'lexpr', 'rexpr'],
    BoolExpr: ['boolop', 'args'],
    NullTest: ['arg', 'nulltesttype'],
    SubLink: ['subLinkType', 'subselect'],
    FuncCall: ['funcname', 'args', 'agg_star', 'agg_distinct', 'agg_filter', 'funcformat'],
    TypeCast: ['arg', 'typeName'],
    ParamRef: ['number'],
  }).map(([kind, fields]) => [kind, new Set(fields)]),
);

const FUNCTIONS = new Set(['count', 'min', 'max', 'trunc', 'abs', 'lower', 'btrim']);
const OPERATORS = new Set(['=', '<>', '>', '>=', '-', '!~*']);
/** What is compared: texts, and days as numbers of days. */
const TYPES = new Set(['text', 'date']);
/** Of a select that tells only whether there is a row. */
const ONE = JSON.stringify({ ival: { ival: 1 } });
const HIDDEN_SCHEMAS = /^(pg_.*|information_schema|vitrine)$/;

/** @throws PlanRefused */
export function verifyInspection(text: string): void {
  verifySelect(readSelect(text), verifyCount);
}

function readSelect(text: string): SyntaxNode {
  if (text.includes('\0') || !text.isWellFormed()) refuse('it is no text');
  const statements = asList(asNode(parse(text))?.['stmts']);
  const select = bodyOf(asNode(statements[0])?.['stmt'], 'SelectStmt');
  return select && statements.length === 1 ? select : refuse('it is not one select');
}

/** Nothing but ids of tenants: one column, as text, of the rows of one table. @throws PlanRefused */
export function verifyTenantList(text: string): void {
  const select = readSelect(text);
  const [target, ...others] = asList(select['targetList']);
  const [table] = asList(select['fromClause']);
  if (!target || others.length > 0 || !bodyOf(table, 'RangeVar')) refuse('a list of tenants is no plain one');
  verifySelect(select, verifyId);
}

function verifyId(value: unknown): void {
  const cast = bodyOf(value, 'TypeCast') ?? refuse('an id is no text');
  if (!bodyOf(cast['arg'], 'ColumnRef')) refuse('an id is no column');
  verifyNode(value);
}

function parse(text: string): unknown {
  try {
    return parseSync(text);
  } catch {
    return refuse('it does not parse');
  }
}

/** `verifyTarget` says what may stand in the select list. */
function verifySelect(select: SyntaxNode, verifyTarget: (value: unknown) => void): void {
  checkFields('select', select, SELECT_FIELDS);
  if (select['op'] !== 'SETOP_NONE' || select['limitOption'] !== 'LIMIT_OPTION_DEFAULT')
    refuse('a select is no plain one');
  const targets = asList(select['targetList']);
  if (targets.length === 0 || asList(select['fromClause']).length !== 1) refuse('a select lacks a part');
  for (const target of targets) {
    const body = bodyOf(target, 'ResTarget') ?? refuse('a select gives something odd');
    checkFields('column', body, new Set(['val']));
    verifyTarget(body['val']);
  }
  for (const part of ['fromClause', 'groupClause']) for (const item of asList(select[part])) verifyNode(item);
  for (const part of ['whereClause', 'havingClause'])
    if (select[part] !== undefined) verifyNode(select[part]);
}

/** `count(*)`, with or without a filter, and nothing around it. */
function verifyCount(value: unknown): void {
  const call = bodyOf(value, 'FuncCall');
  if (call?.['agg_star'] !== true || dottedName(call['funcname']) !== 'count')
    refuse('it gives more than counts');
  verifyNode(value);
}

function verifyOne(value: unknown): void {
  const { location: _location, ...constant } = bodyOf(value, 'A_Const') ?? {};
  if (JSON.stringify(constant) !== ONE) refuse('an inner select gives more than a 1');
}

function verifyNode(value: unknown): void {
  const { kind, body } = tagged(value) ?? refuse('a node has no kind');
  const fields = FIELDS.get(kind) ?? refuse(`there is a ${kind}`);
  checkFields(kind, body, fields);
  switch (kind) {
    case 'RangeVar':
      return verifyTable(body);
    case 'RangeSubselect':
      return verifySelect(
        bodyOf(body['subquery'], 'SelectStmt') ?? refuse('a sub-select is none'),
        verifyOne,
      );
    case 'SubLink':
      if (body['subLinkType'] !== 'EXISTS_SUBLINK') refuse('a sub-select is no exists');
      return verifySelect(bodyOf(body['subselect'], 'SelectStmt') ?? refuse('an exists is none'), verifyOne);
    case 'JoinExpr':
      if (body['jointype'] !== 'JOIN_INNER') refuse('a join is no inner one');
      return verifyParts([body['larg'], body['rarg'], body['quals']]);
    case 'A_Expr':
      return verifyOperation(body);
    case 'FuncCall':
      if (!FUNCTIONS.has(dottedName(body['funcname']) ?? ''))
        refuse('there is a function that is not listed');
      return verifyParts([...asList(body['args']), ...optional(body['agg_filter'])]);
    case 'TypeCast':
      return verifyCast(body);
    case 'BoolExpr':
      return verifyParts(asList(body['args']));
    case 'NullTest':
      return verifyParts([body['arg']]);
    default:
      return;
  }
}

function verifyParts(parts: readonly unknown[]): void {
  for (const part of parts) verifyNode(part);
}

function verifyTable({ schemaname, inh, relpersistence }: SyntaxNode): void {
  if (inh !== true || relpersistence !== 'p') refuse('it reads a table in an odd way');
  if (typeof schemaname !== 'string' || HIDDEN_SCHEMAS.test(schemaname))
    refuse(`it reads a table of ${String(schemaname)}`);
}

function verifyOperation({ kind, name, lexpr, rexpr }: SyntaxNode): void {
  const operator = dottedName(name) ?? '';
  const known = kind === 'AEXPR_OP' ? OPERATORS.has(operator) : kind === 'AEXPR_OP_ALL' && operator === '<>';
  if (!known) refuse(`there is an operator ${operator}`);
  verifyParts([lexpr, rexpr]);
}

function verifyCast({ arg, typeName }: SyntaxNode): void {
  if (!TYPES.has(dottedName(asNode(typeName)?.['names']) ?? ''))
    refuse('there is a cast to something else than a text or a day');
  verifyNode(arg);
}

function optional(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value];
}

function checkFields(what: string, node: SyntaxNode, known: ReadonlySet<string>): void {
  for (const field of Object.keys(node))
    if (!known.has(field) && !POSITIONS.has(field)) refuse(`a ${what} has ${field}`);
}

function refuse(reason: string): never {
  throw new PlanRefused(`an inspection was refused: ${reason}`);
}
