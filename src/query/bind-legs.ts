/** Collected legs → legs of the query: what each is grouped by, which rows it sees, and in which windows. */
import { canonicalJson } from '../base/hash.ts';
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { forEachLeaf } from '../formula/expression.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import type { PartnerBinder } from './ask-partners.ts';
import type { BucketBinder } from './bind-bucket.ts';
import { bindChoice, requireTime } from './bind-choice.ts';
import type { PreparedCondition } from './bind-conditions.ts';
import { isNamed, type LegGroup } from './bind-groups.ts';
import { type NamedMember, type ReachedMember, reachMember } from './bind-member.ts';
import type { BoundTime, RangeBinder } from './bind-time.ts';
import type { WindowBinder } from './bind-windows.ts';
import type { BoundLeg, BoundRank, BoundRowExpression } from './bound-query.ts';
import { bridgesOf } from './bridged-groups.ts';
import type { CollectedLeg, CollectedRank, CollectedRegroup } from './collected-metrics.ts';
import { conditionsOf, type Disregard } from './disregard.ts';
import { type GroupLevel, isKept, type LevelRows } from './group-level.ts';
import { legsUnder } from './legs-under.ts';
import { placeOf } from './member-place.ts';
import type { MetricQuery } from './metric-query.ts';
import { refuseOwnTime } from './refuse-own-time.ts';
import { SPREAD_DAY } from './spread-days.ts';
import { findPeriod, type PeriodDate, refuseCutBuckets, refuseCutRange } from './whole-periods.ts';
import { isMoved } from './window.ts';

export interface LegContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
  readonly time: BoundTime;
  /** In the order of the bound groups. */
  readonly groups: readonly LegGroup[];
  readonly top: MetricQuery['top'];
  readonly where: readonly PreparedCondition[];
  readonly range: RangeBinder;
  readonly buckets: BucketBinder;
  /** What is disregarded around, of which groups exist all the same. */
  readonly disregard: Disregard;
  /** Every leg with the conditions that it looks at, as they are bound. */
  readonly looked: { leg: BoundLeg; conditions: readonly PreparedCondition[] }[];
  /** `null` where no leg has any. */
  readonly windows: WindowBinder | null;
  readonly partners: PartnerBinder;
  /** The pointer of what asks for the leg over the range as a whole, if anything does. */
  readonly wholeFor: string | null;
}

/** What was collected for metrics: legs, and values of groups that are aggregated again. */
export interface Collected {
  readonly legs: readonly CollectedLeg[];
  readonly regrouped: readonly CollectedRegroup[];
}

/**
 * Groups exist by the rows of metrics that know them all and look at every condition that counts around them: where
 * only others are asked for, by theirs.
 */
export function withGroups(
  { legs, regrouped }: Collected,
  { groups, disregard, catalog }: Pick<LegContext, 'groups' | 'disregard' | 'catalog'>,
): Collected {
  const makesGroups = (part: CollectedLeg | CollectedRegroup): boolean =>
    isEqual(part.disregard, disregard) &&
    groups.every((group) => keeps(group, part.level, { roots: rootsOf(part), catalog }));
  if (groups.length === 0 || [...legs, ...regrouped].some(makesGroups)) return { legs, regrouped };
  const bare = (name: string) => ({ name: `${name}_groups`, level: null, disregard, aggregates: [] });
  return {
    legs: [...legs, ...legs.map((leg) => ({ ...leg, ...bare(leg.name) }))],
    regrouped: [...regrouped, ...regrouped.map((regroup) => ({ ...regroup, ...bare(regroup.name) }))],
  };
}

/** Whether the same conditions count. */
export function isEqual(one: Disregard, other: Disregard): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other);
}

/** A bucket of its own time, every metric keeps. */
function keeps(group: LegGroup, level: GroupLevel, rows: LevelRows): boolean {
  return !isNamed(group) || isKept(group.named, level, rows);
}

/** The models whose rows a leg aggregates, or the values of groups rest on. */
export function rootsOf(part: CollectedLeg | CollectedRegroup): readonly string[] {
  return 'inner' in part ? legsUnder(part.inner).map(({ root }) => root) : [part.root];
}

/** @throws SemanticError where the leg does not know a group, a condition or the range */
export function bindLeg(leg: CollectedLeg, context: LegContext): BoundLeg {
  const conditions = conditionsOf(leg, context.where, context.catalog);
  const bound = bindRows(leg, conditions, context);
  context.looked.push({ leg: bound, conditions });
  return bound;
}

function bindRows(leg: CollectedLeg, counted: readonly PreparedCondition[], context: LegContext): BoundLeg {
  const { catalog, tenants, range, buckets, windows, partners, wholeFor } = context;
  const metrics = [...leg.metrics];
  const reach = (member: NamedMember): ReachedMember =>
    reachMember(member, { root: leg.root, metrics }, catalog);
  const { keeps, needs } = levelOf(leg, context);
  const { name, root, time, spread } = leg;
  const own = spread ? SPREAD_DAY : time;
  const moved = isMoved(leg.window);
  const groups = context.groups.map((group): BoundRowExpression | null => {
    if (!isNamed(group)) return own && !moved ? buckets.bucket(own, group.grain) : null;
    const { named, column, grain, part } = group;
    if (!needs(column)) return null;
    const reference = reach(named);
    if (reference.kind !== 'member') return reference;
    if (part) return buckets.part(reference, part);
    return grain ? buckets.bucket(reference, grain) : reference;
  });
  const filters = counted.map((condition) => partners.bindCondition(condition, { root, reach }));
  const grouped = counted.length > 0 ? bridgesOf(context.groups.filter(isNamed), root, catalog) : [];
  const pairs = partners.bindPairs(counted, { root, reach, grouped });
  const aggregates = leg.aggregates.map(({ name: column, aggregate }) => {
    const filter = aggregate.filter && partners.bindFilter(aggregate.filter, root);
    return { name: column, aggregate: { ...aggregate, filter } };
  });
  const date = bindPeriod(leg, context);
  const choice = bindChoice(leg, { catalog, tenants, where: filters, period: date?.period ?? null });
  // What a choice of rows does not look at, is asked of the chosen rows.
  const beside = choice ? [] : filters;
  const follows = !isEqual(leg.disregard, context.disregard);
  const bound = { name, root, time, spread, keeps, follows, aggregates, choice, pairs };
  if (!own || !moved) {
    const ranged = own ? range.conditions(own, metrics[0] ?? root) : [];
    const known = own && choice && ranged.length === 0 ? [requireTime(own)] : ranged;
    return { ...bound, groups, conditions: [...known, ...beside], windows: null, whole: null };
  }
  // Windows have bounds of their own; those of the query must be such that the leg knows them all the same.
  range.conditions(own, metrics[0] ?? root);
  refuseOwnTime(leg, { groups, named: context.groups.map((group) => group.named), catalog });
  invariant(windows, 'a leg with a window is among those with windows');
  const { whole, ...bucketed } = windows.bind(leg, own, { wholeFor, date });
  return {
    ...bound,
    groups,
    conditions: [...bucketed.conditions, ...beside],
    windows: bucketed.windows,
    whole: whole && { conditions: [...whole.conditions, ...beside], windows: whole.windows },
  };
}

/** What the leg's time stands for, once neither bucket nor range of the query cuts it. */
function bindPeriod(
  { root, time: own, window, spread }: CollectedLeg,
  { catalog, time }: Pick<LegContext, 'catalog' | 'time'>,
): PeriodDate | null {
  const period = findPeriod({ root, time: own }, catalog);
  if (!own || !period || spread) return null;
  const date = { member: placeOf(root, own), period, calendar: time.calendar };
  if (time.grain) refuseCutBuckets(date, { grain: time.grain, path: '/time/grain' });
  for (const step of window)
    if (step.kind === 'each_bucket') refuseCutBuckets(date, { grain: step.grain, path: '/metrics' });
  refuseCutRange(date, time);
  return date;
}

/** What a leg is aggregated by, and what of each row it needs for that: the others are told by the keys of all. */
function levelOf(
  leg: CollectedLeg,
  { groups, top, catalog }: Pick<LegContext, 'groups' | 'top' | 'catalog'>,
): { readonly keeps: readonly string[] | null; readonly needs: (column: string) => boolean } {
  const kept = columnsKept(leg.level, groups, { roots: rootsOf(leg), catalog });
  if (groups.length === kept.length) return { keeps: null, needs: () => true };
  const chosen = top?.others && top.of.some((column) => kept.includes(column)) ? top.of : [];
  return { keeps: kept, needs: (column) => kept.includes(column) || chosen.includes(column) };
}

/** The columns of the groups that a total of that level leaves. */
export function columnsKept(
  level: GroupLevel,
  groups: readonly LegGroup[],
  rows: LevelRows,
): readonly string[] {
  return groups.filter((group) => keeps(group, level, rows)).map(({ column }) => column);
}

/** `legs` are all that there are; groups are told apart as those do that the place rests on. */
export function bindRank(
  { name, expression, within }: CollectedRank,
  groups: readonly LegGroup[],
  { legs, catalog }: { readonly legs: readonly CollectedLeg[]; readonly catalog: Catalog },
): BoundRank {
  const names = new Set<string>();
  forEachLeaf(expression, (leaf) => names.add(leaf.name));
  const own = legs.filter(({ aggregates }) => aggregates.some((aggregate) => names.has(aggregate.name)));
  const roots = (own.length > 0 ? own : legs).map(({ root }) => root);
  return { name, expression, within: columnsKept(within, groups, { roots, catalog }) };
}
