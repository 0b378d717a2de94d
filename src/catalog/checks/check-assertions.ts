/** `source:` and `refresh:` on a metric are assertions about the models it reads. */
import type { BuiltCheck } from './check.ts';

export const checkAssertions: BuiltCheck = ({ definitions, catalog: { metrics, models } }, report) => {
  for (const file of definitions.metrics) {
    const metric = metrics.get(file.value.metric);
    if (!metric) continue;
    const { source, refresh } = file.value;
    const said = source === undefined ? null : [source].flat().sort().join(', ');
    const actual = [...metric.models].sort().join(', ');
    if (said !== null && said !== actual) {
      report.add('DEF_ASSERTION_FAILED', { key: 'source', said, actual }, file.place(['source']));
    }
    if (refresh === undefined) continue;
    for (const name of metric.models) {
      const every = models.get(name)?.refresh?.every ?? 'no refresh';
      if (every === refresh) continue;
      const params = { key: 'refresh', said: refresh, actual: `${every} (${name})` };
      report.add('DEF_ASSERTION_FAILED', params, file.place(['refresh']));
    }
  }
};
