/** What a drill-through of a model shows: its members and those its joins reach, none of them sensitive. */
import { suggest } from '../../base/did-you-mean.ts';
import { followJoins } from '../resolve-path.ts';
import type { Check } from './check.ts';

export const checkDrills: Check = ({ models }, report) => {
  for (const model of models.values()) {
    for (const [index, written] of (model.file.value.drill ?? []).entries()) {
      const place = model.file.place(['drill', index]);
      const path = written.split('.');
      const name = path.pop() ?? '';
      const home = followJoins(model, path, { models, report, place });
      if (!home) continue;
      const member = home.members.get(name);
      if (!member) {
        const hint = suggest(name, home.members.keys());
        report.add('DEF_UNKNOWN_MEMBER', { model: home.name, member: name }, { ...place, hint });
      } else if (member.sensitive) report.add('DEF_SENSITIVE_SHOWN', { member: written }, place);
    }
  }
};
