/** `tenants`: zone and currency of each tenant come from the one row that a model has of it. */
import { isKeyAlone } from '../declare-models.ts';
import type { Check } from './check.ts';
import { requireMember, requireModel } from './require-member.ts';

export const checkTenantProfiles: Check = ({ definitions: { project }, models, faulty }, report) => {
  const tenants = project?.value.tenants;
  if (!project || !tenants) return;
  const place = project.place(['tenants', 'model']);
  const model = requireModel(tenants.model, place, { models, faulty, report });
  if (!model) return;
  const refuse = (reason: string, hint: string): void =>
    report.add('DEF_PROJECT_MODEL', { key: 'tenants', model: model.name, reason }, { ...place, hint });
  if (model.tenant.kind !== 'column')
    refuse(
      'no column of it scopes its rows',
      `Say in ${model.name} which column is the tenant: \`tenant: …\`.`,
    );
  else if (!isKeyAlone(model.tenant.column, model.primaryKey, model.uniqueKeys))
    refuse(
      'a tenant may have several rows there',
      `Declare the tenant column as a key of it: \`unique_keys: [[${model.tenant.column}]]\`.`,
    );
  for (const key of ['zone', 'currency'] as const) {
    const name = tenants[key];
    if (name === undefined) continue;
    const expected = 'a dimension of type string over a column';
    requireMember(
      {
        model,
        name,
        expected,
        fits: ({ kind, type, formula }) => kind === 'dimension' && type === 'string' && formula === null,
        place: project.place(['tenants', key]),
      },
      report,
    );
  }
};
