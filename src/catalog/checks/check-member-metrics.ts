/** Members that are a metric of the rows which lead to theirs: that there is such a metric. */
import { suggest } from '../../base/did-you-mean.ts';
import type { Check } from './check.ts';

export const checkMemberMetrics: Check = ({ models, definitions, faulty }, report) => {
  const metrics = new Set(definitions.metrics.map(({ value }) => value.metric));
  for (const { file } of models.values()) {
    const { dimensions = {}, facts = {} } = file.value;
    for (const [section, members] of Object.entries({ dimensions, facts })) {
      for (const [name, { metric }] of Object.entries(members)) {
        if (metric === undefined || metrics.has(metric) || faulty.has(metric)) continue;
        const place = { ...file.place([section, name, 'metric']), hint: suggest(metric, metrics) };
        report.add('DEF_UNKNOWN_METRIC', { metric }, place);
      }
    }
  }
};
