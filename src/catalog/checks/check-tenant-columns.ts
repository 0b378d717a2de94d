/** The tenant column cannot be named by a caller, and one table has one tenant rule. */
import { canonicalJson } from '../../base/hash.ts';
import { sourceKey } from '../../tenancy/scope.ts';
import { type DeclaredModel, isKeyAlone } from '../declare-models.ts';
import type { Report } from '../report.ts';
import type { Check } from './check.ts';

export const checkTenantColumns: Check = ({ models, scopes }, report) => {
  const first = new Map<string, DeclaredModel>();
  for (const model of models.values()) {
    refuseExposure(model, report);
    const source = sourceKey(model.source);
    const scope = scopes.get(model.name);
    if (!scope) continue;
    const other = first.get(source);
    if (!other) first.set(source, model);
    else if (canonicalJson(scope) !== canonicalJson(scopes.get(other.name))) {
      const params = { model: model.name, other: other.name, source };
      const hint = `Give ${model.name} and ${other.name} the same "tenant:": it is the table's rule, whoever reads it.`;
      report.add('DEF_TENANT_RULES_DIFFER', params, { ...model.file.place(['tenant']), hint });
    }
  }
};

const EXPOSED =
  'Leave it out: rows are scoped by it without a word, and queries of several tenants group by "tenant".';

function refuseExposure(model: DeclaredModel, report: Report): void {
  const { tenant } = model;
  if (tenant.kind !== 'column' || isKeyAlone(tenant.column, model.primaryKey, model.uniqueKeys)) return;
  for (const member of model.members.values()) {
    if (member.formula !== null || member.column !== tenant.column) continue;
    report.add(
      'DEF_TENANT_COLUMN_EXPOSED',
      { column: tenant.column, model: model.name },
      { ...model.file.place(member.path), hint: EXPOSED },
    );
  }
}
