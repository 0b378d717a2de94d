/**
 * A version over models of which some have other names now → the same over the names of today. A model is known again
 * by the table that it reads: whose rows there are, and who may see them, is told by whatever reads that table now.
 */
import { buildPathIndex } from '../catalog/build-path-index.ts';
import type { Calendar, Catalog, Member, Model } from '../catalog/catalog.ts';
import { modelsOver } from '../catalog/find-counterparts.ts';
import { type Names, renameAttributeTree, renameMetricTree } from './rename-tree.ts';
import type { OldMetric } from './used-parts.ts';

export interface Renamed {
  readonly old: OldMetric;
  /** Models that had another name, by the name that they have now. */
  readonly models: ReadonlySet<string>;
}

/** What reads no table of today, or one that something else of the version reads too, keeps its name. */
export function renameModels(old: OldMetric, today: ReadonlyMap<string, Model>): Renamed {
  const names = nameModels(old.catalog.models, today);
  if (names.size === 0) return { old, models: new Set() };
  const catalog = renameCatalog(old.catalog, (name) => names.get(name) ?? name);
  const metric = catalog.metrics.get(old.metric.key);
  return metric ? { old: { metric, catalog }, models: new Set(names.values()) } : { old, models: new Set() };
}

function nameModels(
  old: ReadonlyMap<string, Model>,
  today: ReadonlyMap<string, Model>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(old.keys());
  for (const [name, model] of old) {
    if (today.has(name)) continue;
    // Always the same one, whatever else stands beside it: versions rest on versions.
    const [found] = modelsOver(model, today);
    if (!found || taken.has(found.name)) continue;
    names.set(name, found.name);
    taken.add(found.name);
  }
  return names;
}

function renameCatalog(catalog: Catalog, nameOf: (model: string) => string): Catalog {
  const names: Names = {
    model: nameOf,
    target(model, join) {
      const found = catalog.models.get(model);
      return (found?.joins.get(join) ?? found?.bridges.get(join))?.target ?? '';
    },
    member: (_model, name) => name,
    join: (_model, name) => name,
    metric: (name) => name,
  };
  const models = new Map(
    [...catalog.models.values()].map((model) => [nameOf(model.name), renameModel(model, names)]),
  );
  const project = {
    ...catalog.project,
    roles: mapValues(catalog.project.roles, nameOf),
    calendars: mapValues(catalog.project.calendars, (calendar) => renameCalendar(calendar, nameOf)),
  };
  const metrics = mapValues(catalog.metrics, (metric) => ({
    ...metric,
    expression: renameMetricTree(metric.expression, names),
    models: metric.models.map(nameOf),
    lookedAt: metric.lookedAt.map(nameOf),
  }));
  return { ...catalog, project, models, metrics, paths: buildPathIndex(models, project) };
}

function renameModel(model: Model, names: Names): Model {
  const renameMember = (member: Member): Member => {
    const { value } = member;
    if (value.kind === 'column') return member;
    const expression = renameAttributeTree(value.expression, model.name, names);
    return { ...member, value: { ...value, expression } };
  };
  return {
    ...model,
    name: names.model(model.name),
    members: mapValues(model.members, renameMember),
    joins: mapValues(model.joins, (join) => ({ ...join, target: names.model(join.target) })),
    bridges: mapValues(model.bridges, (bridge) => ({
      ...bridge,
      target: names.model(bridge.target),
      through: names.model(bridge.through),
    })),
  };
}

function renameCalendar(calendar: Calendar, nameOf: (model: string) => string): Calendar {
  if (calendar.kind === 'days') return { ...calendar, model: nameOf(calendar.model) };
  const { holidays } = calendar;
  return { ...calendar, holidays: holidays && { ...holidays, model: nameOf(holidays.model) } };
}

function mapValues<Key, Value, Changed>(
  map: ReadonlyMap<Key, Value>,
  change: (value: Value) => Changed,
): ReadonlyMap<Key, Changed> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
