/**
 * A metric of a project → the smallest project of its own in which it is the same number. What it takes is told by the
 * content hash's own parts; that these are enough is proven by building it again.
 */
import { versionKey } from '../base/version-key.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import type { MetricDefinition } from '../definitions/metric-schema.ts';
import type { ModelDefinition } from '../definitions/model-schema.ts';
import type { ProjectDefinition } from '../definitions/project-schema.ts';
import type { FrozenDefinition } from '../definitions/release-schema.ts';
import { type ModelNeeds, Needs } from './frozen-needs.ts';
import { thawMetric } from './thaw-metric.ts';
import { usedParts } from './used-parts.ts';

const UNKNOWN: ProjectDefinition = { project: 'unknown', timezone: 'UTC' };

interface FrozenProject {
  readonly definitions: ProjectDefinitions;
  readonly catalog: Catalog;
}

/** `project` is without faults, and has the metric. */
export function freezeMetric(metric: Metric, project: FrozenProject): FrozenDefinition {
  const small = freezeSmall(metric, project);
  const { metric: again } = thawMetric(metric.name, small);
  // Names may settle otherwise where others are missing: then nothing is left out but texts and rules of access.
  return again?.hash === metric.hash ? small : freezeWhole(metric, project);
}

function freezeSmall(metric: Metric, project: FrozenProject): FrozenDefinition {
  const { definitions, catalog } = project;
  const needs = new Needs(catalog);
  for (const part of usedParts(metric.name, catalog).keys()) needs.addPart(part);
  for (const model of [...metric.models, ...metric.lookedAt]) needs.addModel(model);
  for (const calendar of metric.calendars) needs.addCalendar(calendar);
  const models = definitions.models.flatMap(({ value }) => {
    const own = needs.models.get(value.model);
    return own ? [pruneModel(value, own)] : [];
  });
  return {
    project: pruneProject(definitions, needs),
    models,
    metrics: metricsOf(metric, models, project),
    ...versionsOf(metric, definitions),
  };
}

function freezeWhole(metric: Metric, whole: FrozenProject): FrozenDefinition {
  const { project } = whole.definitions;
  const models = whole.definitions.models.map(({ value }) => withoutRules(value));
  const metrics = metricsOf(metric, models, whole);
  return { project: project?.value ?? UNKNOWN, models, metrics, ...versionsOf(metric, whole.definitions) };
}

/** The versions among its inputs as they were released, with those that they were frozen with. */
function versionsOf(
  { inputs }: Metric,
  { releases }: ProjectDefinitions,
): Pick<FrozenDefinition, 'versions'> {
  const versions = releases.flatMap(({ value: { metric, releases: all } }) =>
    all.flatMap(({ version, definition: { versions: under = {}, ...own } }) => {
      const key = versionKey(metric, version);
      return inputs.includes(key) ? [...Object.entries(under), [key, own] as const] : [];
    }),
  );
  const inOrder = [...new Map(versions)].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.length === 0 ? {} : { versions: Object.fromEntries(inOrder) };
}

function pruneModel(definition: ModelDefinition, needs: ModelNeeds): ModelDefinition {
  const { joins = {}, bridges = {}, dimensions = {}, facts = {}, ...rest } = withoutRules(definition);
  const { roles: _roles, ...own } = rest;
  return {
    ...own,
    ...group('joins', joins, needs.joins),
    ...group('bridges', bridges, needs.bridges),
    ...group('dimensions', dimensions, needs.members),
    ...group('facts', facts, needs.members),
  };
}

/** The entries that are needed, under their key; nothing where there are none. */
function group<Key extends string, Entry>(
  key: Key,
  entries: Readonly<Record<string, Entry>>,
  needed: ReadonlySet<string>,
): Partial<Record<Key, Record<string, Entry>>> {
  const kept = Object.entries(entries).filter(([name]) => needed.has(name));
  return kept.length === 0 ? {} : ({ [key]: Object.fromEntries(kept) } as Record<Key, Record<string, Entry>>);
}

/** Who may see something is told by the rules of the day on which it is asked for. */
function withoutRules(definition: ModelDefinition): ModelDefinition {
  const { access: _access, drill: _drill, refresh: _refresh, dimensions, facts, ...own } = definition;
  return {
    ...own,
    ...(dimensions ? { dimensions: eachWithoutAccess(dimensions) } : {}),
    ...(facts ? { facts: eachWithoutAccess(facts) } : {}),
  };
}

function eachWithoutAccess<Entry extends { access?: unknown }>(
  entries: Readonly<Record<string, Entry>>,
): Record<string, Entry> {
  return Object.fromEntries(
    Object.entries(entries).map(([name, { access: _access, ...entry }]) => [name, entry as Entry]),
  );
}

/** What formulas mean is told by zone, currency, calendars and roles; whose rows there are, by the day's own project. */
function pruneProject({ project: file }: ProjectDefinitions, needs: Needs): ProjectDefinition {
  const { roles = {}, calendars = {}, tenants: _tenants, rates: _rates, ...own } = file?.value ?? UNKNOWN;
  const led = Object.entries(roles).filter(([, model]) => needs.models.has(model));
  const counted = Object.entries(calendars).filter(([name]) => needs.calendars.has(name));
  return {
    ...own,
    ...(led.length === 0 ? {} : { roles: Object.fromEntries(led) }),
    ...(counted.length === 0 ? {} : { calendars: Object.fromEntries(counted) }),
  };
}

/** With what it rests on, and those that members are made of; what only people read of them stays with the files. */
function metricsOf(
  metric: Metric,
  models: readonly ModelDefinition[],
  { definitions, catalog }: FrozenProject,
): MetricDefinition[] {
  const byName = new Map(definitions.metrics.map(({ value }) => [value.metric, value]));
  const members = models.flatMap(({ dimensions, facts }) =>
    Object.values({ ...dimensions, ...facts }).flatMap(({ metric: name }) => name ?? []),
  );
  const names = [metric.name, ...members].flatMap((name) => [
    ...(catalog.metrics.get(name)?.inputs ?? []),
    name,
  ]);
  return [...new Set(names)].flatMap((name) => {
    const definition = byName.get(name);
    return definition ? [withoutUse(definition)] : [];
  });
}

function withoutUse(definition: MetricDefinition): MetricDefinition {
  const { metric, version, title, description, owner, formula, format, time, filter, empty } = definition;
  return {
    metric,
    version,
    description,
    owner,
    formula,
    ...(title === undefined ? {} : { title }),
    ...(time === undefined ? {} : { time }),
    ...(filter === undefined ? {} : { filter }),
    ...(empty === undefined ? {} : { empty }),
    ...(format === undefined ? {} : { format }),
  };
}
