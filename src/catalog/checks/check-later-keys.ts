/**
 * Keys that are understood and not served yet. They are judged as far as that goes, so that nobody writes them
 * wrongly, and then refused: ignored, they would give plausible numbers that are wrong.
 */
import { suggest } from '../../base/did-you-mean.ts';
import type { DeclaredModel } from '../declare-models.ts';
import type { Report } from '../report.ts';
import type { Check, CheckContext } from './check.ts';

export const checkLaterKeys: Check = (context, report) => {
  for (const model of context.models.values()) checkMembers(model, context, report);
};

function checkMembers(model: DeclaredModel, { definitions, faulty }: CheckContext, report: Report): void {
  const { dimensions = {}, facts = {} } = model.file.value;
  const metrics = new Set(definitions.metrics.map(({ value }) => value.metric));
  for (const [section, members] of Object.entries({ dimensions, facts })) {
    for (const [name, { metric }] of Object.entries(members)) {
      if (metric === undefined || metrics.has(metric) || faulty.has(metric)) continue;
      const place = { ...model.file.place([section, name, 'metric']), hint: suggest(metric, metrics) };
      report.add('DEF_UNKNOWN_METRIC', { metric }, place);
    }
  }
}
