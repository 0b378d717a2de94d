/**
 * A version that was released before → the same number among the models of today. What it rests on and is still the same
 * is today's, with today's sources and columns; what is not gets a name that nobody can ask for. Where that cannot be
 * done, it says why: it never becomes another number.
 */
import { canonicalJson } from '../base/hash.ts';
import type { Join, Member, Metric, Model } from '../catalog/catalog.ts';
import { type ContentContext, contentOf, usesOfJoin, usesOfMember } from '../catalog/content-hash.ts';
import { findCounterparts, modelsOver } from '../catalog/find-counterparts.ts';
import { frozenName, withoutFrozenNames } from '../catalog/frozen-name.ts';
import { addFrozenParts, type FrozenParts } from '../catalog/frozen-parts.ts';
import type { TodaysParts } from '../catalog/released-versions.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { type Names, renameAttributeTree, renameMember, renameMetricTree } from './rename-tree.ts';
import { contextOf, type OldMetric, readPart, tryContent, usesOf } from './used-parts.ts';

type GraftCatalog = Pick<TodaysParts, 'metrics' | 'models' | 'paths' | 'project'>;

export type Grafted =
  | {
      readonly kind: 'grafted';
      readonly expression: Metric['expression'];
      /** What it alone has. */
      readonly frozen: FrozenParts;
    }
  | { readonly kind: 'gone'; readonly reason: string };

/** Today's catalog, and what it calls an input of the version. */
export interface GraftContext {
  readonly catalog: GraftCatalog;
  /** Models that had another name then; the version is told by their names of today. */
  readonly renamed: ReadonlySet<string>;
  readonly nameMetric: (name: string) => string;
}

const LEADS_ELSEWHERE = 'names in it lead elsewhere now, or rows are told apart otherwise';

export function graftVersion(released: OldMetric, today: GraftContext): Grafted {
  const old = contextOf(released.catalog);
  const { models, lookedAt } = released.metric;
  const missing = [...models, ...lookedAt].find((model) => !today.catalog.models.has(model));
  if (missing !== undefined) return { kind: 'gone', reason: whyGone(missing, old, today.catalog) };
  const names = new OldNames(old, today);
  for (const part of usesOf(released).keys()) {
    const reason = names.add(part);
    if (reason !== null) return { kind: 'gone', reason };
  }
  const frozen = names.frozen();
  if (frozen === null) return { kind: 'gone', reason: LEADS_ELSEWHERE };
  const expression = renameMetricTree(released.metric.expression, names);
  const catalog = { ...today.catalog, models: addFrozenParts(today.catalog.models, [frozen]) };
  if (!isSameNumber(released, expression, { ...today, catalog }))
    return { kind: 'gone', reason: LEADS_ELSEWHERE };
  return { kind: 'grafted', expression, frozen };
}

/** Why there is no such model today. */
function whyGone(name: string, old: ContentContext, { models }: GraftCatalog): string {
  const model = old.models.get(name);
  const [other] = model ? modelsOver(model, models) : [];
  if (model && !other) return `the source ${sourceKey(model.source)} is of no model any more`;
  return `the model ${name} is gone`;
}

/** Whether it is decided by the same, all the way down: the last word on whether it is grafted right. */
function isSameNumber(
  { metric, catalog: old }: OldMetric,
  expression: Metric['expression'],
  { catalog, nameMetric }: GraftContext,
): boolean {
  const inputs = new Map([...old.metrics].map(([name, input]) => [nameMetric(name), input]));
  const then = bare(contentOf(metric.expression, contextOf(old)));
  const now = tryContent(() => contentOf(expression, { ...contextOf(catalog), metrics: inputs }));
  return now !== null && then === bare(now);
}

/** With names as they were. */
function bare(content: object): string {
  return withoutFrozenNames(canonicalJson(content));
}

/** What the parts of a version are called today. Mutable while one version is looked at. */
class OldNames implements Names {
  readonly metric: Names['metric'];
  private readonly old: ContentContext;
  private readonly today: ContentContext;
  private readonly catalog: GraftCatalog;
  private readonly renamedModels: ReadonlySet<string>;
  private readonly renamed = new Map<string, string>();

  constructor(old: ContentContext, { catalog, nameMetric, renamed }: GraftContext) {
    this.metric = nameMetric;
    this.old = old;
    this.catalog = catalog;
    this.today = contextOf(catalog);
    this.renamedModels = renamed;
  }

  model(name: string): string {
    return name;
  }

  target(model: string, join: string): string {
    const found = this.old.models.get(model);
    return (found?.joins.get(join) ?? found?.bridges.get(join))?.target ?? '';
  }

  member(model: string, name: string): string {
    return this.nameOf('member', model, name);
  }

  join(model: string, name: string): string {
    return this.nameOf('join', model, name);
  }

  /** Why there can be no such number today; `null` where there can. */
  add(part: string): string | null {
    const { kind, model, name } = readPart(part);
    if (kind === 'bridge') return this.judgeBridge(model, name);
    if (kind !== 'member' && kind !== 'join') return null;
    const home = this.today.models.get(model);
    if (!home) return whyGone(model, this.old, this.catalog);
    const [member, current] = [this.old, this.today].map(({ models }) =>
      models.get(model)?.members.get(name),
    );
    // A name in a model that is known by its table alone is trusted no further than its column.
    const [column, now] = [columnOf(member), columnOf(current)];
    const isOther = kind === 'member' && column !== null && now !== null && column !== now;
    if (isOther && this.renamedModels.has(model)) return `${model}.${name} is another column now`;
    const [old, today] = [this.old, this.today].map((context) =>
      kind === 'member' ? usesOfMember(model, name, context) : usesOfJoin(model, name, context),
    );
    if (canonicalJson(old) === canonicalJson(today)) return null;
    if (kind === 'join') return this.addJoin(part, old);
    if (column !== null && current) return `${model}.${name} is of another type or kind now`;
    const bindings = [...(old?.keys() ?? [])].map((each) => this.bindingOf(each));
    this.renamed.set(part, frozenName(name, { old, bindings }));
    return null;
  }

  private judgeBridge(model: string, name: string): string | null {
    const [old, today] = [this.old, this.today].map(({ models }) => models.get(model)?.bridges.get(name));
    const isRenamed = old !== undefined && this.renamedModels.has(old.through);
    return isRenamed && old.through !== today?.through ? LEADS_ELSEWHERE : null;
  }

  /** The column of a part that has one: parts with the same content may be read from others. */
  private bindingOf(part: string): string | null {
    const { model, name } = readPart(part);
    return columnOf(this.old.models.get(model)?.members.get(name));
  }

  /** What has another name now; `null` where a part is not what it was said to be. */
  frozen(): FrozenParts | null {
    const frozen = new Map<string, { members: Map<string, Member>; joins: Map<string, Join> }>();
    for (const [part, renamed] of this.renamed) {
      const { kind, model: name, name: own } = readPart(part);
      const model = this.today.models.get(name);
      const old = this.old.models.get(name);
      const [member, join] = [old?.members.get(own), old?.joins.get(own)];
      const parts = frozen.get(name) ?? { members: new Map(), joins: new Map() };
      if (model && kind === 'member' && member)
        parts.members.set(renamed, this.bindMember(member, model, renamed));
      else if (model && kind === 'join' && join) parts.joins.set(renamed, this.bindJoin(join, name, renamed));
      else return null;
      frozen.set(name, parts);
    }
    return frozen;
  }

  private nameOf(kind: 'member' | 'join', model: string, name: string): string {
    return this.renamed.get(`${kind} ${model}.${name}`) ?? name;
  }

  /** Joins run to a declared key, or rows would be doubled. */
  private addJoin(part: string, content: unknown): string | null {
    const { model, name } = readPart(part);
    const join = this.old.models.get(model)?.joins.get(name);
    const target = this.today.models.get(join?.target ?? '');
    if (!join || !target) return whyGone(join?.target ?? model, this.old, this.catalog);
    const columns = new Set(join.on.map((pair) => pair.target));
    const isKey = [target.primaryKey, ...target.uniqueKeys].some(
      (key) => key.length > 0 && key.length === columns.size && key.every((column) => columns.has(column)),
    );
    if (!isKey || join.at) return `the join ${model}.${name} leads to no key of ${target.name} now`;
    this.renamed.set(part, frozenName(name, content));
    return null;
  }

  private bindJoin(join: Join, model: string, renamed: string): Join {
    return { ...join, name: renamed, at: join.at && renameMember(join.at, model, this) };
  }

  /** As sensitive as what has its name, or its column, today. */
  private bindMember(member: Member, today: Model, renamed: string): Member {
    const { value } = member;
    const others = findCounterparts(member, today, this.today.models);
    const sensitive = member.sensitive || others.some((other) => other.member.sensitive);
    const named = { ...member, name: renamed, sensitive };
    if (value.kind === 'column') return named;
    return {
      ...named,
      value: { ...value, expression: renameAttributeTree(value.expression, today.name, this) },
    };
  }
}

/** `null` of what is a formula. */
function columnOf(member: Member | undefined): string | null {
  return member?.value.kind === 'column' ? member.value.column : null;
}
