/** Metric definitions → typed, resolved metrics, each after those it depends on. */
import { isVersionKey } from '../base/version-key.ts';
import type { Located, ProjectDefinitions } from '../definitions/definition-types.ts';
import type { MetricDefinition } from '../definitions/metric-schema.ts';
import { conjunction, type MemberReference, type RowExpression } from '../formula/expression.ts';
import { FormulaFault } from '../formula/formula-fault.ts';
import type { MetricNames } from '../formula/formula-names.ts';
import { forEachSource, type MetricTree, mapSources } from '../formula/metric-tree.ts';
import { modelsUnder } from '../formula/models-under.ts';
import { parseFormula } from '../formula/parse-formula.ts';
import type { Syntax } from '../formula/syntax.ts';
import { typeMetric } from '../formula/type-metric.ts';
import { typeCondition } from '../formula/type-row.ts';
import { calendarGrains } from './calendar-grains.ts';
import type { Calendar, Metric, Model } from './catalog.ts';
import { readContent } from './content-hash.ts';
import { addFrozenParts } from './frozen-parts.ts';
import { inferMetricUnit, inferRowUnit } from './infer-unit.ts';
import { findStartPath } from './lower-condition.ts';
import { type MetricSize, refuseSize, sizeOf } from './metric-size.ts';
import { readTexts } from './metric-texts.ts';
import { NamedVersions } from './named-versions.ts';
import { type OrderContext, orderMetrics, type ParsedMetric, parseMetrics } from './order-metrics.ts';
import type { PathIndex } from './path-index.ts';
import { refuseAggregates } from './refuse-aggregates.ts';
import { refuseRowOrder } from './refuse-row-order.ts';
import type { AttachedVersion } from './released-versions.ts';
import { resolveTime } from './resolve-path.ts';
import type { Unit } from './unit.ts';

interface BuildContext extends OrderContext {
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly paths: PathIndex;
  /** `null` where the project is at fault. */
  readonly calendars: ReadonlyMap<string, Calendar> | null;
  /** Models and metrics that are known to be at fault, and are therefore missing. */
  readonly faulty: ReadonlySet<string>;
}

/** While building: `sizes` are those of the metrics built so far. */
interface MetricContext extends BuildContext, MetricNames {
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly models: ReadonlyMap<string, Model>;
  readonly calendars: ReadonlyMap<string, Calendar> | null;
  readonly sizes: Map<string, MetricSize>;
}

export interface BuiltMetrics {
  /** In order of dependency, but versions that formulas name come last; a metric at fault is reported and absent. */
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Those versions, by key. */
  readonly versions: ReadonlyMap<string, AttachedVersion>;
}

export function buildMetrics(
  definitions: ProjectDefinitions['metrics'],
  context: Omit<BuildContext, 'metrics'>,
): BuiltMetrics {
  const parsed = parseMetrics(definitions, context.report);
  const [metrics, old] = [new Map<string, Metric>(), new Map<string, Metric>()];
  const versions = new NamedVersions(definitions, context.released);
  // Until it is built, and it is built after all that it names, a metric counts as faulty.
  const faulty = new Set([...context.faulty, ...versions.current.keys()]);
  const sizes = new Map<string, MetricSize>();
  const findPath: MetricNames['findPath'] = (start, root) => findStartPath(start, root, context);
  const grains = calendarGrains(context.calendars);
  const isWhole = context.faulty.size === 0;
  const names = { versions, faulty, findPath, calendarGrains: grains };
  const building = { ...context, ...names, metrics, sizes };
  for (const name of orderMetrics(parsed, context)) {
    if (name.includes('.')) context.later.build(name, { metrics, paths: context.paths });
    const own = parsed.get(name);
    const metric = isVersionKey(name)
      ? attachVersion(name, { ...building, isWhole })
      : own && buildMetric(own, building);
    if (metric) metrics.set(name, metric);
    if (metric && isVersionKey(name)) old.set(name, metric);
  }
  for (const [key, metric] of old) if (metrics.delete(key)) metrics.set(key, metric);
  return { metrics, versions: versions.attached };
}

interface VersionContext {
  readonly versions: NamedVersions;
  readonly faulty: Set<string>;
  /** Whether all files could be read. */
  readonly isWhole: boolean;
}

/** A version that is gone is told where formulas name it; while something else is at fault, it is not judged. */
function attachVersion(
  key: string,
  { faulty, versions, isWhole, ...context }: MetricContext & VersionContext,
): Metric | null {
  const { models, calendars, report } = context;
  const project = { calendars: calendars ?? new Map() };
  const metric = versions.attach(key, { ...context, project });
  if (metric) {
    const grown = addFrozenParts(models, versions.frozen);
    context.sizes.set(key, sizeOf(metric.expression, { ...context, models: grown }));
  } else if (!isWhole || report.diagnostics.length > 0) faulty.add(key);
  return metric;
}

function buildMetric({ file, syntax }: ParsedMetric, context: MetricContext): Metric | null {
  const { metrics, report } = context;
  const { value } = file;
  const typed = report.attempt(file, ['formula'], () => typeChecked(syntax, context));
  const unit = typed && report.attempt(file, ['formula'], () => checkUse(typed, syntax, context));
  if (!typed || !unit) return null;
  const expression = applyKeys(typed, file, context);
  if (!expression || expression.type === 'null') return null;
  const ordered = report.attempt(file, ['formula'], () => {
    refuseRowOrder(expression, syntax, context.models);
    return true;
  });
  if (!ordered) return null;
  const size = report.attempt(file, ['formula'], () => refuseSize(expression, syntax.span, context));
  if (size === null) return null;
  context.sizes.set(value.metric, size);
  const inputs = collectInputs(expression, metrics);
  const { hash, ...own } = readContent(expression, context);
  const under = inputs.flatMap((input) => metrics.get(input) ?? []);
  return {
    name: value.metric,
    key: value.metric,
    version: value.version,
    ...readTexts(value),
    formula: value.formula,
    expression,
    type: expression.type,
    unit,
    inputs,
    models: modelsUnder(expression, { metrics }),
    calendars: [...new Set([...under, own].flatMap(({ calendars }) => calendars))],
    lookedAt: [...new Set([...under, own].flatMap(({ lookedAt }) => lookedAt))],
    hash,
  };
}

/** The unit of the formula. @throws FormulaFault where units, `only` or sensitive values forbid it */
function checkUse(expression: MetricTree, syntax: Syntax, context: MetricContext): Unit {
  refuseAggregates(expression, syntax, context);
  return inferMetricUnit(expression, syntax, context);
}

/** @throws FormulaFault also where there is nothing to aggregate */
function typeChecked(syntax: Syntax, context: MetricContext): MetricTree {
  const tree = typeMetric(syntax, context);
  let sources = 0;
  forEachSource(tree, () => {
    sources += 1;
  });
  if (sources > 0) return tree;
  const params = { operation: 'A metric', expected: 'an aggregate or another metric', actual: 'a constant' };
  throw new FormulaFault('FORMULA_TYPE_MISMATCH', params, { span: syntax.span });
}

/** Folds the keys `filter`, `time` and `empty` into the aggregates of the metric's own formula. */
function applyKeys(
  typed: MetricTree,
  file: Located<MetricDefinition>,
  context: BuildContext,
): MetricTree | null {
  const { value } = file;
  const roots = new Set<string>();
  forEachSource(typed, (leaf) => {
    if (leaf.kind === 'aggregate') roots.add(leaf.root);
  });
  const filter = value.filter === undefined ? null : readFilter(value.filter, { file, roots, context });
  const time = value.time === undefined ? undefined : readTime(value.time, { file, roots, context });
  if ((value.filter !== undefined && !filter) || time === null) return null;
  const emptyOf = (own: 'zero' | 'null'): 'zero' | 'null' => (value.empty === null ? 'null' : own);
  return mapSources(
    typed,
    (source) => {
      if (source.kind === 'metric') return source;
      return {
        ...source,
        filter: conjunction(source.filter, filter),
        time: time ?? source.time,
        empty: emptyOf(source.empty),
      };
    },
    (leaf) => ({ ...leaf, empty: emptyOf(leaf.empty) }),
  );
}

interface KeyContext {
  readonly file: Located<MetricDefinition>;
  readonly roots: ReadonlySet<string>;
  readonly context: BuildContext;
}

function onlyRoot({ file, roots, context }: KeyContext, key: 'filter' | 'time'): Model | null {
  const [root, ...others] = roots;
  const model = root === undefined || others.length > 0 ? undefined : context.models.get(root);
  if (model) return model;
  const models = roots.size === 0 ? 'no aggregates of its own' : [...roots].join(' and ');
  const hint =
    key === 'filter'
      ? 'Write it behind each aggregate: sum(…) filter (where …).'
      : 'Give each aggregate a metric of its own, with its time, and name those.';
  context.report.add('FORMULA_METRIC_FILTER', { key, models }, { ...file.place([key]), hint });
  return null;
}

function readFilter(text: string, keys: KeyContext): RowExpression | null {
  const root = onlyRoot(keys, 'filter');
  if (!root) return null;
  return keys.context.report.attempt(keys.file, ['filter'], () => {
    const syntax = parseFormula(text);
    const condition = typeCondition(syntax, { names: keys.context, root, qualified: true });
    inferRowUnit(condition, syntax, { root, models: keys.context.models });
    return condition;
  });
}

function readTime(text: string, keys: KeyContext): MemberReference | null {
  const root = onlyRoot(keys, 'time');
  if (!root) return null;
  const { models, report } = keys.context;
  const place = keys.file.place(['time']);
  const [model = '', ...rest] = text.split('.');
  if (model === root.name) return resolveTime(root, rest.join('.'), { models, report, place });
  const hint = `Write ${root.name}.…, the model that the metric reads.`;
  report.add('DEF_UNKNOWN_MEMBER', { model: root.name, member: text }, { ...place, hint });
  return null;
}

function collectInputs(expression: MetricTree, metrics: ReadonlyMap<string, Metric>): readonly string[] {
  const inputs = new Set<string>();
  forEachSource(expression, (leaf) => {
    if (leaf.kind !== 'metric') return;
    for (const input of metrics.get(leaf.metric)?.inputs ?? []) inputs.add(input);
    inputs.add(leaf.metric);
  });
  return [...inputs];
}
