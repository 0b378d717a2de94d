/** What of a project's models and calendars a metric's number takes, found from the parts that its content hash has. */
import type { Catalog } from '../catalog/catalog.ts';
import { readPart } from './used-parts.ts';

/** Members and joins of one model. */
export interface ModelNeeds {
  readonly members: Set<string>;
  readonly joins: Set<string>;
  readonly bridges: Set<string>;
}

/** Grows while parts are added. */
export class Needs {
  readonly models = new Map<string, ModelNeeds>();
  readonly calendars = new Set<string>();
  private readonly catalog: Catalog;

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /** `part` is a kind and a name, as the content hash has them. */
  addPart(part: string): void {
    const { kind, model, name } = readPart(part);
    if (kind === 'member') this.addMember(model, name);
    if (kind === 'join') this.addJoin(model, name);
    if (kind === 'bridge') this.addBridge(model, name);
    if (kind === 'calendar' || kind === 'periods') this.addCalendar(model);
    if (kind === 'key' || kind === 'order' || kind === 'validity') this.addModel(model);
  }

  /** What no one declares is known by the joins that it stands in. */
  private addMember(model: string, name: string): void {
    this.addModel(model)?.members.add(name);
    const owner = this.catalog.models.get(model);
    if (owner?.members.get(name)?.kind !== 'key') return;
    if ([owner.primaryKey, ...owner.uniqueKeys].some((key) => key.includes(name))) return;
    for (const [start, { joins }] of this.catalog.models)
      for (const join of joins.values()) {
        const isOwn = start === model && join.on.some(({ column }) => column === name);
        const leadsHere = join.target === model && join.on.some(({ target }) => target === name);
        if (isOwn || leadsHere) return this.addJoin(start, join.name);
      }
  }

  addModel(name: string): ModelNeeds | undefined {
    const known = this.models.get(name);
    const model = this.catalog.models.get(name);
    if (known || !model) return known;
    const needs = { members: new Set<string>(), joins: new Set<string>(), bridges: new Set<string>() };
    this.models.set(name, needs);
    for (const member of model.valid ?? []) needs.members.add(member);
    if (model.time) this.addPath(name, model.time);
    if (model.scope.kind === 'through') for (const join of model.joins.keys()) this.addScopeJoin(name, join);
    return needs;
  }

  addCalendar(name: string): void {
    const calendar = this.catalog.project.calendars.get(name);
    if (!calendar || this.calendars.has(name)) return;
    this.calendars.add(name);
    if (calendar.kind === 'days') {
      const needs = this.addModel(calendar.model);
      for (const member of [calendar.date, ...calendar.grains]) needs?.members.add(member);
    } else if (calendar.holidays) {
      this.addModel(calendar.holidays.model)?.members.add(calendar.holidays.date);
    }
  }

  private addJoin(model: string, name: string): void {
    const join = this.catalog.models.get(model)?.joins.get(name);
    const needs = this.addModel(model);
    if (!join || needs?.joins.has(name)) return;
    needs?.joins.add(name);
    this.addModel(join.target);
    if (join.at) this.addPath(model, join.at);
  }

  /** Where a parent says whose rows are: which of the joins leads to it is not told apart. */
  private addScopeJoin(model: string, name: string): void {
    const owner = this.catalog.models.get(model);
    const target = this.catalog.models.get(owner?.joins.get(name)?.target ?? '');
    const parent = owner?.scope.kind === 'through' ? owner.scope.parent : null;
    if (parent && target?.source.schema === parent.schema && target.source.table === parent.table)
      this.addJoin(model, name);
  }

  private addBridge(model: string, name: string): void {
    const bridge = this.catalog.models.get(model)?.bridges.get(name);
    this.addModel(model)?.bridges.add(name);
    if (!bridge) return;
    for (const join of [bridge.from, bridge.to]) this.addJoin(bridge.through, join);
  }

  private addPath(start: string, { path, member }: { path: readonly string[]; member: string }): void {
    let model = start;
    for (const join of path) {
      this.addJoin(model, join);
      model = this.catalog.models.get(model)?.joins.get(join)?.target ?? model;
    }
    this.addModel(model)?.members.add(member);
  }
}
