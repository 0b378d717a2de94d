/**
 * Who may see each metric, model and member. What says nothing of its own may be seen by those who may see all
 * that it is made of; what has an `access` of its own, by those it names. Policies hold beside either. A table and
 * a column are the same under whatever model and name.
 */
import { canonicalJson } from '../base/hash.ts';
import type { AccessDefinition } from '../definitions/access-schema.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import { forEachSource } from '../formula/metric-tree.ts';
import type { AccessRule } from '../tenancy/access-rule.ts';
import { sourceKey } from '../tenancy/scope.ts';
import { type AccessBook, ADMINS, ruleOf } from './access-book.ts';
import type { MemberValue, Metric, Model } from './catalog.ts';
import { type ContentContext, membersIn, readContent } from './content-hash.ts';
import { isFrozenName } from './frozen-name.ts';
import type { AttachedVersion } from './released-versions.ts';

interface AccessContext extends ContentContext {
  readonly models: ReadonlyMap<string, Model>;
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Those of the metrics that were released before, by key. */
  readonly versions: ReadonlyMap<string, AttachedVersion>;
}

/** What a definition says itself: `null` for nothing, none for everybody. */
type OwnRules = readonly AccessRule[] | null;

/** What only those who work on definitions may see. */
const DRAFT: AccessRule = { groups: null, capability: 'analyst' };

export function resolveAccess(definitions: ProjectDefinitions, context: AccessContext): AccessBook {
  const resolver = new AccessResolver(definitions, context);
  const { models, metrics } = context;
  const members = [...models.values()].flatMap(({ name, members: own }) =>
    [...own.keys()].map((member) => `${name}.${member}`),
  );
  return {
    models: restricted(models.keys(), (name) => resolver.ofModel(name)),
    metrics: restricted(metrics.keys(), (name) => resolver.ofMetric(name)),
    members: restricted(members, (key) => resolver.ofMember(key)),
    under: restricted(metrics.keys(), (name) => resolver.underMetric(name)),
    published: listPublished(definitions, models),
  };
}

/** What says of itself that it is public, and the members of a model that does, unless they say otherwise. */
function listPublished(
  { metrics, models: written }: ProjectDefinitions,
  models: ReadonlyMap<string, Model>,
): AccessBook['published'] {
  const members = written.flatMap(({ value }) => {
    const declared = { ...value.facts, ...value.dimensions };
    return [...(models.get(value.model)?.members.keys() ?? [])]
      .filter((name) => !isFrozenName(name) && (declared[name]?.access ?? value.access) === 'public')
      .map((name) => `${value.model}.${name}`);
  });
  return {
    metrics: metrics.filter(({ value }) => value.access === 'public').map(({ value }) => value.metric),
    members,
  };
}

function restricted(
  names: Iterable<string>,
  rulesOf: (name: string) => readonly AccessRule[],
): ReadonlyMap<string, readonly AccessRule[]> {
  const entries = [...names].map((name) => [name, rulesOf(name)] as const);
  return new Map(entries.filter(([, rules]) => rules.length > 0));
}

/** Members are made of members and metrics, metrics of both: each is resolved once, when it is asked for. */
class AccessResolver {
  private readonly context: AccessContext;
  private readonly own: ReadonlyMap<string, OwnRules>;
  private readonly policies: ReadonlyMap<string, readonly AccessRule[]>;
  private readonly resolved = new Map<string, readonly AccessRule[]>();
  /** Member → the metric that it is. */
  private readonly metricOf = new Map<string, string>();
  /** Whether nothing says who may see it: then nothing inherits anything, and nobody has to look. */
  private readonly isOpen: boolean;
  /** Table → models over it. */
  private readonly bySource = new Map<string, string[]>();

  constructor(definitions: ProjectDefinitions, context: AccessContext) {
    this.context = context;
    const own = new Map<string, OwnRules>();
    for (const { value } of definitions.metrics) own.set(`metric ${value.metric}`, readAccess(value.access));
    for (const { value } of definitions.models) {
      own.set(`model ${value.model}`, readAccess(value.access));
      for (const [name, member] of Object.entries({ ...value.facts, ...value.dimensions })) {
        own.set(`member ${value.model}.${name}`, readAccess(member.access));
        if (member.metric !== undefined) this.metricOf.set(`${value.model}.${name}`, member.metric);
      }
    }
    this.own = own;
    this.policies = readPolicies(definitions);
    for (const { name, source } of context.models.values()) {
      const models = this.bySource.get(sourceKey(source)) ?? [];
      this.bySource.set(sourceKey(source), [...models, name]);
    }
    this.isOpen = this.policies.size === 0 && [...own.values()].every((rules) => !rules?.length);
  }

  ofModel(name: string): readonly AccessRule[] {
    return this.once(`model ${name}`, () => {
      const others = this.modelsOver(name).flatMap((other) => this.own.get(`model ${other}`) ?? []);
      const policies = this.modelsOver(name).flatMap((other) => this.policiesOf(`model ${other}`));
      return unite(this.own.get(`model ${name}`) ?? others, policies);
    });
  }

  ofMetric(name: string): readonly AccessRule[] {
    const version = this.context.versions.get(name);
    return version ? this.ofVersion(version) : this.ofCurrent(name, true);
  }

  /** With `versions`, what it inherits of those that its formula names is in it. */
  private ofCurrent(name: string, versions: boolean): readonly AccessRule[] {
    const metric = this.context.metrics.get(name);
    if (!metric) return [];
    return this.once(`metric ${name} ${versions}`, () => {
      const beside = [`metric ${name}`, ...metric.tags.map((tag) => `tag ${tag}`)];
      return unite(
        this.own.get(`metric ${name}`) ?? this.inputsOf(metric, versions),
        metric.isDraft ? [DRAFT] : [],
        ...beside.map((key) => this.policiesOf(key)),
      );
    });
  }

  /**
   * A version is for those who may see its metric and all that it rests on by name. The metric of today may rest on
   * this very version: of that, nothing further follows.
   */
  private ofVersion({ metric, ruling }: AttachedVersion): readonly AccessRule[] {
    return this.once(`metric ${metric.key}`, () =>
      unite(
        this.context.metrics.has(metric.name) ? this.ofCurrent(metric.name, false) : [ADMINS],
        ruling.isOrphan ? [ADMINS] : [],
        ...ruling.members.flatMap((key) => [this.ofMember(key), this.ofModel(key.split('.', 1)[0] ?? '')]),
        ...ruling.models.map((model) => this.ofModel(model)),
        ...metric.inputs.map((input) => this.ofMetric(input)),
      ),
    );
  }

  /** The rules on the metric, and on all that its formula and those of its inputs read. */
  underMetric(name: string): readonly AccessRule[] {
    const metrics = [name, ...(this.context.metrics.get(name)?.inputs ?? [])];
    return unite(
      ...metrics.flatMap((each) => {
        const metric = this.context.metrics.get(each);
        return metric ? [this.ofMetric(each), this.inputsOf(metric, true)] : [];
      }),
    );
  }

  ofMember(key: string): readonly AccessRule[] {
    const [model = ''] = key.split('.', 1);
    return this.once(`member ${key}`, () =>
      unite(
        this.own.get(`member ${key}`) ?? [
          ...this.ofModel(model),
          ...this.partsOf(key),
          ...this.sameColumns(key).flatMap((other) => this.own.get(`member ${other}`) ?? []),
        ],
        ...[key, ...this.sameColumns(key)].map((other) => this.policiesOf(`member ${other}`)),
        ...this.modelsOver(model).map((other) => this.policiesOf(`model ${other}`)),
      ),
    );
  }

  /** Models over the table of a model, itself included. */
  private modelsOver(name: string): readonly string[] {
    const source = this.context.models.get(name)?.source;
    return source ? (this.bySource.get(sourceKey(source)) ?? []) : [];
  }

  /** Members of other models that are the same column of the same table. */
  private sameColumns(key: string): readonly string[] {
    const value = this.isOpen ? undefined : this.valueOf(key);
    if (value?.kind !== 'column') return [];
    const [model = ''] = key.split('.', 1);
    const members = this.modelsOver(model).flatMap((other) =>
      [...(this.context.models.get(other)?.members.keys() ?? [])].map((name) => `${other}.${name}`),
    );
    return members.filter((other) => {
      const same = this.valueOf(other);
      return other !== key && same?.kind === 'column' && same.column === value.column;
    });
  }

  private valueOf(key: string): MemberValue | undefined {
    const [model = ''] = key.split('.', 1);
    return this.context.models.get(model)?.members.get(key.slice(model.length + 1))?.value;
  }

  private inputsOf(metric: Metric, versions: boolean): readonly AccessRule[] {
    return this.once(`inputs of ${metric.key} ${versions}`, () => this.readInputs(metric, versions));
  }

  private readInputs({ expression }: Metric, versions: boolean): readonly AccessRule[] {
    const rules: AccessRule[] = [];
    forEachSource(expression, (leaf) => {
      if (leaf.kind !== 'metric') rules.push(...this.ofModel(leaf.root));
      else if (versions) rules.push(...this.ofMetric(leaf.metric));
      else if (!this.context.versions.has(leaf.metric)) rules.push(...this.ofCurrent(leaf.metric, false));
    });
    if (this.isOpen) return rules;
    const { members } = readContent(expression, this.context);
    return [...rules, ...members.flatMap((member) => this.ofMember(member))];
  }

  private partsOf(key: string): readonly AccessRule[] {
    const [model = ''] = key.split('.', 1);
    const value = this.valueOf(key);
    if (this.isOpen || value?.kind !== 'formula') return [];
    const metric = this.metricOf.get(key);
    if (metric !== undefined) return this.ofMetric(metric);
    const members = membersIn(value.expression, model, this.context);
    return members.flatMap((member) => this.ofMember(member));
  }

  private policiesOf(key: string): readonly AccessRule[] {
    return this.policies.get(key) ?? [];
  }

  private once(key: string, resolve: () => readonly AccessRule[]): readonly AccessRule[] {
    const known = this.resolved.get(key) ?? resolve();
    this.resolved.set(key, known);
    return known;
  }
}

function readAccess(access: AccessDefinition | undefined): OwnRules {
  if (access === undefined) return null;
  if (access === 'all' || access === 'public') return [];
  return [ruleOf(access)];
}

/** By `metric NAME`, `tag NAME`, `model NAME` and `member MODEL.NAME`. */
function readPolicies({ policies }: ProjectDefinitions): ReadonlyMap<string, readonly AccessRule[]> {
  const rules = new Map<string, AccessRule[]>();
  for (const { value } of policies) {
    const { metrics = [], tags = [], models = [], members = [] } = value.applies_to ?? {};
    const keys = [
      ...metrics.map((name) => `metric ${name}`),
      ...tags.map((tag) => `tag ${tag}`),
      ...models.map((name) => `model ${name}`),
      ...members.map((key) => `member ${key}`),
    ];
    for (const key of keys) rules.set(key, [...(rules.get(key) ?? []), ...(readAccess(value.access) ?? [])]);
  }
  return rules;
}

/** Each rule once, in an order of its own. */
function unite(...lists: readonly (readonly AccessRule[])[]): readonly AccessRule[] {
  const byText = new Map(lists.flat().map((rule) => [canonicalJson(rule), rule]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}
