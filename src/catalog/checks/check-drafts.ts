/** What everybody may see rests on nothing that only analysts may. */
import type { BuiltCheck } from './check.ts';

export const checkDrafts: BuiltCheck = ({ definitions, catalog: { metrics } }, report) => {
  for (const file of definitions.metrics) {
    const metric = metrics.get(file.value.metric);
    if (!metric || metric.isDraft) continue;
    const refuse = (draft: string | undefined, path: readonly string[]): void => {
      if (draft === undefined || !metrics.get(draft)?.isDraft) return;
      const hint = `Make ${metric.name} a draft too, or finish ${draft}.`;
      report.add('DEF_DRAFT_USED', { metric: metric.name, draft }, { ...file.place(path), hint });
    };
    refuse(
      metric.inputs.find((input) => metrics.get(input)?.isDraft),
      ['formula'],
    );
    if (typeof metric.target === 'object') refuse(metric.target?.metric, ['target', 'metric']);
  }
};
