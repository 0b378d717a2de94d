/** Which metrics a part of a project is for, on either side of a comparison. */
import { type Catalog, isCurrent, type Metric } from '../../catalog/catalog.ts';
import { findStartPath } from '../../catalog/lower-condition.ts';
import { readPart, usedParts } from '../used-parts.ts';
import type { ProjectSide } from './change.ts';

/** What a metric rests on: `model.name` of members and joins, and the models and calendars themselves. */
interface Rest {
  readonly metric: Metric;
  readonly parts: ReadonlySet<string>;
}

/** Looks a side through when somebody asks of it, once. */
export class Users {
  private readonly sides: readonly ProjectSide[];
  private readonly rests = new Map<Catalog, readonly Rest[]>();

  constructor(...sides: readonly ProjectSide[]) {
    this.sides = sides;
  }

  /** Of what stands at `path`: `models`, `orders`, `dimensions`, `status`, … */
  of([kind = '', name = '', group = '', own = '']: readonly string[]): readonly string[] {
    if (kind === 'metrics') return [name];
    if (kind === 'project') return this.ofProject(name, group);
    if (kind !== 'models') return [];
    if (group === 'facts') return this.resting(`${name}.${own}`);
    if (group === 'dimensions') return [...this.resting(`${name}.${own}`), ...this.groupable(name)];
    return this.ofModel(name);
  }

  /** The metric itself, and those that rest on it. */
  ofMetric(name: string): readonly string[] {
    return this.list((metric) => metric.name === name || metric.inputs.includes(name));
  }

  /** Those that read its rows, by whatever way. */
  ofModel(name: string): readonly string[] {
    return this.resting(name);
  }

  /** Those all of whose rows lead to the model: its dimensions are theirs to group by. */
  groupable(model: string): readonly string[] {
    return this.list(
      (metric, catalog) =>
        metric.models.length > 0 && metric.models.every((root) => isReached(model, root, catalog)),
    );
  }

  private ofProject(key: string, name: string): readonly string[] {
    if (key === 'calendars') return this.list((metric) => metric.calendars.includes(name));
    if (key !== 'roles') return this.list(() => true);
    const models = this.sides.flatMap(({ catalog }) => catalog.project.roles.get(name) ?? []);
    return models.flatMap((model) => this.groupable(model));
  }

  private resting(part: string): readonly string[] {
    return this.sides.flatMap(({ catalog }) =>
      this.restsOf(catalog).flatMap(({ metric, parts }) => (parts.has(part) ? [metric.name] : [])),
    );
  }

  private list(test: (metric: Metric, catalog: Catalog) => boolean): readonly string[] {
    return this.sides.flatMap(({ catalog }) =>
      [...catalog.metrics.values()]
        .filter((metric) => isCurrent(metric) && test(metric, catalog))
        .map(({ name }) => name),
    );
  }

  private restsOf(catalog: Catalog): readonly Rest[] {
    const known = this.rests.get(catalog);
    if (known) return known;
    const rests = [...catalog.metrics.values()].filter(isCurrent).map((metric): Rest => {
      const parts = [...usedParts(metric.name, catalog).keys()].map(readPart);
      const named = parts.flatMap(({ model, name }) => [model, `${model}.${name}`]);
      return { metric, parts: new Set([...named, ...metric.models, ...metric.lookedAt]) };
    });
    this.rests.set(catalog, rests);
    return rests;
  }
}

/** Whether queries on rows of `root` know a name that begins with a role or model leading to `model`. */
function isReached(model: string, root: string, catalog: Catalog): boolean {
  const roles = [...catalog.project.roles].filter(([, target]) => target === model);
  const starts = [
    { kind: 'model', name: model } as const,
    ...roles.map(([name]) => ({ kind: 'role', name }) as const),
  ];
  return starts.some((start) => findStartPath(start, root, catalog).kind === 'path');
}
