/**
 * The plan verifier: whatever built or rewrote a plan, every scan still carries the scope that the current
 * catalog gives its table, joins still run to one row of the same tenant, only columns of members are read,
 * and the columns of the answer are those asked for.
 */
import { assertNever } from '../base/assert-never.ts';
import { canonicalJson } from '../base/hash.ts';
import type { Catalog, Model } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { forEachLeaf } from '../formula/expression.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { outputColumns, type PlanNode, type PlanRoot, walk } from './node.ts';
import type { JoinToOne } from './nodes/join-to-one.ts';
import type { Scan } from './nodes/scan.ts';
import type { OutputColumn, RowPlanExpression } from './plan-expression.ts';

/** What was wrong, for the log; the caller hears only that the plan was refused. */
export class PlanRefused extends SemanticError<'PLAN_NOT_SCOPED'> {
  readonly reason: string;

  constructor(reason: string) {
    super('PLAN_NOT_SCOPED', {});
    this.reason = reason;
  }
}

/** @throws PlanRefused */
export function verifyPlan(root: PlanRoot, expected: readonly OutputColumn[], catalog: Catalog): void {
  if (canonicalJson(outputColumns(root)) !== canonicalJson(expected))
    throw new PlanRefused('the columns changed');
  // From the bottom, so that the first fault found is the cause of others.
  for (const node of [...walk(root)].toReversed()) verifyNode(node, catalog);
}

/** Nodes above the legs' rows name columns of steps only. */
function verifyNode(node: PlanNode, catalog: Catalog): void {
  switch (node.kind) {
    case 'scan':
      verifyScan(node, catalog);
      return verifyColumns(node.conditions, scansUnder(node), catalog);
    case 'join_to_one':
      return verifyJoin(node, catalog);
    case 'keep_rows':
      return verifyColumns(node.conditions, scansUnder(node), catalog);
    case 'row_values': {
      const expressions = node.columns.map(({ expression }) => expression);
      return verifyColumns(expressions, scansUnder(node), catalog);
    }
    case 'leg':
    case 'combine_legs':
    case 'fill_buckets':
    case 'compute_metrics':
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
  if (canonicalJson(scope) !== canonicalJson(scan.scope))
    throw new PlanRefused(`${source} does not carry its scope`);
  if (sourceKey(modelOf(scan, catalog).source) !== source)
    throw new PlanRefused(`${source} is not the source of ${scan.model}`);
}

/** What no member gives, the tenant column above all, nobody may read but scopes and joins. */
function verifyColumns(
  expressions: readonly RowPlanExpression[],
  scans: ReadonlyMap<string, Scan>,
  catalog: Catalog,
): void {
  for (const expression of expressions) {
    forEachLeaf(expression, ({ relation, column }) => {
      const scan = scans.get(relation);
      if (!scan) throw new PlanRefused(`${relation}.${column} is of no scan below`);
      const members = [...modelOf(scan, catalog).members.values()];
      if (!members.some(({ value }) => value.kind === 'column' && value.column === column))
        throw new PlanRefused(`${relation}.${column} is no column of a member`);
    });
  }
}

function verifyJoin(join: JoinToOne, catalog: Catalog): void {
  const target = modelOf(join.target, catalog);
  const columns = new Set(join.on.map((pair) => pair.target));
  const keys = [target.primaryKey, ...target.uniqueKeys].filter((key) => key.length > 0);
  if (!keys.some((key) => key.every((column) => columns.has(column)))) {
    throw new PlanRefused(`the join to ${target.name} does not cover a key`);
  }
  const scans = scansUnder(join.input);
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

function scansUnder(node: PlanNode): ReadonlyMap<string, Scan> {
  const scans = [...walk(node)].filter((inner) => inner.kind === 'scan');
  return new Map(scans.map((scan) => [scan.alias, scan]));
}

function modelOf(scan: Scan, catalog: Catalog): Model {
  const model = catalog.models.get(scan.model);
  if (!model) throw new PlanRefused(`${scan.model} is not a model of the catalog`);
  return model;
}
