/**
 * A version that was released before → the same number among the models of today. What it rests on and is still the same
 * is today's, with today's sources and columns; what is not gets a name that nobody can ask for. Where that cannot be
 * done, it says why: it never becomes another number.
 */
import { canonicalJson } from '../base/hash.ts';
import { Bug } from '../base/invariant.ts';
import type { Join, Member, Metric, Model } from '../catalog/catalog.ts';
import { type ContentContext, contentOf, usesOfJoin, usesOfMember } from '../catalog/content-hash.ts';
import { frozenName, withoutFrozenNames } from '../catalog/frozen-name.ts';
import { addFrozenParts, type FrozenParts } from '../catalog/frozen-parts.ts';
import type { TodaysParts } from '../catalog/released-versions.ts';
import { type Names, renameAttributeTree, renameMember, renameMetricTree } from './rename-tree.ts';
import { contextOf, type OldMetric, readPart, usesOf } from './used-parts.ts';

type GraftCatalog = Pick<TodaysParts, 'metrics' | 'models' | 'paths' | 'project'>;

export type Grafted =
  | {
      readonly kind: 'grafted';
      readonly expression: Metric['expression'];
      /** What it alone has. */
      readonly frozen: FrozenParts;
      /** All parts that it rests on itself, by the kinds and names that they were released with. */
      readonly parts: readonly string[];
    }
  | { readonly kind: 'gone'; readonly reason: string };

/** Today's catalog, and what it calls an input of the version. */
export interface GraftContext {
  readonly catalog: GraftCatalog;
  readonly nameMetric: (name: string) => string;
}

const LEADS_ELSEWHERE = 'names in it lead elsewhere now, or rows are told apart otherwise';

export function graftVersion(released: OldMetric, today: GraftContext): Grafted {
  const old = contextOf(released.catalog);
  const names = new OldNames(old, contextOf(today.catalog), today.nameMetric);
  const parts = [...usesOf(released).keys()];
  for (const part of parts) {
    const reason = names.add(part);
    if (reason !== null) return { kind: 'gone', reason };
  }
  const frozen = names.frozen();
  if (frozen === null) return { kind: 'gone', reason: LEADS_ELSEWHERE };
  const expression = renameMetricTree(released.metric.expression, names);
  const catalog = { ...today.catalog, models: addFrozenParts(today.catalog.models, [frozen]) };
  if (!isSameNumber(released, expression, { ...today, catalog }))
    return { kind: 'gone', reason: LEADS_ELSEWHERE };
  return { kind: 'grafted', expression, frozen, parts };
}

/** Whether it is decided by the same, all the way down: the last word on whether it is grafted right. */
function isSameNumber(
  { metric, catalog: old }: OldMetric,
  expression: Metric['expression'],
  { catalog, nameMetric }: GraftContext,
): boolean {
  const inputs = new Map([...old.metrics].map(([name, input]) => [nameMetric(name), input]));
  const then = bare(contentOf(metric.expression, contextOf(old)));
  try {
    return then === bare(contentOf(expression, { ...contextOf(catalog), metrics: inputs }));
  } catch (error) {
    // Names that lead nowhere today are met where names always lead somewhere.
    if (error instanceof Bug) return false;
    throw error;
  }
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
  private readonly renamed = new Map<string, string>();

  constructor(old: ContentContext, today: ContentContext, nameMetric: Names['metric']) {
    this.metric = nameMetric;
    this.old = old;
    this.today = today;
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
    if (kind !== 'member' && kind !== 'join') return null;
    const home = this.today.models.get(model);
    if (!home) return `the model ${model} is gone`;
    const [old, today] = [this.old, this.today].map((context) =>
      kind === 'member' ? usesOfMember(model, name, context) : usesOfJoin(model, name, context),
    );
    if (canonicalJson(old) === canonicalJson(today)) return null;
    if (kind === 'join') return this.addJoin(part, old);
    const member = this.old.models.get(model)?.members.get(name);
    const current = home.members.get(name);
    if (member?.value.kind === 'column' && current) return `${model}.${name} is of another type or kind now`;
    const column = member?.value.kind === 'column' ? member.value.column : null;
    this.renamed.set(part, frozenName(name, { old, column }));
    return null;
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
    if (!join || !target) return `the model ${join?.target ?? model} is gone`;
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
    const isOf = (other: Member): boolean =>
      other.name === member.name ||
      (value.kind === 'column' && other.value.kind === 'column' && other.value.column === value.column);
    const sensitive =
      member.sensitive || [...today.members.values()].some((other) => other.sensitive && isOf(other));
    const named = { ...member, name: renamed, sensitive };
    if (value.kind === 'column') return named;
    return {
      ...named,
      value: { ...value, expression: renameAttributeTree(value.expression, today.name, this) },
    };
  }
}
