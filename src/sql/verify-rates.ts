/**
 * The one form in which rates of exchange are read: a step that gathers those of a table, in scope, into one row
 * for each currency (and tenant, where the table has one), and joins to it by both. Knows no plans.
 */
import { canonicalJson } from '../base/hash.ts';
import { PlanRefused } from '../planner/verify-plan.ts';
import type { ScopeCondition } from '../tenancy/scope.ts';
import { RATE_COLUMNS, RATES_STEP } from './compile-rate.ts';
import type { ParameterSlot } from './compiled-statement.ts';
import { asList, asNode, bodyOf, dottedName, isBare, POSITIONS, type SyntaxNode } from './parse-tree.ts';
import { conjunctsOf } from './verify-scope.ts';

/** Names of joined rates, which nothing else may have: expressions may look into their lists. */
const ALIAS = /^rates [1-9]\d*$/;

const { currency, tenant, days, rates } = RATE_COLUMNS;

/** Whether the step is the one of rates. */
export function isRatesStep(name: unknown): boolean {
  return name === RATES_STEP;
}

/** Whether a joined select has, or claims to have, rates. */
export function claimsRates(item: unknown): boolean {
  const { subquery, alias }: SyntaxNode = bodyOf(item, 'RangeSubselect') ?? {};
  const [from] = asList(bodyOf(subquery, 'SelectStmt')?.['fromClause']);
  return (
    isRatesStep(bodyOf(from, 'RangeVar')?.['relname']) || ALIAS.test(String(asNode(alias)?.['aliasname']))
  );
}

/** `"rates 1"."days"`: a list of a joined row. */
export function isRateList(value: unknown): boolean {
  const { fields, ...rest }: SyntaxNode = bodyOf(value, 'ColumnRef') ?? {};
  const [relation, column, ...others] = asList(fields).map((field) => bodyOf(field, 'String')?.['sval']);
  const isNamed = ALIAS.test(String(relation)) && (column === days || column === rates);
  return isNamed && others.length === 0 && isBare(rest);
}

/**
 * The step's own form; its parts were verified like those of any step. Says whether its rows are those of a tenant.
 * @throws PlanRefused
 */
export function verifyRatesStep(
  select: SyntaxNode,
  {
    scopes,
    slots,
  }: { readonly scopes: ReadonlyMap<string, ScopeCondition>; readonly slots: readonly ParameterSlot[] },
): { readonly ofTenants: boolean } {
  const { alias, scope } = readTable(select, scopes);
  if (scope.kind === 'through' && slots.some(({ kind }) => kind === 'tenants'))
    throw new PlanRefused('rates of several tenants cannot be told apart');
  const ofTenants = scope.kind === 'column';
  const targets = asList(select['targetList']).map((target) => bodyOf(target, 'ResTarget') ?? {});
  const names = targets.map(({ name }) => name);
  const keys = ofTenants ? [currency, tenant] : [currency];
  if (canonicalJson(names) !== canonicalJson([...keys, days, rates]))
    throw new PlanRefused('rates are given by other columns');
  if (ofTenants && !isTextOf(targets[1]?.['val'], [alias, scope.column]))
    throw new PlanRefused('rates are of another tenant than their rows');
  const grouped = asList(select['groupClause']).map(plain);
  if (canonicalJson(grouped) !== canonicalJson(keys.map((_, index) => plain(targets[index]?.['val']))))
    throw new PlanRefused('rates are not one row for each currency');
  const [dayList, rateList] = targets.slice(keys.length).map(({ val }) => listOf(val));
  if (!dayList || !rateList || dayList.order !== rateList.order || dayList.value !== dayList.order)
    throw new PlanRefused('rates are not in the order of their days');
  return { ofTenants };
}

function readTable(
  { fromClause }: SyntaxNode,
  scopes: ReadonlyMap<string, ScopeCondition>,
): { readonly alias: string; readonly scope: ScopeCondition } {
  const [from, ...others] = asList(fromClause);
  const { subquery, alias }: SyntaxNode = bodyOf(from, 'RangeSubselect') ?? {};
  const [table] = asList(bodyOf(subquery, 'SelectStmt')?.['fromClause']);
  const { schemaname, relname }: SyntaxNode = bodyOf(table, 'RangeVar') ?? {};
  const scope = scopes.get(`${String(schemaname)}.${String(relname)}`);
  if (!scope || others.length > 0) throw new PlanRefused('rates are read from something else than a table');
  return { alias: String(asNode(alias)?.['aliasname']), scope };
}

/** `array_agg(x order by y)` over all rows. */
function listOf(value: unknown): { readonly value: string; readonly order: string } | null {
  const call = bodyOf(value, 'FuncCall') ?? {};
  const [argument, ...more] = asList(call['args']);
  const [key] = asList(call['agg_order']);
  const isList = dottedName(call['funcname']) === 'array_agg' && more.length === 0 && key !== undefined;
  if (!isList || call['agg_filter'] !== undefined || call['agg_distinct'] !== undefined) return null;
  return {
    value: canonicalJson(plain(argument)),
    order: canonicalJson(plain(bodyOf(key, 'SortBy')?.['node'])),
  };
}

/** `left join (select … from "rates.to_currency") as "rates 1" on …`; what its conditions say is for others to verify. @throws PlanRefused */
export function verifyRatesJoin(join: SyntaxNode, { ofTenants }: { readonly ofTenants: boolean }): void {
  const name = String(asNode(bodyOf(join['rarg'], 'RangeSubselect')?.['alias'])?.['aliasname']);
  const columns = ofTenants ? [currency, tenant, days, rates] : [currency, days, rates];
  if (!ALIAS.test(name) || canonicalJson(plain(join['rarg'])) !== canonicalJson(joinedTree(name, columns)))
    throw new PlanRefused('rates are joined in another form');
  const [byCurrency, byTenant, ...others] = conjunctsOf(join['quals']);
  if (others.length > 0 || !equates(byCurrency, [name, currency]))
    throw new PlanRefused('rates are joined by something else than their currency');
  if (ofTenants ? !equates(byTenant, [name, tenant], isOneText) : byTenant !== undefined)
    throw new PlanRefused('rates are joined without their tenant');
}

function joinedTree(alias: string, columns: readonly string[]): object {
  const select = {
    targetList: columns.map((column) => ({
      ResTarget: { val: { ColumnRef: { fields: [{ String: { sval: column } }] } } },
    })),
    fromClause: [{ RangeVar: { relname: RATES_STEP, inh: true, relpersistence: 'p' } }],
    limitOption: 'LIMIT_OPTION_DEFAULT',
    op: 'SETOP_NONE',
  };
  return { RangeSubselect: { subquery: { SelectStmt: select }, alias: { aliasname: alias } } };
}

function equates(
  condition: unknown,
  column: readonly string[],
  fits: (value: unknown) => boolean = () => true,
): boolean {
  const { kind, name, lexpr, rexpr }: SyntaxNode = bodyOf(condition, 'A_Expr') ?? {};
  const left = asList(bodyOf(lexpr, 'ColumnRef')?.['fields']).map(
    (field) => bodyOf(field, 'String')?.['sval'],
  );
  const isEqual = kind === 'AEXPR_OP' && dottedName(name) === '=';
  return isEqual && canonicalJson(left) === canonicalJson(column) && fits(rexpr);
}

/** `"orders"."client_id"::text`. */
function isOneText(value: unknown): boolean {
  const { arg, typeName }: SyntaxNode = bodyOf(value, 'TypeCast') ?? {};
  return dottedName(asNode(typeName)?.['names']) === 'text' && bodyOf(arg, 'ColumnRef') !== undefined;
}

function isTextOf(value: unknown, column: readonly string[]): boolean {
  const { fields }: SyntaxNode = bodyOf(bodyOf(value, 'TypeCast')?.['arg'], 'ColumnRef') ?? {};
  const named = asList(fields).map((field) => bodyOf(field, 'String')?.['sval']);
  return isOneText(value) && canonicalJson(named) === canonicalJson(column);
}

/** The tree wherever it stands. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  const node = asNode(value);
  if (!node) return value ?? null;
  const fields = Object.entries(node).filter(([field]) => !POSITIONS.has(field));
  return Object.fromEntries(fields.map(([field, item]) => [field, plain(item)]));
}
