/** Roles are conformed: the name means one model in the whole project (S4). */
import { suggest } from '../../base/did-you-mean.ts';
import type { Check } from './check.ts';

export const checkRoles: Check = ({ definitions, project, models, faulty }, report) => {
  const file = definitions.project;
  for (const [role, target] of project.roles) {
    if (!file) return;
    if (faulty.has(target) && !models.has(target)) continue;
    if (!models.has(target)) {
      report.add(
        'DEF_UNKNOWN_MODEL',
        { model: target },
        { ...file.place(['roles', role]), hint: suggest(target, models.keys()) },
      );
    } else if (role !== target && models.has(role)) {
      const hint = 'A role and a model may share a name only if the role leads to that model.';
      report.add('DEF_ROLE_SHADOWS_MODEL', { role }, { ...file.place(['roles', role]), hint });
    }
  }
  for (const model of models.values()) {
    for (const join of model.joins.values()) {
      const expected = project.roles.get(join.name);
      if (expected === undefined || expected === join.target) continue;
      if (!models.has(join.target) || !models.has(expected)) continue;
      const hint = `Call the join something else, or lead it to ${expected}.`;
      const params = { role: join.name, expected, actual: join.target };
      report.add('DEF_ROLE_TARGET', params, { ...model.file.place(['joins', join.name, 'model']), hint });
    }
  }
};
