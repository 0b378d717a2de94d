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
    const ways = [
      ...[...model.joins.values()].map((join) => ({ ...join, what: 'join' })),
      ...[...model.bridges.values()].map((bridge) => ({ ...bridge, what: 'bridge' })),
    ];
    for (const { name, target, what } of ways) {
      const expected = project.roles.get(name);
      if (expected === undefined || expected === target) continue;
      if (!models.has(target) || !models.has(expected)) continue;
      const hint = `Call the ${what} something else, or lead it to ${expected}.`;
      const params = { role: name, expected, actual: target };
      report.add('DEF_ROLE_TARGET', params, { ...model.file.place([`${what}s`, name, 'model']), hint });
    }
  }
};
