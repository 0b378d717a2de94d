/** Who may see what, before and after: told by the rules that hold in the end, whatever file they stand in. */
import { includesCapability } from '../../base/capability.ts';
import { type Catalog, isCurrent } from '../../catalog/catalog.ts';
import type { AccessRule } from '../../tenancy/access-rule.ts';
import type { ProjectSide } from './change.ts';
import type { Comparison, Edit, Judge } from './edit.ts';

/** Metrics and members (as `model.member`) that others may see than before. */
export interface AccessEffects {
  readonly narrower: readonly string[];
  readonly wider: readonly string[];
}

export const judgeAccess: Judge = (edit, comparison) => {
  const { narrower, wider } = effectsBetween(comparison.before, comparison.after);
  const concerns = subjectOf(edit, comparison);
  const touches = (names: readonly string[]) =>
    names.filter((name) => comparison.after.catalog.metrics.has(name));
  const [less, more] = [narrower.filter(concerns), wider.filter(concerns)];
  if (less.length > 0)
    return {
      verdict: 'breaking',
      reason: `not all who saw ${sayFew(less)} still do`,
      touches: touches(less),
    };
  if (more.length > 0)
    return { verdict: 'additive', reason: `others may see ${sayFew(more)} too`, touches: touches(more) };
  return { verdict: 'text', reason: 'the same people may see the same', touches: [] };
};

function sayFew(names: readonly string[]): string {
  const [first = '', ...others] = names;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function subjectOf({ path }: Edit, { users }: Comparison): (name: string) => boolean {
  const [kind, name = '', , own] = path;
  if (kind === 'policies') return () => true;
  if (kind === 'metrics') {
    const metrics = new Set(users.ofMetric(name));
    return (subject) => metrics.has(subject);
  }
  const metrics = new Set(users.ofModel(name));
  const member = own === undefined ? `${name}.` : `${name}.${own}`;
  return (subject) =>
    metrics.has(subject) || (own === undefined ? subject.startsWith(member) : subject === member);
}

/** A pair of catalogs is looked through once. */
const known = new WeakMap<Catalog, WeakMap<Catalog, AccessEffects>>();

function effectsBetween({ catalog: before }: ProjectSide, { catalog: after }: ProjectSide): AccessEffects {
  const found = known.get(before)?.get(after);
  if (found) return found;
  const effects = compareAccess(before, after);
  known.set(before, (known.get(before) ?? new WeakMap<Catalog, AccessEffects>()).set(after, effects));
  return effects;
}

function compareAccess(before: Catalog, after: Catalog): AccessEffects {
  const [old, now] = [seenBy(before), seenBy(after)];
  const effects = { narrower: [] as string[], wider: [] as string[] };
  for (const [name, rules] of old) {
    const later = now.get(name);
    if (!later) continue;
    if (!isAsWide(later, rules)) effects.narrower.push(name);
    else if (!isAsWide(rules, later)) effects.wider.push(name);
  }
  return effects;
}

interface Seen {
  readonly rules: readonly AccessRule[];
  readonly isPublic: boolean;
}

function seenBy({ access, metrics, models }: Catalog): ReadonlyMap<string, Seen> {
  const seen = new Map<string, Seen>();
  for (const metric of metrics.values())
    if (isCurrent(metric))
      seen.set(metric.name, {
        rules: access.metrics.get(metric.name) ?? [],
        isPublic: access.published.metrics.includes(metric.name),
      });
  for (const model of models.values())
    for (const member of model.members.keys()) {
      const name = `${model.name}.${member}`;
      const rules = [...(access.members.get(name) ?? []), ...(access.models.get(model.name) ?? [])];
      seen.set(name, { rules, isPublic: access.published.members.includes(name) });
    }
  return seen;
}

/** Whether whoever meets all the rules of `narrow` meets those of `wide`. */
function isAsWide(wide: Seen, narrow: Seen): boolean {
  if (narrow.isPublic && !wide.isPublic) return false;
  return wide.rules.every((rule) => narrow.rules.some((given) => implies(given, rule)));
}

function implies(given: AccessRule, rule: AccessRule): boolean {
  const groups = rule.groups;
  const isMember = groups === null || (given.groups?.every((group) => groups.includes(group)) ?? false);
  const isAble =
    rule.capability === null ||
    (given.capability !== null && includesCapability(given.capability, rule.capability));
  return isMember && isAble;
}
