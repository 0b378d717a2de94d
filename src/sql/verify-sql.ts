/**
 * The SQL verifier: reads the final text with PostgreSQL's own parser and refuses any table of the
 * warehouse without its scope. It knows the catalog's scopes and nothing of plans or of how SQL is built.
 */
import { loadModule, parseSync } from 'libpg-query';
import { PlanRefused } from '../planner/verify-plan.ts';
import type { ScopeCondition } from '../tenancy/scope.ts';
import type { CompiledStatement } from './compiled-statement.ts';
import { asNode, asNodes, field, onlyKey, type SyntaxNode, text } from './parse-tree.ts';
import { markVerified, type VerifiedStatement } from './verified-statement.ts';
import { holdsScope } from './verify-scope.ts';

/** Loads the parser; once, before the first statement is verified. */
export async function loadSqlVerifier(): Promise<void> {
  await loadModule();
}

/** Kinds of parse nodes that our statements consist of; anything else is refused unseen. */
const NODES = new Set([
  'SelectStmt',
  'WithClause',
  'CommonTableExpr',
  'ResTarget',
  'ColumnRef',
  'String',
  'A_Const',
  'ParamRef',
  'A_Expr',
  'BoolExpr',
  'NullTest',
  'SubLink',
  'RangeVar',
  'RangeSubselect',
  'JoinExpr',
  'FuncCall',
  'A_Star',
  'TypeCast',
  'TypeName',
  'CaseExpr',
  'CaseWhen',
  'CoalesceExpr',
  'MinMaxExpr',
  'CollateClause',
  'SortBy',
  'List',
  'RowExpr',
  'Integer',
  'Alias',
]);

const FUNCTIONS = new Set([
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
  'to_char',
  'pg_catalog.timezone',
]);

const TYPES = new Set([
  'text',
  'bool',
  'int4',
  'int8',
  'numeric',
  'float8',
  'date',
  'timestamptz',
  'timestamp',
  'interval',
]);

const FORBIDDEN_CLAUSES = ['intoClause', 'lockingClause', 'valuesLists', 'windowClause'];

/** @throws PlanRefused */
export function verifySql(
  statement: CompiledStatement,
  scopes: ReadonlyMap<string, ScopeCondition>,
): VerifiedStatement {
  const tree = parse(statement.text);
  const [only, ...others] = asNodes(tree['stmts']);
  const select = field(asNode(only?.['stmt']), 'SelectStmt');
  if (!select || others.length > 0) throw new PlanRefused('the SQL is not one select');
  new StatementVerifier(statement, scopes).verify(select);
  return markVerified(statement);
}

function parse(sql: string): SyntaxNode {
  try {
    return asNode(parseSync(sql)) ?? {};
  } catch (error) {
    throw new PlanRefused(`the SQL does not parse: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

class StatementVerifier {
  private readonly statement: CompiledStatement;
  private readonly scopes: ReadonlyMap<string, ScopeCondition>;
  private readonly steps = new Set<string>();

  constructor(statement: CompiledStatement, scopes: ReadonlyMap<string, ScopeCondition>) {
    this.statement = statement;
    this.scopes = scopes;
  }

  verify(select: SyntaxNode): void {
    for (const step of asNodes(field(select, 'withClause')?.['ctes'])) {
      const name = text(field(step, 'CommonTableExpr')?.['ctename']);
      if (this.steps.has(name)) throw new PlanRefused(`two steps are called ${name}`);
      this.steps.add(name);
    }
    if (field(select, 'withClause')?.['recursive'] !== undefined)
      throw new PlanRefused('the SQL is recursive');
    this.visitSelect(select, true);
  }

  private visitSelect(select: SyntaxNode, outermost = false): void {
    for (const key of FORBIDDEN_CLAUSES) {
      if (select[key] !== undefined) throw new PlanRefused(`the SQL has a ${key}`);
    }
    if (select['withClause'] !== undefined && !outermost)
      throw new PlanRefused('a step has steps of its own');
    const tables = asNodes(select['fromClause'])
      .map((item) => field(item, 'RangeVar'))
      .filter((item) => item !== undefined);
    for (const table of tables) this.visitTable(table, select);
    const branches = [field(select, 'larg'), field(select, 'rarg')].filter((branch) => branch !== undefined);
    for (const branch of branches) this.visitSelect(branch);
    this.visitFields(select, [...tables, ...branches]);
  }

  /** A table stands alone in its own select, whose `where` begins with the table's scope. */
  private visitTable(table: SyntaxNode, select: SyntaxNode): void {
    const [schema, name] = [text(table['schemaname']), text(table['relname'])];
    if (schema === '') {
      if (!this.steps.has(name)) throw new PlanRefused(`${name} is neither a step nor a source`);
      return;
    }
    if (table['catalogname'] !== undefined) throw new PlanRefused('a table of another database is read');
    const scope = this.scopes.get(`${schema}.${name}`);
    if (!scope) throw new PlanRefused(`${schema}.${name} is not a source of the catalog`);
    if (asNodes(select['fromClause']).length !== 1)
      throw new PlanRefused(`${schema}.${name} is not read alone`);
    if (scope.kind === 'shared') return;
    const alias = text(field(table, 'alias')?.['aliasname']) || name;
    if (!holdsScope(select, { scope, alias, slots: this.statement.slots })) {
      throw new PlanRefused(`${schema}.${name} is read without its scope`);
    }
  }

  private visitFields(node: SyntaxNode, seen: readonly SyntaxNode[] = []): void {
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        const item = asNode(child);
        if (item && !seen.includes(item)) this.visit(item, seen);
      }
    }
  }

  private visit(node: SyntaxNode, seen: readonly SyntaxNode[]): void {
    const kind = onlyKey(node);
    if (kind === undefined) return this.visitFields(node, seen);
    const body = field(node, kind) ?? {};
    if (!NODES.has(kind)) throw new PlanRefused(`the SQL has a ${kind}`);
    if (seen.includes(body)) return;
    if (kind === 'SelectStmt') return this.visitSelect(body);
    if (kind === 'RangeVar') throw new PlanRefused('a table is read inside a join');
    if (kind === 'FuncCall') this.checkName(body['funcname'], FUNCTIONS, 'function');
    if (kind === 'TypeCast') this.checkType(field(body, 'typeName') ?? {});
    this.visitFields(body, seen);
  }

  private checkName(names: unknown, known: ReadonlySet<string>, what: string): void {
    const name = asNodes(names)
      .map((part) => text(field(part, 'String')?.['sval']))
      .join('.');
    if (!known.has(name)) throw new PlanRefused(`the SQL uses the ${what} ${name}`);
  }

  private checkType(type: SyntaxNode): void {
    const names = asNodes(type['names']).map((part) => text(field(part, 'String')?.['sval']));
    const name = names.filter((part) => part !== 'pg_catalog').join('.');
    if (!TYPES.has(name)) throw new PlanRefused(`the SQL casts to ${name}`);
  }
}
