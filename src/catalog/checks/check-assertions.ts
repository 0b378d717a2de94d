/** `source:` and `refresh:` on a metric are assertions: about all that it reads, and about what it aggregates. */
import { sourceModels } from '../source-models.ts';
import type { BuiltCheck } from './check.ts';

export const checkAssertions: BuiltCheck = (
  { definitions, catalog: { metrics, models, project } },
  report,
) => {
  for (const file of definitions.metrics) {
    const metric = metrics.get(file.value.metric);
    if (!metric) continue;
    const { source, refresh } = file.value;
    const said = source === undefined ? null : [source].flat().sort().join(', ');
    const actual = [...sourceModels(metric, project)].sort().join(', ');
    if (said !== null && said !== actual) {
      const hint = `Write "source: [${actual}]", or leave the key out: it follows from the formula.`;
      report.add(
        'DEF_ASSERTION_FAILED',
        { key: 'source', said, actual },
        { ...file.place(['source']), hint },
      );
    }
    if (refresh === undefined) continue;
    for (const name of metric.models) {
      const every = models.get(name)?.refresh?.every ?? 'no refresh';
      if (every === refresh) continue;
      const params = { key: 'refresh', said: refresh, actual: `${every} (${name})` };
      const hint = 'Leave the key out, or change "refresh" of the model.';
      report.add('DEF_ASSERTION_FAILED', params, { ...file.place(['refresh']), hint });
    }
  }
};
