/** What a drill-through of a metric shows belongs to the models that it reads, and is not sensitive. */
import { suggest } from '../../base/did-you-mean.ts';
import { followJoins } from '../resolve-path.ts';
import type { BuiltCheck } from './check.ts';

export const checkMetricDrills: BuiltCheck = ({ definitions, catalog: { metrics, models } }, report) => {
  for (const file of definitions.metrics) {
    const metric = metrics.get(file.value.metric);
    for (const [index, written] of (metric?.drill ?? []).entries()) {
      const place = file.place(['drill', index]);
      const [first = '', ...path] = written.split('.');
      const root = metric?.models.includes(first) ? models.get(first) : undefined;
      if (!root) {
        const names = metric?.models.join(', ') ?? '';
        const params = {
          key: `drill[${index}]`,
          expected: `a member of a model that the metric reads: ${names}`,
        };
        report.add('DEF_WRONG_VALUE', params, place);
        continue;
      }
      const name = path.pop() ?? '';
      const home = followJoins(root, path, { models, report, place });
      if (!home) continue;
      const member = home.members.get(name);
      if (!member) {
        const hint = suggest(name, home.members.keys());
        report.add('DEF_UNKNOWN_MEMBER', { model: home.name, member: name }, { ...place, hint });
      } else if (member.sensitive) report.add('DEF_SENSITIVE_SHOWN', { member: written }, place);
    }
  }
};
