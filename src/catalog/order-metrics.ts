/** In which order metrics are built: each after all that it names, old versions and members that rest on metrics included. */
import { toposort } from '../base/toposort.ts';
import { isVersionKey, versionKey } from '../base/version-key.ts';
import type { Located, ProjectDefinitions } from '../definitions/definition-types.ts';
import type { MetricDefinition } from '../definitions/metric-schema.ts';
import { FormulaFault } from '../formula/formula-fault.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import type { Syntax } from '../formula/syntax.ts';
import { metricNames, type NamedMetric } from '../formula/type-metric.ts';
import type { MetricMembers } from './metric-members.ts';
import type { ReleasedVersions } from './released-versions.ts';
import type { Report } from './report.ts';

export interface ParsedMetric {
  readonly file: Located<MetricDefinition>;
  readonly syntax: Syntax;
  /** Its keys, as far as they can be read. */
  readonly keys: readonly Syntax[];
}

export interface OrderContext {
  /** Members that rest on metrics. */
  readonly later: MetricMembers;
  /** `null` where the project is at fault. */
  readonly roles: ReadonlyMap<string, string> | null;
  readonly released: ReleasedVersions;
  readonly report: Report;
}

/** By name; a formula that cannot be read is reported, and its metric absent. */
export function parseMetrics(
  definitions: ProjectDefinitions['metrics'],
  report: Report,
): Map<string, ParsedMetric> {
  const parsed = new Map<string, ParsedMetric>();
  for (const file of definitions) {
    const syntax = report.attempt(file, ['formula'], () => parseFormula(file.value.formula));
    if (syntax) parsed.set(file.value.metric, { file, syntax, keys: readKeys(file.value) });
  }
  return parsed;
}

/** Faults are told when the keys are applied. */
function readKeys({ filter, time }: MetricDefinition): readonly Syntax[] {
  return [filter, time].flatMap((text) => {
    if (text === undefined) return [];
    try {
      return [parseFormula(text)];
    } catch (fault) {
      if (fault instanceof FormulaFault) return [];
      throw fault;
    }
  });
}

/** Metrics, members as `model.member`, versions as `name@version`. Those of a cycle are left out, and it is reported. */
export function orderMetrics(parsed: Map<string, ParsedMetric>, context: OrderContext): readonly string[] {
  const { later, report } = context;
  /** Versions that rest on themselves, as only files that nobody released can say. They are built before all they need. */
  const cut = new Set<string>();
  for (;;) {
    const order = toposort([...parsed.keys(), ...later.keys], (name) =>
      cut.has(name) ? [] : needsOf(name, parsed, context),
    );
    if (order.kind === 'sorted') return order.nodes;
    const first = order.walk.find((name) => parsed.has(name)) ?? '';
    const file = parsed.get(first)?.file;
    const hint = 'One of them must be made of aggregates, or of metrics that are not among these.';
    const walk = order.walk.join(' → ');
    if (file) report.add('DEF_METRIC_CYCLE', { walk }, { ...file.place(['formula']), hint });
    // Each round takes something out of what is ordered, so that there is a last one.
    for (const name of order.walk) if (!parsed.delete(name) && !file) cut.add(name);
  }
}

function needsOf(
  name: string,
  parsed: ReadonlyMap<string, ParsedMetric>,
  { later, roles, released }: OrderContext,
): readonly string[] {
  const settle = ({ metric, version }: NamedMetric): readonly string[] => {
    const isCurrent = version === null || parsed.get(metric)?.file.value.version === version;
    const key = isCurrent ? metric : versionKey(metric, version);
    return parsed.has(key) || (!isCurrent && released.needsOf(key)) ? [key] : [];
  };
  const own = parsed.get(name);
  if (own) {
    const members = [own.syntax, ...own.keys].flatMap((syntax) => later.namedIn(syntax, roles));
    return [...metricNames(own.syntax).flatMap(settle), ...members];
  }
  if (!isVersionKey(name))
    return later.inputsOf(name).filter((input) => input.includes('.') || parsed.has(input));
  const { metrics, members } = released.needsOf(name) ?? { metrics: [], members: [] };
  const pending = new Set(later.keys);
  // While its version was not raised, a metric may be another number than the one that was released.
  const both = metrics.flatMap((input) => {
    const key = versionKey(input.metric, input.version);
    return [...new Set([...settle(input), ...(released.needsOf(key) ? [key] : [])])];
  });
  return [...both, ...members.filter((member) => pending.has(member))];
}
