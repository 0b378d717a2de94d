/** The metric that a name in a formula means: the current one, or a version that was released before. */
import { suggest } from '../base/did-you-mean.ts';
import { isVersionKey, versionKey } from '../base/version-key.ts';
import type { MetricReference } from './expression.ts';
import { FormulaFault, FormulaUnjudged } from './formula-fault.ts';
import type { FormulaNames, MetricNames } from './formula-names.ts';
import type { NameSyntax } from './syntax.ts';
import { typeMetricFilter } from './type-metric-filter.ts';

/** @throws FormulaFault */
export function resolveMetric(name: NameSyntax, names: MetricNames): MetricReference {
  const [metric = ''] = name.segments;
  const written = name.segments.join('.');
  if (name.segments.length > 1) {
    if (!names.models.has(metric))
      throw unknownName(name, names, [...names.models.keys(), ...currentMetrics(names)]);
    const hint = `For example sum(${written}).`;
    throw new FormulaFault('FORMULA_NOT_AGGREGATED', { name: written }, { span: name.span, hint });
  }
  const key = resolveKey(name, metric, names);
  const found = names.metrics.get(key);
  if (!found) {
    if (names.faulty.has(key)) throw new FormulaUnjudged();
    const hint = names.models.has(metric)
      ? `Is count(${metric}) meant?`
      : suggest(metric, currentMetrics(names));
    throw new FormulaFault('FORMULA_UNKNOWN_NAME', { name: metric }, { span: name.span, hint });
  }
  const filter = name.filter && typeMetricFilter(name.filter, { metric: key, models: found.models }, names);
  return { kind: 'metric', metric: key, filter, type: found.type };
}

/** What the metrics know it by; its name where the version is the current one. @throws FormulaFault */
function resolveKey({ version, span }: NameSyntax, metric: string, names: MetricNames): string {
  const current = names.versions?.current.get(metric) ?? names.metrics.get(metric)?.version;
  if (version === null || version === current) return metric;
  const key = versionKey(metric, version);
  if (names.metrics.has(key) || names.faulty.has(key)) return key;
  if (current === undefined && !names.versions?.gone.has(key)) return metric;
  const hint = current === undefined ? undefined : `The current version is ${versionKey(metric, current)}.`;
  const reason = names.versions?.gone.get(key);
  if (reason === undefined) throw new FormulaFault('FORMULA_NO_VERSION', { metric, version }, { span, hint });
  throw new FormulaFault('FORMULA_VERSION_GONE', { metric, version, reason }, { span, hint });
}

/** A name that nothing has; it is not judged where what has it is at fault itself. */
export function unknownName(name: NameSyntax, { faulty }: FormulaNames, known: Iterable<string>): Error {
  const [first = ''] = name.segments;
  if (faulty.has(first)) return new FormulaUnjudged();
  return new FormulaFault(
    'FORMULA_UNKNOWN_NAME',
    { name: name.segments.join('.') },
    { span: name.span, hint: suggest(first, known) },
  );
}

function currentMetrics({ metrics }: FormulaNames): readonly string[] {
  return [...metrics.keys()].filter((name) => !isVersionKey(name));
}
