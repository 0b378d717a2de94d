/**
 * Who may see a version that was released before: those who may see its metric today, and all that it rests on by name.
 * What a number was made of is nobody's to give out again, whatever the current one says.
 */
import { canonicalJson } from '../base/hash.ts';
import { type AccessBook, ADMINS } from '../catalog/access-book.ts';
import type { Catalog, Member, Model } from '../catalog/catalog.ts';
import { findCounterparts } from '../catalog/find-counterparts.ts';
import { isFrozenName } from '../catalog/frozen-name.ts';
import type { AttachedVersion } from '../catalog/released-versions.ts';
import type { AccessRule } from '../tenancy/access-rule.ts';
import { readPart } from './used-parts.ts';

/** A version among today's metrics, as far as it matters for who may see it. */
export type RuledVersion = Pick<AttachedVersion, 'metric' | 'ruling'>;

interface Attached {
  /** By key. */
  readonly attached: ReadonlyMap<string, RuledVersion>;
  /** Today's, with what old versions alone have. */
  readonly models: Catalog['models'];
}

/** Today's rules, and those on versions and on what these alone have. */
export function addRules(today: Catalog, { attached, models }: Attached): AccessBook {
  const { access } = today;
  const rules = new VersionRules(today, attached);
  const [metrics, members, under] = [new Map(access.metrics), new Map(access.members), new Map(access.under)];
  for (const model of models.values())
    for (const member of model.members.values())
      if (isFrozenName(member.name))
        members.set(`${model.name}.${member.name}`, rules.ofFrozen(member, model));
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
      if (kind === 'member') {
        const isThere = today.models.get(model)?.members.has(name) ?? false;
        return isThere ? rules.ofMember(`${model}.${name}`) : [ADMINS];
      }
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

  ofFrozen(member: Member, model: Model): readonly AccessRule[] {
    const found = findCounterparts(member, model, this.today.models);
    return found.length === 0 ? [ADMINS] : unite(found.flatMap(({ key }) => this.ofMember(key)));
  }

  /** `model.member`, which is there. */
  ofMember(key: string): readonly AccessRule[] {
    const { access } = this.today;
    const [model = ''] = key.split('.', 1);
    return [...(access.members.get(key) ?? []), ...(access.models.get(model) ?? [])];
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
    const { isOrphan, ...ruling } = version.ruling;
    const members = ruling.members.flatMap((member) => this.ofMember(member));
    const models = ruling.models.flatMap((model) => this.today.access.models.get(model) ?? []);
    return [
      ...(isOrphan ? [ADMINS] : []),
      ...members,
      ...models,
      ...version.metric.inputs.flatMap((input) => this.ofMetric(input)),
    ];
  }
}

/** Each once. */
function unite(rules: readonly AccessRule[]): readonly AccessRule[] {
  return [...new Map(rules.map((rule) => [canonicalJson(rule), rule])).values()];
}
