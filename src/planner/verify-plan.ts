/**
 * The plan verifier: whatever built or rewrote a plan, every scan still carries the scope that the current
 * catalog gives its table, joins still run to one row of the same tenant, and the columns are those asked for.
 */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { outputColumns, type PlanRoot, walk } from './node.ts';
import type { JoinToOne } from './nodes/join-to-one.ts';
import type { Scan } from './nodes/scan.ts';
import type { OutputColumn } from './plan-expression.ts';

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
  for (const node of walk(root)) {
    if (node.kind === 'scan') verifyScan(node, catalog);
    if (node.kind === 'join_to_one') verifyJoin(node, catalog);
  }
}

function verifyScan(scan: Scan, catalog: Catalog): void {
  const source = sourceKey(scan.source);
  const scope = catalog.scopes.get(source);
  if (!scope) throw new PlanRefused(`${source} is not a source of the catalog`);
  if (canonicalJson(scope) !== canonicalJson(scan.scope))
    throw new PlanRefused(`${source} does not carry its scope`);
}

function verifyJoin(join: JoinToOne, catalog: Catalog): void {
  const target = catalog.models.get(join.target.model);
  if (!target) throw new PlanRefused(`${join.target.model} is not a model of the catalog`);
  const columns = new Set(join.on.map((pair) => pair.target));
  const keys = [target.primaryKey, ...target.uniqueKeys].filter((key) => key.length > 0);
  if (!keys.some((key) => key.every((column) => columns.has(column)))) {
    throw new PlanRefused(`the join to ${target.name} does not cover a key`);
  }
  for (const { relation } of join.on) {
    const source = [...walk(join.input)].find((node) => node.kind === 'scan' && node.alias === relation);
    const model = source?.kind === 'scan' ? catalog.models.get(source.model) : undefined;
    if (!model) throw new PlanRefused(`the join to ${target.name} starts from an unknown relation`);
    const scoped = model.tenantColumn !== null && target.tenantColumn !== null;
    const equated = join.on.some(
      (pair) => pair.column === model.tenantColumn && pair.target === target.tenantColumn,
    );
    if (scoped && !equated) throw new PlanRefused(`the join to ${target.name} does not equate the tenant`);
  }
}
