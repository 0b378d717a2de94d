/** Tenant rules → the scope condition that every scan of a source carries. */
import { toposort } from '../base/toposort.ts';
import type { ScopeCondition } from '../tenancy/scope.ts';
import type { DeclaredModel } from './declare-models.ts';
import type { Report } from './report.ts';

/** By model name; a model whose rule does not hold is reported and absent. */
export function resolveScopes(
  models: ReadonlyMap<string, DeclaredModel>,
  report: Report,
): ReadonlyMap<string, ScopeCondition> {
  const scopes = new Map<string, ScopeCondition>();
  const order = toposort(models.keys(), (name) => parentOf(models.get(name)));
  if (order.kind === 'cycle') {
    for (const name of new Set(order.walk)) {
      reject(models.get(name), `it leads back to itself by ${order.walk.join(' → ')}`, report);
    }
    return scopes;
  }
  for (const name of order.nodes) {
    const model = models.get(name);
    const scope = model && resolveScope(model, { models, scopes, report });
    if (scope) scopes.set(name, scope);
  }
  return scopes;
}

function parentOf(model: DeclaredModel | undefined): string[] {
  if (model?.tenant.kind !== 'join') return [];
  const target = model.joins.get(model.tenant.join)?.target;
  return target === undefined ? [] : [target];
}

function resolveScope(
  model: DeclaredModel,
  context: {
    models: ReadonlyMap<string, DeclaredModel>;
    scopes: ReadonlyMap<string, ScopeCondition>;
    report: Report;
  },
): ScopeCondition | null {
  const { tenant } = model;
  if (tenant.kind !== 'join') return tenant;
  const join = model.joins.get(tenant.join);
  if (!join) return reject(model, `there is no join "${tenant.join}"`, context.report);
  const parent = context.models.get(join.target);
  const condition = context.scopes.get(join.target);
  if (!parent || !condition) return null;
  if (condition.kind === 'shared') {
    return reject(
      model,
      `${join.target} is shared, so it cannot scope the rows that lead to it`,
      context.report,
    );
  }
  return {
    kind: 'through',
    columns: join.on.map(({ column }) => column),
    parent: parent.source,
    parentColumns: join.on.map(({ target }) => target),
    condition,
  };
}

function reject(model: DeclaredModel | undefined, reason: string, report: Report): null {
  if (model) report.add('DEF_TENANT_RULE', { model: model.name, reason }, model.file.place(['tenant']));
  return null;
}
