/**
 * Who may see a version that was released before: those who may see its metric today, and all that it rests on by name.
 * What a number was made of is nobody's to give out again, whatever the current one says.
 */
import { canonicalJson } from '../base/hash.ts';
import type { AccessBook } from '../catalog/access-book.ts';
import type { Catalog, Metric } from '../catalog/catalog.ts';
import { isFrozenName, withoutFrozenNames } from '../catalog/frozen-name.ts';
import type { AccessRule } from '../tenancy/access-rule.ts';
import { readPart } from './used-parts.ts';

/** A version among today's metrics. */
export interface AttachedVersion {
  readonly metric: Metric;
  /** All parts that it rests on itself, by the kinds and names that they were released with. */
  readonly parts: readonly string[];
}

interface Attached {
  /** By key. */
  readonly attached: ReadonlyMap<string, AttachedVersion>;
  /** Today's, with what old versions alone have. */
  readonly models: Catalog['models'];
}

/** Of what the project does not have any more: nobody wrote down whose it is. */
const ADMINS: AccessRule = { groups: null, capability: 'admin' };

/** Today's rules, and those on versions and on what these alone have. */
export function addRules(today: Catalog, { attached, models }: Attached): AccessBook {
  const { access } = today;
  const rules = new VersionRules(today, attached);
  const [metrics, members, under] = [new Map(access.metrics), new Map(access.members), new Map(access.under)];
  for (const model of models.values())
    for (const name of model.members.keys())
      if (isFrozenName(name))
        members.set(`${model.name}.${name}`, rules.ofMember(model.name, withoutFrozenNames(name)));
  for (const key of attached.keys()) {
    const own = rules.ofMetric(key);
    if (own.length === 0) continue;
    metrics.set(key, own);
    under.set(key, own);
  }
  return { ...access, metrics, members, under };
}

/**
 * The rules on a number that rested on these parts, whatever has become of them: kinds and names as of parts, and
 * `model orders` for the models that it read.
 */
export function rulesOnParts(today: Catalog, parts: readonly string[]): readonly AccessRule[] {
  const rules = new VersionRules(today, new Map());
  return unite(
    parts.flatMap((part) => {
      const { kind, model, name } = readPart(part);
      if (kind === 'member') return rules.ofMember(model, name);
      if (kind === 'metric') return rules.ofMetric(model);
      if (kind !== 'model') return [];
      return today.models.has(model) ? (today.access.models.get(model) ?? []) : [ADMINS];
    }),
  );
}

/** Each metric is looked at once, for versions rest on versions. */
class VersionRules {
  private readonly today: Catalog;
  private readonly attached: Attached['attached'];
  private readonly known = new Map<string, readonly AccessRule[]>();

  constructor(today: Catalog, attached: Attached['attached']) {
    this.today = today;
    this.attached = attached;
  }

  ofMember(model: string, name: string): readonly AccessRule[] {
    const { models, access } = this.today;
    if (!models.get(model)?.members.has(name)) return [ADMINS];
    return [...(access.members.get(`${model}.${name}`) ?? []), ...(access.models.get(model) ?? [])];
  }

  ofMetric(key: string): readonly AccessRule[] {
    const known = this.known.get(key);
    if (known) return known;
    const rules = unite([...this.ofCurrent(key), ...this.ofParts(key)]);
    this.known.set(key, rules);
    return rules;
  }

  /** Of the metric that it is, or was a version of. */
  private ofCurrent(key: string): readonly AccessRule[] {
    const { metrics, access } = this.today;
    const name = this.attached.get(key)?.metric.name ?? key;
    if (!metrics.has(name)) return [ADMINS];
    return [...(access.metrics.get(name) ?? []), ...(access.under.get(name) ?? [])];
  }

  private ofParts(key: string): readonly AccessRule[] {
    const version = this.attached.get(key);
    if (!version) return [];
    const members = version.parts.flatMap((part) => {
      const { kind, model, name } = readPart(part);
      return kind === 'member' ? this.ofMember(model, name) : [];
    });
    const models = version.metric.models.flatMap((model) => this.today.access.models.get(model) ?? []);
    return [...members, ...models, ...version.metric.inputs.flatMap((input) => this.ofMetric(input))];
  }
}

/** Each once. */
function unite(rules: readonly AccessRule[]): readonly AccessRule[] {
  return [...new Map(rules.map((rule) => [canonicalJson(rule), rule])).values()];
}
