/** What a catalog's metrics and dimensions are and how they go together, as plain data. */
import { standInOf } from '../base/disguise.ts';
import { GRAINS, type Grain, isClockGrain, isTemporal, type ValueType } from '../base/value-type.ts';
import { type Catalog, isCurrent, type Metric, type Period, type Refresh } from '../catalog/catalog.ts';
import {
  dimensionNames,
  type FoundDimension,
  findDimension,
  findDimensionPath,
} from '../catalog/find-dimension.ts';
import { sayFormula } from '../catalog/say-formula.ts';
import { sourceModels } from '../catalog/source-models.ts';
import { printUnit } from '../catalog/unit.ts';
import { RESTRICTED } from '../catalog/veil.ts';
import { veilFormula } from '../catalog/veil-formula.ts';
import { type Aggregate, forEachLeaf } from '../formula/expression.ts';
import { forEachSource, type MetricTree, type MetricTreeLeaf, treesUnder } from '../formula/metric-tree.ts';
import { PART_NAMES } from '../formula/parts-of-time.ts';
import { allowsDimension } from '../query/allowed-dimensions.ts';
import { nameDimension } from '../query/bind-member.ts';
import { findMetric } from '../query/find-metric.ts';
import { ownGrains } from '../query/own-grains.ts';
import { isDivisible } from '../query/spread-days.ts';
import { findPeriod, findPeriodMember, fitsPeriod, isPartOfPeriod } from '../query/whole-periods.ts';
import { sourceKey } from '../tenancy/scope.ts';
import type {
  DeprecationDescription,
  DimensionDescription,
  MetricDescription,
  SourceDescription,
} from './describe.ts';

interface Descriptions {
  readonly metrics: readonly MetricDescription[];
  /** Also of versions that were released before. */
  readonly byKey: ReadonlyMap<string, MetricDescription>;
  readonly dimensions: readonly DimensionDescription[];
}

/** A catalog never changes, so it is described once. */
const described = new WeakMap<Catalog, Descriptions>();

/** By name. */
export function describeMetrics(catalog: Catalog): readonly MetricDescription[] {
  return describe(catalog).metrics;
}

/** @throws SemanticError QUERY_UNKNOWN_METRIC, QUERY_UNKNOWN_VERSION */
export function describeMetricNamed(name: string, catalog: Catalog): MetricDescription {
  const metric = findMetric(name, catalog);
  return describe(catalog).byKey.get(metric.key) ?? describeMetric(metric, catalog, []);
}

/** By name; those that no metric can be grouped by are left out. */
export function describeDimensions(catalog: Catalog): readonly DimensionDescription[] {
  return describe(catalog).dimensions;
}

/** Also of one that no metric can be grouped by, or that is spelled as a path. @throws SemanticError QUERY_UNKNOWN_MEMBER */
export function describeDimensionNamed(written: string, catalog: Catalog): DimensionDescription {
  const known = describe(catalog).dimensions.find(({ name }) => name === written);
  if (known) return known;
  const found = nameDimension(written, catalog, '/by/0');
  return describeDimension(written, found, { metrics: [], catalog });
}

function describeDimension(
  name: string,
  {
    member: { type, title, description, values, period },
    disguise,
  }: Pick<FoundDimension, 'member' | 'disguise'>,
  { metrics, catalog }: { readonly metrics: readonly string[]; readonly catalog: Catalog },
): DimensionDescription {
  const hasClock = type !== 'date';
  const grains = isTemporal(type)
    ? grainsOf(catalog, hasClock).filter((grain) => fitsPeriod(grain, period))
    : [];
  const parts = isTemporal(type)
    ? PART_NAMES.filter((part) => (hasClock || part !== 'hour_of_day') && isPartOfPeriod(part, period))
    : [];
  return { name, type, title, description, values, grains, parts, shown: standInOf(disguise), metrics };
}

function describe(catalog: Catalog): Descriptions {
  const known = described.get(catalog);
  if (known) return known;
  const names = [...new Set(dimensionNames(catalog))].sort();
  const composable = new ComposableDimensions(catalog, names);
  const seen = [...catalog.metrics.values()].filter(({ key }) => !catalog.veil.metrics.has(key));
  const byKey = new Map(
    seen.map((metric) => [
      metric.key,
      describeMetric(metric, catalog, allowedDimensions(metric, composable.of(metric), catalog)),
    ]),
  );
  const metrics = seen.filter(isCurrent).flatMap(({ key }) => byKey.get(key) ?? []);
  metrics.sort((a, b) => (a.name < b.name ? -1 : 1));
  const users = new Map<string, string[]>();
  for (const metric of metrics) {
    if (metric.private) continue;
    for (const name of metric.dimensions) {
      const list = users.get(name);
      if (list) list.push(metric.name);
      else users.set(name, [metric.name]);
    }
  }
  const dimensions = names.flatMap((name) => {
    const groupable = users.get(name);
    if (!groupable) return [];
    const found = findDimension(name, catalog);
    return found ? [describeDimension(name, found, { metrics: groupable, catalog })] : [];
  });
  const descriptions = {
    metrics,
    byKey,
    dimensions,
  };
  described.set(catalog, descriptions);
  return descriptions;
}

function allowedDimensions(metric: Metric, names: readonly string[], catalog: Catalog): readonly string[] {
  if (metric.dimensions === null) return names;
  return names.filter((name) => {
    const found = findDimension(name, catalog);
    return found !== undefined && allowsDimension(metric, found, catalog);
  });
}

/** What every leg of a metric knows; the same for all metrics over the same models. */
class ComposableDimensions {
  private readonly catalog: Catalog;
  private readonly names: readonly string[];
  private readonly byModels = new Map<string, readonly string[]>();

  constructor(catalog: Catalog, names: readonly string[]) {
    this.catalog = catalog;
    this.names = names;
  }

  of({ models }: Metric): readonly string[] {
    const key = models.join(' ');
    const known = this.byModels.get(key);
    if (known) return known;
    const composable = this.names.filter((name) => {
      const found = findDimension(name, this.catalog);
      if (!found || models.length === 0) return false;
      return models.every((root) => findDimensionPath(found, root, this.catalog).kind === 'path');
    });
    this.byModels.set(key, composable);
    return composable;
  }
}

function describeMetric(metric: Metric, catalog: Catalog, dimensions: readonly string[]): MetricDescription {
  const { name, version, hash, title, description, owner, type, unit, format, good, tags } = metric;
  return {
    name,
    version,
    hash,
    title,
    description,
    owner,
    formula: veilFormula(metric, catalog),
    formula_in_words: sayFormula(metric, catalog, 'en'),
    type,
    unit: printUnit(unit),
    format,
    good,
    target: describeTarget(metric, catalog),
    tags,
    synonyms: metric.synonyms,
    aliases: metric.aliases,
    examples: metric.examples,
    private: metric.isPrivate,
    draft: metric.isDraft,
    deprecated: describeDeprecations(metric, catalog),
    drill: describeDrill(metric, catalog),
    inputs: metric.inputs
      .filter((input) => !catalog.veil.metrics.has(input))
      .flatMap((input) => catalog.metrics.get(input) ?? [])
      .map((input) => ({ metric: input.name, version: input.version })),
    sources: sourceModels(metric, catalog.project).flatMap((model) => describeSource(model, catalog)),
    dimensions,
    grains: describeGrains(metric, catalog),
  };
}

/** Of a model by its name; none where there is no such model. */
export function describeSource(model: string, catalog: Catalog): readonly SourceDescription[] {
  const found = catalog.models.get(model);
  if (!found) return [];
  const refresh = describeRefresh(found.refresh);
  if (catalog.veil.models.has(model)) {
    // How fresh it is may be known, and not by which column.
    const bare = refresh && { ...refresh, watermark: refresh.watermark && RESTRICTED };
    return [{ model: RESTRICTED, source: RESTRICTED, refresh: bare }];
  }
  return [{ model, source: sourceKey(found.source), refresh }];
}

function describeTarget({ target }: Metric, { veil }: Catalog): Metric['target'] {
  return typeof target === 'object' && target !== null && veil.metrics.has(target.metric) ? null : target;
}

function describeDeprecations({ deprecated }: Metric, { veil }: Catalog): readonly DeprecationDescription[] {
  const isHidden = (use: string): boolean => veil.metrics.has(use.split('@')[0] ?? '');
  return [...deprecated]
    .map(([version, { use, ...deprecation }]) => ({
      version: Number(version),
      ...deprecation,
      use: use === null || isHidden(use) ? null : use,
    }))
    .sort((a, b) => a.version - b.version);
}

/** The metric's own drill, else that of every model it reads. */
function describeDrill({ drill, models }: Metric, catalog: Catalog): readonly string[] {
  const written =
    drill ??
    models.flatMap((name) => (catalog.models.get(name)?.drill ?? []).map((member) => `${name}.${member}`));
  return written.filter((member) => findDimension(member, catalog) !== undefined);
}

/**
 * None where some aggregate has no time; parts of a day where all times are instants, or all wall clocks; made of
 * whole periods where times stand for such and are not divided.
 */
function describeGrains(metric: Metric, catalog: Catalog): readonly Grain[] {
  const types = new Set<ValueType | null>();
  const periods = new Set<Period | null>();
  for (const name of [metric.key, ...metric.inputs]) {
    const found = catalog.metrics.get(name);
    if (!found) continue;
    const chosen = new Set(chosenAggregates(found.expression));
    forEachSource(found.expression, (leaf) => {
      if (leaf.kind !== 'aggregate') return;
      types.add(leaf.time?.type ?? null);
      const isWhole = chosen.has(leaf) || !isDivisible(leaf);
      if (isWhole || !findPeriodMember(leaf, catalog)?.spread) periods.add(findPeriod(leaf, catalog));
    });
  }
  if (types.has(null)) return [];
  const hasClock = types.size <= 1 && !types.has('date');
  return grainsOf(catalog, hasClock).filter((grain) =>
    [...periods].every((period) => fitsPeriod(grain, period)),
  );
}

/** Those that choose their rows, which are of whole periods. */
function chosenAggregates(tree: MetricTree): readonly Aggregate[] {
  const found: Aggregate[] = [];
  forEachLeaf<MetricTreeLeaf>(tree, (leaf) => {
    if (leaf.kind === 'chosen_rows') found.push(leaf.aggregate);
    for (const part of treesUnder(leaf)) found.push(...chosenAggregates(part));
  });
  return found;
}

function grainsOf({ project }: Catalog, hasClock: boolean): readonly Grain[] {
  return [...GRAINS.filter((grain) => hasClock || !isClockGrain(grain)), ...ownGrains(project)];
}

function describeRefresh(refresh: Refresh | null): SourceDescription['refresh'] {
  return refresh && { every: refresh.every, watermark: refresh.watermark, late_after: refresh.lateAfter };
}
