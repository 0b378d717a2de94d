/**
 * A version that was released before → the same number among the models of today. What it rests on and is still the same
 * is today's, with today's sources and columns; what is not gets a name that nobody can ask for. Whose rows it reads, and
 * who may see it, is told by today's rules alone, like of any other metric.
 */
import { canonicalJson } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Catalog, Join, Member, Metric, Model, Project } from './catalog.ts';
import { type ContentContext, readContent, usesOfJoin, usesOfMember } from './content-hash.ts';
import { frozenName } from './frozen-name.ts';
import type { PathIndex } from './path-index.ts';
import { type Names, renameAttributeTree, renameMember, renameMetricTree } from './rename-tree.ts';

/** A metric in the catalog that it was released with. */
export interface OldMetric {
  readonly metric: Metric;
  readonly catalog: Catalog;
}

export type Grafted =
  | {
      readonly kind: 'grafted';
      readonly expression: Metric['expression'];
      /** Today's, with what was added. */
      readonly models: ReadonlyMap<string, Model>;
    }
  | { readonly kind: 'gone'; readonly reason: string };

/** Today's models, and where names lead in them; `nameMetric` is what today's catalog calls an input of the version. */
export interface GraftContext {
  readonly models: ReadonlyMap<string, Model>;
  readonly paths: PathIndex;
  readonly calendars: Project['calendars'];
  readonly nameMetric: (name: string) => string;
}

export function graftVersion({ metric, catalog }: OldMetric, today: GraftContext): Grafted {
  const { metrics, models, paths, project } = catalog;
  const old: ContentContext = { metrics, models, paths, calendars: project.calendars };
  const names = new OldNames(
    old,
    { models: today.models, paths: today.paths, calendars: today.calendars, metrics: new Map() },
    today.nameMetric,
  );
  for (const part of readContent(metric.expression, old).uses.keys()) {
    const reason = names.add(part);
    if (reason !== null) return { kind: 'gone', reason };
  }
  const expression = renameMetricTree(metric.expression, names);
  return { kind: 'grafted', expression, models: names.models() };
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
    const [, kind = '', model = '', name = ''] = /^(\w+) (\w+)(?:\.(.*))?$/s.exec(part) ?? [];
    if (!NAMED_BY_MODEL.has(kind)) return null;
    if (!this.today.models.has(model)) return `the model ${model} is gone`;
    if (kind !== 'member' && kind !== 'join') return null;
    const [old, today] = [this.old, this.today].map((context) =>
      kind === 'member' ? usesOfMember(model, name, context) : usesOfJoin(model, name, context),
    );
    if (canonicalJson(old) !== canonicalJson(today)) this.renamed.set(part, frozenName(name, old));
    return null;
  }

  /** Today's, with what has another name now. */
  models(): ReadonlyMap<string, Model> {
    const models = new Map(this.today.models);
    for (const [part, renamed] of this.renamed) {
      const [, kind = '', name = '', own = ''] = /^(\w+) (\w+)\.(.*)$/s.exec(part) ?? [];
      const model = models.get(name);
      if (!model) continue;
      const added =
        kind === 'member'
          ? { members: new Map(model.members).set(renamed, this.bindMember(name, own, renamed)) }
          : { joins: new Map(model.joins).set(renamed, this.bindJoin(name, own, renamed)) };
      models.set(name, { ...model, ...added });
    }
    return models;
  }

  private nameOf(kind: 'member' | 'join', model: string, name: string): string {
    return this.renamed.get(`${kind} ${model}.${name}`) ?? name;
  }

  private bindJoin(model: string, name: string, renamed: string): Join {
    const join = this.old.models.get(model)?.joins.get(name);
    invariant(join, `join ${name} was released`);
    const at = join.at && renameMember(join.at, model, this);
    return { ...join, name: renamed, at };
  }

  /** With the column that its name has today, and as sensitive as that is. */
  private bindMember(model: string, name: string, renamed: string): Member {
    const member = this.old.models.get(model)?.members.get(name);
    const today = this.today.models.get(model);
    invariant(member && today, `member ${name} was released`);
    if (member.value.kind === 'formula') {
      const expression = renameAttributeTree(member.value.expression, model, this);
      return { ...member, name: renamed, value: { ...member.value, expression } };
    }
    const current = today.members.get(name)?.value;
    const column = current?.kind === 'column' ? current.column : member.value.column;
    const sensitive = [...today.members.values()].some(
      (other) => other.sensitive && other.value.kind === 'column' && other.value.column === column,
    );
    return { ...member, name: renamed, sensitive, value: { ...member.value, column } };
  }
}

/** Parts that are of a model, or of what a model has. */
const NAMED_BY_MODEL: ReadonlySet<string> = new Set(['member', 'join', 'bridge', 'key', 'order', 'validity']);
