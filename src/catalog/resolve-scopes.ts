/** Tenant rules → the scope condition that every scan of a source carries. */
import { suggest } from '../base/did-you-mean.ts';
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
  for (const name of orderByParent(models, report)) {
    const model = models.get(name);
    const scope = model && resolveScope(model, { models, scopes, report });
    if (scope) scopes.set(name, scope);
  }
  return scopes;
}

/** Without the models of a cycle, which is reported where it begins. */
function orderByParent(models: ReadonlyMap<string, DeclaredModel>, report: Report): readonly string[] {
  const left = new Set(models.keys());
  for (;;) {
    const order = toposort(left, (name) => parentOf(models.get(name)).filter((parent) => left.has(parent)));
    if (order.kind === 'sorted') return order.nodes;
    const [first = ''] = order.walk;
    const hint = 'One of these models must have a tenant column of its own: "tenant: client_id".';
    reject(
      models.get(first),
      { reason: `it leads back to itself by ${order.walk.join(' → ')}`, hint },
      report,
    );
    for (const name of order.walk) left.delete(name);
  }
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
  if (!join) {
    const names = [...model.joins.keys()];
    const known = names.length > 0 ? `Joins: ${names.join(', ')}.` : 'The model declares no joins.';
    const hint = suggest(tenant.join, names) ?? known;
    return reject(model, { reason: `there is no join "${tenant.join}"`, hint }, context.report);
  }
  if (join.at) {
    const reason = `which row of ${join.target} is meant changes with time, and whose a row is does not`;
    const hint = 'Scope by a join without `at`, or by a column.';
    return reject(model, { reason, hint }, context.report);
  }
  const parent = context.models.get(join.target);
  const condition = context.scopes.get(join.target);
  if (!parent || !condition) return null;
  if (condition.kind === 'shared') {
    const reason = `${join.target} is shared, so it cannot scope the rows that lead to it`;
    const hint = 'Name the column that says whose the rows are, or "shared" if they are everybody\'s.';
    return reject(model, { reason, hint }, context.report);
  }
  return {
    kind: 'through',
    columns: join.on.map(({ column }) => column),
    parent: parent.source,
    parentColumns: join.on.map(({ target }) => target),
    condition,
  };
}

function reject(
  model: DeclaredModel | undefined,
  { reason, hint }: { readonly reason: string; readonly hint: string },
  report: Report,
): null {
  if (model)
    report.add('DEF_TENANT_RULE', { model: model.name, reason }, { ...model.file.place(['tenant']), hint });
  return null;
}
