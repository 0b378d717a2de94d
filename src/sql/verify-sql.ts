/**
 * The SQL verifier: reads the final text with PostgreSQL's own parser and passes only statements of the one
 * form that we write, in which every table of the warehouse is read alone and within its scope. It knows the
 * catalog's scopes and nothing of plans or of how SQL is built.
 */
import { loadModule, parseSync } from 'libpg-query';
import { PlanRefused } from '../planner/verify-plan.ts';
import { isLookedUp, type RowBook, type RowCondition } from '../tenancy/row-condition.ts';
import type { ScopeCondition } from '../tenancy/scope.ts';
import type { CompiledStatement, ParameterSlot } from './compiled-statement.ts';
import { asList, asNode, bodyOf, POSITIONS, type SyntaxNode, tagged } from './parse-tree.ts';
import { markVerified, type VerifiedStatement } from './verified-statement.ts';
import { isDaySeries } from './verify-days.ts';
import { verifyExpression } from './verify-expression.ts';
import { verifyGrouping } from './verify-grouping.ts';
import { slotSeries, verifyUnnest } from './verify-list.ts';
import { isPlace } from './verify-place.ts';
import { claimsRates, isRatesStep, verifyRatesJoin, verifyRatesStep } from './verify-rates.ts';
import { conjunctsOf, isPlainTable, isRowCondition, isScope } from './verify-scope.ts';

/** Loads the parser; once, before the first statement is verified. */
export async function loadSqlVerifier(): Promise<void> {
  await loadModule();
}

/** What every reading of a source must carry. */
export interface SourceRules {
  /** By `schema.table`; what is not there is no source. */
  readonly scopes: ReadonlyMap<string, ScopeCondition>;
  /** Conditions on rows, beside the scopes. */
  readonly rows: RowBook;
}

/** @throws PlanRefused */
export function verifySql(statement: CompiledStatement, rules: SourceRules): VerifiedStatement {
  verifyTree(parse(statement.text), { ...rules, slots: statement.slots });
  return markVerified(statement);
}

/** The same for a text that is parsed already. @throws PlanRefused */
export function verifyTree(
  tree: unknown,
  context: SourceRules & { readonly slots: readonly ParameterSlot[] },
): void {
  const statements = asList(asNode(tree)?.['stmts']);
  const select = bodyOf(asNode(statements[0])?.['stmt'], 'SelectStmt');
  if (!select || statements.length > 1) throw new PlanRefused('the SQL is not one select');
  new StatementVerifier(context).verify(select);
}

function parse(sql: string): unknown {
  // The parser stops at NUL and replaces lone surrogates: it would pass what it has not seen.
  if (sql.includes('\0') || !sql.isWellFormed()) throw new PlanRefused('the SQL is no text');
  try {
    return parseSync(sql);
  } catch (error) {
    throw new PlanRefused(`the SQL does not parse: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

/** The clauses that each sort of select may have. */
const CLAUSES = {
  statement: new Set(['withClause', 'targetList', 'fromClause', 'sortClause', 'limitCount']),
  step: new Set(['distinctClause', 'targetList', 'fromClause', 'whereClause', 'groupClause']),
  choice: new Set(['targetList', 'fromClause', 'sortClause', 'limitCount']),
  table: new Set(['targetList', 'fromClause', 'whereClause']),
  fenced: new Set(['targetList', 'fromClause', 'whereClause', 'limitOffset']),
  union: new Set(['all', 'larg', 'rarg']),
  values: new Set(['targetList']),
  'fenced values': new Set(['targetList', 'limitOffset']),
};

const COLUMN: ReadonlySet<string> = new Set(['name', 'val']);

class StatementVerifier {
  private readonly slots: readonly ParameterSlot[];
  private readonly scopes: SourceRules['scopes'];
  private readonly rows: RowBook;
  /** Whether each tenant has rates of its own; `null` before their step, and where there is none. */
  private rates: { readonly ofTenants: boolean } | null = null;
  /** Steps so far: a name that is used before its step, or in it, would mean a table. */
  private readonly steps = new Set<string>();

  constructor({ slots, scopes, rows }: SourceRules & { readonly slots: readonly ParameterSlot[] }) {
    this.slots = slots;
    this.scopes = scopes;
    this.rows = rows;
  }

  verify(select: SyntaxNode): void {
    checkSelect(select, 'statement');
    const steps = asNode(select['withClause']) ?? {};
    checkFields('with', steps, new Set(['ctes']));
    for (const step of asList(steps['ctes'])) this.verifyStep(bodyOf(step, 'CommonTableExpr') ?? {});
    this.verifyClauses(select);
    this.verifyOrder(select);
  }

  private verifyOrder(select: SyntaxNode): void {
    for (const key of asList(select['sortClause'])) {
      const sort = bodyOf(key, 'SortBy') ?? {};
      checkFields('sort key', sort, new Set(['node', 'sortby_dir', 'sortby_nulls']));
      verifyExpression(sort['node'], this.slots);
    }
    if (select['limitCount'] !== undefined) verifyExpression(select['limitCount'], this.slots);
  }

  private verifyStep(step: SyntaxNode): void {
    checkFields('step', step, new Set(['ctename', 'ctematerialized', 'ctequery']));
    const name = step['ctename'];
    if (typeof name !== 'string') throw new PlanRefused('a step has no name');
    if (this.steps.has(name)) throw new PlanRefused(`two steps are called ${name}`);
    this.verifySelect(step['ctequery']);
    if (isRatesStep(name))
      this.rates = verifyRatesStep(bodyOf(step['ctequery'], 'SelectStmt') ?? {}, {
        scopes: this.scopes,
        slots: this.slots,
      });
    this.steps.add(name);
  }

  private verifySelect(value: unknown): void {
    const select = bodyOf(value, 'SelectStmt');
    if (!select) throw new PlanRefused(`a step is a ${tagged(value)?.kind ?? 'thing without a kind'}`);
    this.verifySelectBody(select);
  }

  private verifySelectBody(select: SyntaxNode): void {
    if (select['op'] !== 'SETOP_NONE') return this.verifyUnion(select);
    const [from] = asList(select['fromClause']);
    const table = bodyOf(from, 'RangeVar');
    if (table && table['schemaname'] !== undefined) return this.verifyTable(select, table);
    if (select['sortClause'] !== undefined) return this.verifyChoice(select, from);
    checkSelect(select, 'step');
    if (select['distinctClause'] !== undefined) checkDistinct(select);
    this.verifyClauses(select);
  }

  /** The first rows of an earlier step, in an order: which groups are chosen. */
  private verifyChoice(select: SyntaxNode, from: unknown): void {
    checkSelect(select, 'choice');
    if (select['limitCount'] === undefined || !bodyOf(from, 'RangeVar'))
      throw new PlanRefused('an ordered step is not the first rows of another');
    this.verifyClauses(select);
    this.verifyOrder(select);
  }

  /** The parser gives the branches of unions without their kind. */
  private verifyUnion(select: SyntaxNode): void {
    checkSelect(select, 'union');
    if (select['op'] !== 'SETOP_UNION' || select['all'] !== true)
      throw new PlanRefused(`selects are joined by ${String(select['op'])}`);
    for (const branch of [select['larg'], select['rarg']]) this.verifySelectBody(asNode(branch) ?? {});
  }

  private verifyClauses(select: SyntaxNode): void {
    const [from, ...others] = asList(select['fromClause']);
    if (others.length > 0) throw new PlanRefused('a select reads several things at once');
    this.verifyFrom(from);
    this.verifyTargets(select);
    verifyGrouping(select['groupClause'], this.slots);
    if (select['whereClause'] !== undefined) verifyExpression(select['whereClause'], this.slots);
  }

  private verifyTargets(select: SyntaxNode): void {
    const [readsStep, readsList] = [this.readsStep(select), this.readsList(select)];
    for (const target of asList(select['targetList'])) {
      const body = bodyOf(target, 'ResTarget') ?? {};
      checkFields('column', body, COLUMN);
      if (readsStep && isPlace(body['val'], body['name'])) continue;
      const series = readsList ? slotSeries(body['val'], this.slots) : null;
      for (const expression of series ?? [body['val']]) verifyExpression(expression, this.slots);
    }
  }

  /** Rows of an earlier step, each as it is, may be given their places. */
  private readsStep(select: SyntaxNode): boolean {
    const [from, ...others] = asList(select['fromClause']);
    const table = bodyOf(from, 'RangeVar');
    const isPlain = select['groupClause'] === undefined && select['whereClause'] === undefined;
    return others.length === 0 && table !== undefined && table['schemaname'] === undefined && isPlain;
  }

  /** Rows of a bound list may become as many as they have slots. */
  private readsList(select: SyntaxNode): boolean {
    const [from, ...others] = asList(select['fromClause']);
    return others.length === 0 && bodyOf(from, 'RangeFunction') !== undefined;
  }

  /** A step, a select of its own, a left join of such, something beside each row, or a bound list. */
  private verifyFrom(item: unknown): void {
    const { kind, body }: { kind: string; body: SyntaxNode } = tagged(item) ?? { kind: 'nothing', body: {} };
    switch (kind) {
      case 'RangeVar':
        return this.verifyStepName(body);
      case 'RangeSubselect':
        if (claimsRates(item)) throw new PlanRefused('rates are not joined to rows');
        checkFields('sub-select', body, new Set(['subquery', 'alias']));
        checkFields('alias', asNode(body['alias']) ?? {}, new Set(['aliasname']));
        return this.verifySelect(body['subquery']);
      case 'JoinExpr':
        checkFields('join', body, new Set(['jointype', 'larg', 'rarg', 'quals']));
        if (body['jointype'] === 'JOIN_INNER') return this.verifyPairs(body);
        if (body['jointype'] !== 'JOIN_LEFT') throw new PlanRefused(`a join is ${String(body['jointype'])}`);
        return this.verifyLeftJoin(body);
      case 'RangeFunction':
        return verifyUnnest(body, this.slots);
      default:
        throw new PlanRefused(`a select reads from ${kind}`);
    }
  }

  private verifyLeftJoin(join: SyntaxNode): void {
    this.verifyFrom(join['larg']);
    if (claimsRates(join['rarg'])) {
      if (!this.rates) throw new PlanRefused('rates are joined before there are some');
      verifyRatesJoin(join, this.rates);
    } else this.verifyFrom(join['rarg']);
    verifyExpression(join['quals'], this.slots);
  }

  /** Every row beside every row of a step, or beside values that are computed from it. */
  private verifyPairs(join: SyntaxNode): void {
    checkFields('join of steps', join, new Set(['jointype', 'larg', 'rarg']));
    this.verifyFrom(join['larg']);
    const values = bodyOf(join['rarg'], 'RangeSubselect');
    if (values?.['lateral'] === true) this.verifyValues(values);
    else this.verifyStepName(bodyOf(join['rarg'], 'RangeVar') ?? {});
  }

  /** `lateral (select …)` that reads from nothing: expressions over the row beside it, with names, fenced or not. */
  private verifyValues(body: SyntaxNode): void {
    checkFields('values beside a row', body, new Set(['lateral', 'subquery', 'alias']));
    checkFields('alias', asNode(body['alias']) ?? {}, new Set(['aliasname']));
    const select = bodyOf(body['subquery'], 'SelectStmt') ?? {};
    if (select['limitOffset'] === undefined) checkSelect(select, 'values');
    else {
      checkSelect(select, 'fenced values');
      checkFence(select, [], 'a row');
    }
    const targets = asList(select['targetList']);
    const others = targets.filter((target) => !isDaySeries(target));
    if (targets.length - others.length > 1) throw new PlanRefused('two lists of days stand beside a row');
    this.verifyTargets({ ...select, targetList: others });
  }

  private verifyStepName(body: SyntaxNode): void {
    if (body['schemaname'] !== undefined) throw new PlanRefused(`${nameOf(body)} is not read alone`);
    checkFields('step name', body, new Set(['relname', 'inh', 'relpersistence']));
    if (isRatesStep(body['relname'])) throw new PlanRefused('rates are not joined to rows');
    if (typeof body['relname'] !== 'string' || !this.steps.has(body['relname']))
      throw new PlanRefused(`${String(body['relname'])} is neither an earlier step nor a source`);
  }

  /** A table stands alone in a select of its own, which has its scope among the conditions that must all hold. */
  private verifyTable(select: SyntaxNode, table: SyntaxNode): void {
    const name = nameOf(table);
    const scope = this.scopes.get(name);
    if (!scope) throw new PlanRefused(`${name} is not a source of the catalog`);
    if (asList(select['fromClause']).length !== 1) throw new PlanRefused(`${name} is not read alone`);
    const rows = this.rows.bySource.get(name) ?? [];
    checkSelect(select, isLookedUp(scope, rows) ? 'fenced' : 'table');
    const alias = asNode(table['alias'])?.['aliasname'];
    const source = { schema: String(table['schemaname']), table: String(table['relname']) };
    if (typeof alias !== 'string' || !isPlainTable({ RangeVar: table }, source, alias))
      throw new PlanRefused(`${name} is not read plainly`);
    const conditions = conjunctsOf(select['whereClause']);
    const inScope =
      scope.kind === 'shared' ? conditions : this.withoutScope(conditions, { scope, alias, name });
    const others = rows.reduce(
      (left, condition) => this.withoutRows(left, { rows: condition, alias, name }),
      inScope,
    );
    if (isLookedUp(scope, rows)) checkFence(select, others, name);
    for (const condition of others) verifyExpression(condition, this.slots);
    this.verifyTargets(select);
  }

  /** The conditions beside the scope, which is one of them exactly once. */
  private withoutScope(
    conditions: readonly unknown[],
    {
      scope,
      alias,
      name,
    }: { scope: Exclude<ScopeCondition, { kind: 'shared' }>; alias: string; name: string },
  ): readonly unknown[] {
    const others = conditions.filter((condition) => !isScope(condition, { scope, alias, slots: this.slots }));
    if (others.length !== conditions.length - 1) throw new PlanRefused(`${name} is read without its scope`);
    return others;
  }

  /** The conditions beside one on rows, which is there exactly once. */
  private withoutRows(
    conditions: readonly unknown[],
    { rows, alias, name }: { rows: RowCondition; alias: string; name: string },
  ): readonly unknown[] {
    const others = conditions.filter(
      (condition) => !isRowCondition(condition, { rows, alias, slots: this.slots }),
    );
    if (others.length !== conditions.length - 1)
      throw new PlanRefused(`${name} is read without the condition on its rows`);
    return others;
  }
}

function checkSelect(select: SyntaxNode, sort: keyof typeof CLAUSES): void {
  const { op, limitOption, ...clauses } = select;
  checkFields(sort, clauses, CLAUSES[sort]);
  const limited = clauses['limitCount'] !== undefined || clauses['limitOffset'] !== undefined;
  const limits = limited ? 'LIMIT_OPTION_COUNT' : 'LIMIT_OPTION_DEFAULT';
  if (limitOption !== limits || (sort !== 'union' && op !== 'SETOP_NONE'))
    throw new PlanRefused(`a ${sort} is ${String(op)} with ${String(limitOption)}`);
}

/**
 * A look-up of the parent is planned as a join: no condition may stand beside it, and `offset 0` keeps those
 * further out from being evaluated on rows that are not in scope.
 */
function checkFence(select: SyntaxNode, others: readonly unknown[], name: string): void {
  const constant = bodyOf(select['limitOffset'], 'A_Const') ?? {};
  checkFields('fence', constant, new Set(['ival']));
  const zero = asNode(constant['ival']);
  if (!zero || Object.keys(zero).length > 0) throw new PlanRefused(`${name} is read without its fence`);
  if (others.length > 0) throw new PlanRefused(`${name} is read with conditions inside its fence`);
}

/** `select distinct`, of all that it selects and of rows as they are. */
function checkDistinct(select: SyntaxNode): void {
  const [all, ...others] = asList(select['distinctClause']);
  const node = asNode(all);
  if (!node || Object.keys(node).length > 0 || others.length > 0)
    throw new PlanRefused('rows are told apart by a part of what they have');
  if (select['groupClause'] !== undefined) throw new PlanRefused('a step is grouped twice');
}

function checkFields(what: string, node: SyntaxNode, known: ReadonlySet<string>): void {
  for (const field of Object.keys(node)) {
    if (!known.has(field) && !POSITIONS.has(field)) throw new PlanRefused(`a ${what} has ${field}`);
  }
}

function nameOf({ catalogname, schemaname, relname }: SyntaxNode): string {
  return [catalogname, schemaname, relname].filter((part) => typeof part === 'string').join('.');
}
