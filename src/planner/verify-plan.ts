/**
 * The plan verifier: whatever built or rewrote a plan, every scan still carries the scope that the current
 * catalog gives its table, joins still run to one row of the same tenant, only columns of members are read,
 * and the columns of the answer are those asked for.
 */
import { assertNever } from '../base/assert-never.ts';
import { canonicalJson } from '../base/hash.ts';
import type { Catalog, Model } from '../catalog/catalog.ts';
import { parentJoin } from '../catalog/tenant-keys.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { forEachLeaf, mapLeaves } from '../formula/expression.ts';
import { EACH_DAY } from '../query/spread-days.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { tiesOf, validityOf } from './bind-version.ts';
import { scanHolidays } from './build-holidays.ts';
import { rateTable } from './build-rates.ts';
import { inputsOf, outputColumns, type PlanNode, type PlanRoot, walk, walkRows } from './node.ts';
import type { ChooseRows } from './nodes/choose-rows.ts';
import type { GroupValues } from './nodes/group-values.ts';
import { PARTNER_KEY } from './nodes/join-partners.ts';
import { type Leg, type LegRows, outputsOf, rowValuesOf } from './nodes/leg.ts';
import type { AttributeRows, JoinAtTime, JoinHolidays, JoinRates, JoinToOne } from './nodes/relation.ts';
import type { RowValues } from './nodes/row-values.ts';
import type { Scan } from './nodes/scan.ts';
import type { OutputColumn, RowPlanExpression } from './plan-expression.ts';
import { findJoinFault, findRowsFault } from './verify-attributes.ts';
import { faultOfBridge, faultOfPartners, faultOfRepeats, faultOfRowKey } from './verify-bridges.ts';
import { faultOfDays, faultOfSpread, hasDays } from './verify-spread.ts';

/** What was wrong, for the log; the caller hears only that the plan was refused. */
export class PlanRefused extends SemanticError<'PLAN_NOT_SCOPED'> {
  readonly reason: string;

  constructor(reason: string) {
    super('PLAN_NOT_SCOPED', {});
    this.reason = reason;
  }
}

export interface VerifyContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
}

/** @throws PlanRefused */
export function verifyPlan(root: PlanRoot, expected: readonly OutputColumn[], context: VerifyContext): void {
  if (canonicalJson(outputColumns(root)) !== canonicalJson(expected))
    throw new PlanRefused('the columns changed');
  const marked = new Set(legsUnder(root).map(({ totals }) => totals));
  if (marked.size > 1) throw new PlanRefused('some legs have totals and others have none');
  // From the bottom, so that the first fault found is the cause of others.
  for (const node of walk(root).toReversed()) verifyNode(node, context);
}

/** Nodes above the legs' rows name columns of steps only. */
function verifyNode(node: PlanNode, context: VerifyContext): void {
  switch (node.kind) {
    case 'scan':
      verifyScan(node, context.catalog);
      return verifyColumns(node.conditions, node, context);
    case 'join_to_one':
      return verifyJoin(node, context);
    case 'join_bridge':
      return refuse(faultOfBridge(node, { ...context, scans: scansUnder(node.input) }));
    case 'join_partners':
      refuse(faultOfPartners(node, { ...context, scans: scansUnder(node.input) }));
      return verifyColumns([...node.conditions, ...node.key], node.partners, context);
    case 'join_at_time':
      return verifyJoinAtTime(node, context);
    case 'join_holidays':
      return verifyHolidays(node, context);
    case 'join_rates':
      return verifyRates(node, context);
    case 'join_attribute':
      return refuse(
        findJoinFault(node, { scans: scansUnder(node.input), inner: scansUnder(node.rows) }, context),
      );
    case 'attribute_rows': {
      const expressions = node.columns.map(({ expression }) => expression);
      verifyColumns([...expressions, ...node.conditions], node, context);
      return refuse(findRowsFault(node, scansUnder(node), context));
    }
    case 'spread_days':
      refuse(faultOfSpread(node, { ...context, scans: scansUnder(node.input) }));
      return verifyColumns([node.date], node.input, context);
    case 'keep_rows':
      return verifyColumns(withoutPartners(node.conditions, node), node, context);
    case 'row_values': {
      refuse(faultOfRowKey(node, { ...context, scans: scansUnder(node) }));
      const expressions = node.columns.map(({ expression }) => expression);
      return verifyColumns(withoutPartners(expressions, node), node, context);
    }
    case 'choose_rows':
      return verifyChoice(node, context);
    case 'leg':
      verifyLeg(node);
      refuse(faultOfDays(node));
      return refuse(faultOfRepeats(node));
    case 'group_values':
      return verifyEdges(node);
    case 'keep_top':
    case 'join_windows':
    case 'sum_slots':
    case 'accumulate_slots':
    case 'choose_groups':
    case 'combine_legs':
    case 'fill_buckets':
    case 'join_totals':
    case 'compute_metrics':
    case 'keep_groups':
    case 'order_rows':
      return;
    default:
      assertNever(node);
  }
}

function verifyScan(scan: Scan, catalog: Catalog): void {
  const source = sourceKey(scan.source);
  const scope = catalog.scopes.get(source);
  if (!scope) throw new PlanRefused(`${source} is not a source of the catalog`);
  if (scope !== scan.scope && canonicalJson(scope) !== canonicalJson(scan.scope))
    throw new PlanRefused(`${source} does not carry its scope`);
  if (canonicalJson(scan.rows) !== canonicalJson(catalog.rows.bySource.get(source) ?? []))
    throw new PlanRefused(`${source} does not carry the conditions on its rows`);
  if (sourceKey(modelOf(scan, catalog).source) !== source)
    throw new PlanRefused(`${source} is not the source of ${scan.model}`);
}

/** The expressions without the keys of partners, which are columns of no scan. */
function withoutPartners(
  expressions: readonly RowPlanExpression[],
  node: PlanNode,
): readonly RowPlanExpression[] {
  const partners = walk(node).filter((each) => each.kind === 'join_partners');
  if (partners.length === 0) return expressions;
  const names = new Set(partners.map(({ name }) => name));
  const nothing: RowPlanExpression = { kind: 'literal', type: 'null', value: null };
  return expressions.map((expression) =>
    mapLeaves(expression, (leaf) =>
      names.has(leaf.relation) && leaf.column === PARTNER_KEY ? nothing : leaf,
    ),
  );
}

/** What no member gives, nobody may read but scopes and joins; the tenant column, plans for several tenants. */
function verifyColumns(
  expressions: readonly RowPlanExpression[],
  node: PlanNode,
  { catalog, tenants }: VerifyContext,
): void {
  if (expressions.length === 0) return;
  const scans = scansUnder(node);
  const attributes = attributesUnder(node);
  const days = hasDays(node);
  for (const expression of expressions) {
    forEachLeaf(expression, ({ relation, column }) => {
      if (attributes.get(relation)?.value.name === column || (days && relation === EACH_DAY)) return;
      const scan = scans.get(relation);
      if (!scan) throw new PlanRefused(`${relation}.${column} is of no scan below`);
      const model = modelOf(scan, catalog);
      if (tenants === 'several' && column === model.tenantColumn) return;
      if (!columnsOf(model).has(column))
        throw new PlanRefused(`${relation}.${column} is no column of a member`);
    });
  }
}

/** Models never change: the columns of a model's members are listed once. */
const COLUMNS = new WeakMap<Model, ReadonlySet<string>>();

function columnsOf(model: Model): ReadonlySet<string> {
  const known = COLUMNS.get(model);
  if (known) return known;
  const values = [...model.members.values()].map(({ value }) => value);
  const columns = new Set(values.flatMap((value) => (value.kind === 'column' ? [value.column] : [])));
  COLUMNS.set(model, columns);
  return columns;
}

/** Rows are chosen by what they have, and those of one tenant apart from those of others. */
function verifyChoice(choice: ChooseRows, { catalog, tenants }: VerifyContext): void {
  const { time, buckets, keys, ties, where } = choice;
  const known = new Set(outputsOf(choice.input));
  const named = [time, ...buckets, ...keys, ...ties].map(({ name }) => name);
  for (const name of where === null ? named : [...named, where])
    if (!known.has(name)) throw new PlanRefused(`rows are chosen by ${name}, which they do not have`);
  if (tenants === 'one') return;
  const values = rowValuesOf(choice);
  const scans = scansUnder(values);
  const isTenant = ({ expression }: RowValues['columns'][number]): boolean => {
    const scan = expression.kind === 'stored_column' ? scans.get(expression.relation) : undefined;
    return (
      scan !== undefined &&
      expression.kind === 'stored_column' &&
      expression.column === modelOf(scan, catalog).tenantColumn
    );
  };
  const tenantNames = values.columns.filter(isTenant).map(({ name }) => name);
  const isShared = [...scans.values()].every(({ scope }) => scope.kind === 'shared');
  if (!isShared && !keys.some(({ name }) => tenantNames.includes(name)))
    throw new PlanRefused('rows of several tenants are chosen together');
}

/** Groups and aggregates are of what the rows have. */
function verifyLeg({ name, input, groups, aggregates }: Leg): void {
  const known = new Set(outputsOf(input));
  const used = aggregates.flatMap(({ argument, filter }) => [argument?.name ?? null, filter]);
  for (const column of [...groups.map((group) => group.name), ...used])
    if (column !== null && !known.has(column))
      throw new PlanRefused(`${name} is over ${column}, which its rows do not have`);
}

/** The first and last buckets are told by groups of the values. */
function verifyEdges({ input, edges }: GroupValues<LegRows>): void {
  const known = new Set(input.groups.map(({ name }) => name));
  for (const { bucket, within } of edges)
    for (const { name } of [bucket, ...within])
      if (!known.has(name)) throw new PlanRefused(`buckets are told by ${name}, which is no group`);
}

/** Holidays are read as the catalog says, and nothing else beside them. */
function verifyHolidays({ calendar, days }: JoinHolidays, context: VerifyContext): void {
  const expected = scanHolidays(calendar, context);
  if (!expected || canonicalJson(days) !== canonicalJson(expected))
    throw new PlanRefused(`holidays of ${calendar} are read from something else`);
}

/** Rates are read as the catalog says, and where they are a tenant's, joined to rows of the same tenant. */
function verifyRates({ input, table, alias, currency, tenant }: JoinRates, context: VerifyContext): void {
  const scans = scansUnder(input);
  const expected = rateTable(table.target, context);
  if (canonicalJson(table) !== canonicalJson(expected))
    throw new PlanRefused('rates are read from something else');
  if (scans.has(alias)) throw new PlanRefused(`two relations are called ${alias}`);
  verifyColumns([currency], input, context);
  const whose = tenant && scans.get(tenant.relation);
  const isOwn = whose ? modelOf(whose, context.catalog).tenantColumn === tenant.column : false;
  if (table.tenant ? !isOwn : tenant !== null)
    throw new PlanRefused(`${alias} may be of another tenant than the row`);
}

function verifyJoin(join: JoinToOne, context: VerifyContext): void {
  const target = modelOf(join.target, context.catalog);
  const columns = new Set(join.on.map((pair) => pair.target));
  const keys = [target.primaryKey, ...target.uniqueKeys].filter((key) => key.length > 0);
  if (!keys.some((key) => key.every((column) => columns.has(column)))) {
    throw new PlanRefused(`the join to ${target.name} does not cover a key`);
  }
  verifyPartners(join, target, context);
}

/** The time is one that the row has, and decides among rows of the key that some join at a time of the catalog names. */
function verifyJoinAtTime(join: JoinAtTime, context: VerifyContext): void {
  const target = modelOf(join.target, context.catalog);
  const { alias } = join.target;
  const scans = scansUnder(join.input);
  verifyPartners(join, target, context);
  verifyColumns([join.at], join.input, context);
  const known = join.on.map(({ column, target: theirs }) => `${column} ${theirs}`);
  const isDeclared = [...scans.values()].some((scan) =>
    [...modelOf(scan, context.catalog).joins.values()].some(
      ({ at, target: name, on }) =>
        at !== null &&
        name === target.name &&
        on.every((pair) => known.includes(`${pair.column} ${pair.target}`)),
    ),
  );
  if (!isDeclared) throw new PlanRefused(`no join at a time leads to ${target.name} by these columns`);
  const versioned = { alias, model: target };
  const { at, validity, ties } = join;
  if (canonicalJson([validity, ties]) !== canonicalJson([validityOf(versioned), tiesOf(versioned)]))
    throw new PlanRefused(`rows of ${target.name} are not chosen by their validity`);
  if (at.type !== validity.from.type)
    throw new PlanRefused(`a ${at.type} is looked for among validities of ${target.name}`);
}

/** Partners are of the row's own tenant, and of a table that is joined once. */
function verifyPartners(
  join: JoinToOne | JoinAtTime,
  target: Model,
  { catalog, tenants }: VerifyContext,
): void {
  const scans = scansUnder(join.input);
  if (tenants === 'several') verifyTenants(join, target, { scans, catalog });
  if (scans.has(join.target.alias)) throw new PlanRefused(`two scans are called ${join.target.alias}`);
  for (const { relation } of join.on) {
    const source = scans.get(relation);
    if (!source) throw new PlanRefused(`the join to ${target.name} starts from an unknown relation`);
    const { tenantColumn } = modelOf(source, catalog);
    const equated = join.on.some(
      (pair) =>
        pair.relation === relation && pair.column === tenantColumn && pair.target === target.tenantColumn,
    );
    if (tenantColumn !== null && target.tenantColumn !== null && !equated)
      throw new PlanRefused(`the join to ${target.name} does not equate the tenant`);
  }
}

/** Over several tenants every join to rows of tenants equates those, but for the one to the scoping parent. */
function verifyTenants(
  join: JoinToOne | JoinAtTime,
  target: Model,
  { scans, catalog }: { scans: ReadonlyMap<string, Scan>; catalog: Catalog },
): void {
  if (target.scope.kind === 'shared') return;
  const holds = join.on.some(({ relation, column, target: theirs }) => {
    const scan = scans.get(relation);
    if (!scan) return false;
    const from = modelOf(scan, catalog);
    const parent = parentJoin(from, catalog.models);
    return theirs === target.tenantColumn ? column === from.tenantColumn : parent?.target === target.name;
  });
  if (!holds) throw new PlanRefused(`the join to ${target.name} may lead to another tenant`);
}

/** Nodes never change, so what is under one is found once: joins stand in long chains. */
const SCANS = new WeakMap<PlanNode, ReadonlyMap<string, Scan>>();

/** The scans whose columns rows have; holidays, rates and partners are lists beside them. */
function scansUnder(node: PlanNode): ReadonlyMap<string, Scan> {
  const known = SCANS.get(node);
  if (known) return known;
  const scans = findScans(node);
  SCANS.set(node, scans);
  return scans;
}

function findScans(node: PlanNode): ReadonlyMap<string, Scan> {
  if (node.kind === 'scan') return new Map([[node.alias, node]]);
  const lists = listsOf(node);
  const inputs = inputsOf(node).filter((input) => input.kind !== 'attribute_rows' && !lists.includes(input));
  const [first, ...others] = inputs.map(scansUnder);
  if (first && others.length === 0) return first;
  const scans = new Map(first);
  for (const other of others) for (const [alias, scan] of other) scans.set(alias, scan);
  return scans;
}

function listsOf(node: PlanNode): readonly PlanNode[] {
  if (node.kind === 'join_holidays') return [node.days];
  if (node.kind === 'join_partners') return [node.partners];
  return node.kind === 'join_rates' ? [node.table.scan] : [];
}

/** The attributes whose values stand beside rows, by what expressions call them. */
function attributesUnder(node: PlanNode): ReadonlyMap<string, AttributeRows> {
  const joins = walkRows(node).filter((each) => each.kind === 'join_attribute');
  return new Map(joins.map(({ alias, rows }) => [alias, rows]));
}

function refuse(fault: string | null): void {
  if (fault !== null) throw new PlanRefused(fault);
}

function legsUnder(root: PlanRoot): readonly Leg[] {
  return walk(root).filter((node) => node.kind === 'leg');
}

function modelOf(scan: Scan, catalog: Catalog): Model {
  const model = catalog.models.get(scan.model);
  if (!model) throw new PlanRefused(`${scan.model} is not a model of the catalog`);
  return model;
}
