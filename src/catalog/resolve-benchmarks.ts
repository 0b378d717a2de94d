/** `benchmarks:` of policies → benchmarks; what cannot be told safely, or not at all, is reported. */
import { suggest } from '../base/did-you-mean.ts';
import { isNumeric, isTemporal } from '../base/value-type.ts';
import type { BenchmarkDefinition } from '../definitions/benchmark-schema.ts';
import type { DataPath, Located } from '../definitions/definition-types.ts';
import type { PolicyDefinition } from '../definitions/policy-schema.ts';
import { forEachLeaf } from '../formula/expression.ts';
import { type MetricTree, type MetricTreeLeaf, treesUnder } from '../formula/metric-tree.ts';
import { ruleOf } from './access-book.ts';
import { benchmarkMetrics } from './benchmark-metrics.ts';
import { type Benchmark, type Catalog, currentNames, type Metric } from './catalog.ts';
import { dimensionNames, findDimension, findDimensionPath } from './find-dimension.ts';
import type { Report } from './report.ts';

interface BenchmarkContext {
  /** The rest of it. */
  readonly catalog: Catalog;
  /** Names of what could not be read. */
  readonly faulty: ReadonlySet<string>;
  readonly report: Report;
}

/** One benchmark as written, and where. */
interface Written {
  readonly definition: BenchmarkDefinition;
  readonly file: Located<PolicyDefinition>;
  readonly at: DataPath;
}

/** Those that hold, by name; the others are reported. */
export function resolveBenchmarks(
  policies: readonly Located<PolicyDefinition>[],
  context: BenchmarkContext,
): ReadonlyMap<string, Benchmark> {
  const resolved = new Map<string, Benchmark>();
  for (const file of policies) {
    for (const [index, definition] of (file.value.benchmarks ?? []).entries()) {
      const written = { definition, file, at: ['benchmarks', index] };
      const isNew = isNameFree(written, resolved, context);
      const benchmark = resolveBenchmark(written, context);
      if (isNew && benchmark) resolved.set(benchmark.name, benchmark);
    }
  }
  return resolved;
}

function isNameFree(
  written: Written,
  resolved: ReadonlyMap<string, Benchmark>,
  context: BenchmarkContext,
): boolean {
  const { benchmark: name } = written.definition;
  const { metrics, aliases } = context.catalog;
  if (!metrics.has(name) && !aliases.has(name) && !resolved.has(name)) return true;
  refuse(written, 'benchmark', 'a metric or another benchmark has its name', context);
  return false;
}

function resolveBenchmark(written: Written, context: BenchmarkContext): Benchmark | null {
  const { definition, file } = written;
  const { catalog } = context;
  const metric = findNamed(written, 'metric', context);
  const entities = findNamed(written, 'entities', context);
  if (!metric || !entities) return null;
  const fits = [
    isComparable(written, metric, context),
    isCount(written, entities, context),
    areReached(written, [metric, entities], context),
    isOfTenants(written, context),
  ];
  if (fits.includes(false)) return null;
  const { benchmark: name, statistic, min_entities: minEntities } = definition;
  const { models, metrics, paths, project } = catalog;
  const content = { models, metrics, paths, calendars: project.calendars };
  return {
    name,
    description: definition.description,
    owner: file.value.owner,
    metric: metric.name,
    statistic,
    by: definition.by ?? [],
    grain: definition.grain,
    minTenants: definition.min_tenants,
    entities: entities.name,
    minEntities,
    to: definition.to ? ruleOf(definition.to) : null,
    ...benchmarkMetrics({ name, statistic, minEntities, metric, entities }, content),
  };
}

function findNamed(
  { definition, file, at }: Written,
  key: 'metric' | 'entities',
  { catalog: { metrics }, faulty, report }: BenchmarkContext,
): Metric | null {
  const name = definition[key];
  const found = metrics.get(name);
  if (found || faulty.has(name)) return found ?? null;
  const hint = suggest(name, currentNames(metrics));
  report.add('DEF_UNKNOWN_METRIC', { metric: name }, { ...file.place([...at, key]), hint });
  return null;
}

/** Whether each tenant has a value of its own, which is no money that has another currency elsewhere. */
function isComparable(written: Written, metric: Metric, context: BenchmarkContext): boolean {
  const { project } = context.catalog;
  const trees = treesOf(metric, context);
  const reason = !isNumeric(metric.type)
    ? `${metric.name} is no number`
    : trees.some(looksOverGroups)
      ? `${metric.name} compares groups with each other, which are not the same for every tenant`
      : metric.calendars.some((name) => project.calendars.get(name)?.kind === 'days')
        ? `${metric.name} rests on a calendar of days`
        : isOfOwnCurrency(metric)
          ? `${metric.name} is money of several currencies`
          : null;
  if (reason !== null) refuse(written, 'metric', reason, context);
  return reason === null;
}

function treesOf(
  { name, inputs }: Metric,
  { catalog: { metrics } }: BenchmarkContext,
): readonly MetricTree[] {
  return [name, ...inputs].flatMap((each) => metrics.get(each)?.expression ?? []);
}

function isOfOwnCurrency({ unit: { over, under } }: Metric): boolean {
  return [...over, ...under].some(({ kind }) => kind === 'tenant_currency' || kind === 'currency_column');
}

function looksOverGroups(tree: MetricTree): boolean {
  let looks = false;
  forEachLeaf<MetricTreeLeaf>(tree, (leaf) => {
    looks ||= ['total', 'share', 'rank'].includes(leaf.kind) || treesUnder(leaf).some(looksOverGroups);
  });
  return looks;
}

function isCount(written: Written, entities: Metric, context: BenchmarkContext): boolean {
  const { over, under } = entities.unit;
  const trees = treesOf(entities, context);
  const counts =
    !trees.some(looksOverGroups) &&
    entities.type === 'integer' &&
    under.length === 0 &&
    over.every(isCounted);
  if (!counts) refuse(written, 'entities', `${entities.name} counts nothing`, context);
  return counts;
}

function isCounted({ kind }: Metric['unit']['over'][number]): boolean {
  return kind === 'counted' || kind === 'label';
}

/** Whether every dimension is shown as it is, and every model that either metric reads leads to it one way. */
function areReached(written: Written, metrics: readonly Metric[], context: BenchmarkContext): boolean {
  const { definition, file, at } = written;
  const roots = [...new Set(metrics.flatMap(({ models }) => models))];
  const { catalog } = context;
  const reached = (definition.by ?? []).map((dimension, index) => {
    const place = file.place([...at, 'by', index]);
    const named = findDimension(dimension, catalog);
    if (!named) {
      if (context.faulty.has(dimension.split('.')[0] ?? '')) return false;
      const hint = suggest(dimension, dimensionNames(catalog));
      context.report.add('DEF_UNKNOWN_DIMENSION', { dimension }, { ...place, hint });
      return false;
    }
    const { kind, sensitive, type } = named.member;
    if (kind === 'fact' || sensitive || isTemporal(type)) {
      const actual = kind === 'fact' ? 'a fact' : sensitive ? 'sensitive' : `of type ${type}`;
      const expected = 'a dimension that is neither sensitive nor a time';
      context.report.add('DEF_MEMBER_UNFIT', { member: dimension, expected, actual }, place);
      return false;
    }
    const missed = roots.filter((root) => findDimensionPath(named, root, catalog).kind !== 'path');
    for (const root of missed) context.report.add('DEF_DIMENSION_UNREACHED', { dimension, root }, place);
    return missed.length === 0;
  });
  return !reached.includes(false);
}

/** Whether it is known who the tenants are, and every row that is read is of one. */
function isOfTenants(written: Written, context: BenchmarkContext): boolean {
  const { project, models, metrics } = context.catalog;
  const { metric, entities } = written.definition;
  if (!project.tenants) {
    refuse(written, 'benchmark', 'project.yaml has no "tenants", which lists them', context);
    return false;
  }
  const roots = [metric, entities].flatMap((name) => metrics.get(name)?.models ?? []);
  const shared = roots.find((root) => models.get(root)?.scope.kind === 'shared');
  if (shared === undefined) return true;
  refuse(written, 'metric', `rows of ${shared} are of no tenant`, context);
  return false;
}

function refuse(
  { definition, file, at }: Written,
  key: keyof BenchmarkDefinition,
  reason: string,
  { report }: Pick<BenchmarkContext, 'report'>,
): void {
  report.add('DEF_BENCHMARK', { benchmark: definition.benchmark, reason }, file.place([...at, key]));
}
