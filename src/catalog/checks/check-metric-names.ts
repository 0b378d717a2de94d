/** Metrics that texts of a metric name: those that `deprecated` says to use, and those that are targets. */
import { suggest } from '../../base/did-you-mean.ts';
import type { DataPath } from '../../definitions/definition-types.ts';
import { describeUnit, isSameUnit } from '../unit.ts';
import type { BuiltCheck } from './check.ts';

export const checkMetricNames: BuiltCheck = ({ definitions, catalog: { metrics }, faulty }, report) => {
  const versions = new Map(definitions.metrics.map(({ value }) => [value.metric, value.version]));
  for (const file of definitions.metrics) {
    const { value } = file;
    const find = (written: string, path: DataPath): string | null => {
      const [name = '', version] = written.split('@');
      const current = versions.get(name);
      if (faulty.has(name) && current === undefined) return null;
      if (current !== undefined && (version === undefined || version === String(current))) return name;
      const hint =
        current === undefined ? suggest(name, versions.keys()) : `The current version is ${name}@${current}.`;
      report.add('DEF_UNKNOWN_METRIC', { metric: written }, { ...file.place(path), hint });
      return null;
    };
    for (const [version, { use }] of Object.entries(value.deprecated ?? {}))
      if (use !== undefined) find(use, ['deprecated', version, 'use']);
    if (typeof value.target !== 'object') continue;
    const path = ['target', 'metric'];
    const target = metrics.get(find(value.target.metric, path) ?? '');
    const own = metrics.get(value.metric);
    if (!target || !own || isSameUnit(target.unit, own.unit)) continue;
    const params = {
      actual: describeUnit(target.unit),
      verb: 'compared with',
      expected: describeUnit(own.unit),
    };
    report.add('FORMULA_UNIT_MISMATCH', params, file.place(path));
  }
};
