/** Collected legs → legs of the query: what each is grouped by, which rows it sees, and in which windows. */
import { invariant } from '../base/invariant.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { MemberReference } from '../formula/expression.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import type { PartnerBinder } from './ask-partners.ts';
import type { BucketBinder } from './bind-bucket.ts';
import { bindChoice, requireTime } from './bind-choice.ts';
import type { PreparedCondition } from './bind-conditions.ts';
import type { NamedGroup } from './bind-groups.ts';
import { type NamedMember, reachMember } from './bind-member.ts';
import type { BoundTime, RangeBinder } from './bind-time.ts';
import { slotOf, type WindowBinder } from './bind-windows.ts';
import type { BoundLeg, BoundRank, BoundRowExpression, RowTenant } from './bound-query.ts';
import { bridgesOf } from './bridged-groups.ts';
import type { CollectedLeg, CollectedRank } from './collect-legs.ts';
import { conditionsOf } from './disregard.ts';
import { type GroupLevel, isKept } from './group-level.ts';
import type { MetricQuery } from './metric-query.ts';
import { refuseOwnTime } from './refuse-own-time.ts';
import { findPeriod, type PeriodDate, refuseCutBuckets, refuseCutRange } from './whole-periods.ts';

export interface LegContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
  readonly time: BoundTime;
  readonly named: readonly NamedGroup[];
  readonly top: MetricQuery['top'];
  readonly where: readonly PreparedCondition[];
  readonly range: RangeBinder;
  readonly buckets: BucketBinder;
  /** `null` where no leg has any. */
  readonly windows: WindowBinder | null;
  readonly partners: PartnerBinder;
  /** The pointer of what asks for the leg over the range as a whole, if anything does. */
  readonly wholeFor: string | null;
}

/**
 * Groups exist by the rows of metrics that know them all and look at every condition: where only others are asked
 * for, by theirs.
 */
export function withGroups(
  legs: readonly CollectedLeg[],
  { named, time }: Pick<LegContext, 'named' | 'time'>,
): readonly CollectedLeg[] {
  if (named.length === 0 && time.grain === null) return legs;
  const makesGroups = ({ level, disregard }: CollectedLeg): boolean =>
    disregard === null && named.every((group) => isKept(group.named, level));
  if (legs.some(makesGroups)) return legs;
  return [...legs, ...legs.map(onlyGroups)];
}

function onlyGroups(leg: CollectedLeg): CollectedLeg {
  return { ...leg, name: `${leg.name}_groups`, level: null, disregard: null, aggregates: [] };
}

/** @throws SemanticError where the leg does not know a group, a condition or the range */
export function bindLeg(leg: CollectedLeg, context: LegContext): BoundLeg {
  const { catalog, tenants, time, named, where, range, buckets, windows, partners, wholeFor } = context;
  const metrics = [...leg.metrics];
  const reach = (member: NamedMember): MemberReference | RowTenant =>
    reachMember(member, { root: leg.root, metrics }, catalog);
  const { keeps, needs } = levelOf(leg, context);
  const groups = named.map(({ named: member, column, grain, part }): BoundRowExpression | null => {
    if (!needs(column)) return null;
    const reference = reach(member);
    if (reference.kind !== 'member') return reference;
    if (part) return buckets.part(reference, part);
    return grain ? buckets.bucket(reference, grain) : reference;
  });
  const { name, root, time: own } = leg;
  const counted = conditionsOf(leg, where, catalog);
  const filters = counted.map((condition) => partners.bindCondition(condition, { root, reach }));
  const pairs = partners.bindPairs(counted, { root, reach, grouped: bridgesOf(named, root, catalog) });
  const aggregates = leg.aggregates.map(({ name: column, aggregate }) => {
    const filter = aggregate.filter && partners.bindFilter(aggregate.filter, root);
    return { name: column, aggregate: { ...aggregate, filter } };
  });
  const date = bindPeriod(leg, context);
  const choosing = { catalog, tenants, bucketed: time.grain !== null, where: filters };
  const choice = bindChoice(leg, { ...choosing, period: date?.period ?? null });
  // What a choice of rows does not look at, is asked of the chosen rows.
  const beside = choice ? [] : filters;
  const follows = leg.disregard !== null;
  const bound = { name, root, time: own, keeps, follows, aggregates, choice, pairs };
  if (!own || leg.window.length === 0) {
    if (own && time.grain) groups.unshift(buckets.bucket(own, time.grain));
    const ranged = own ? range.conditions(own, metrics[0] ?? root) : [];
    const known = own && choice && ranged.length === 0 ? [requireTime(own)] : ranged;
    return { ...bound, groups, conditions: [...known, ...beside], windows: null };
  }
  // Windows have bounds of their own; those of the query must be such that the leg knows them all the same.
  range.conditions(own, metrics[0] ?? root);
  refuseOwnTime(leg, { groups, named: named.map((group) => group.named), catalog });
  invariant(windows, 'a leg with a window is among those with windows');
  const windowed = windows.bind(leg, own, { wholeFor, date });
  if (windowed.windows) groups.unshift(slotOf(own, windowed.windows));
  return {
    ...bound,
    groups,
    conditions: [...windowed.conditions, ...beside],
    windows: windowed.windows && { ...windowed.windows, whole: [...windowed.whole, ...beside] },
  };
}

/** What the leg's time stands for, once neither bucket nor range of the query cuts it. */
function bindPeriod(
  { root, time: own }: CollectedLeg,
  { catalog, time }: Pick<LegContext, 'catalog' | 'time'>,
): PeriodDate | null {
  const period = findPeriod({ root, time: own }, catalog);
  if (!own || !period) return null;
  const date = { member: [root, ...own.path, own.member].join('.'), period, calendar: time.calendar };
  if (time.grain) refuseCutBuckets(date, { grain: time.grain, path: '/time/grain' });
  refuseCutRange(date, time);
  return date;
}

/** What a leg is aggregated by, and what of each row it needs for that: the others are told by the keys of all. */
function levelOf(
  { level }: CollectedLeg,
  { named, time, top }: Pick<LegContext, 'named' | 'time' | 'top'>,
): { readonly keeps: readonly string[] | null; readonly needs: (column: string) => boolean } {
  const kept = columnsKept(level, { named, time });
  if (named.every(({ column }) => kept.includes(column))) return { keeps: null, needs: () => true };
  const chosen = top?.others && top.of.some((column) => kept.includes(column)) ? top.of : [];
  return { keeps: kept, needs: (column) => kept.includes(column) || chosen.includes(column) };
}

function columnsKept(
  level: GroupLevel,
  { named, time }: Pick<LegContext, 'named' | 'time'>,
): readonly string[] {
  const kept = named.filter((group) => isKept(group.named, level)).map(({ column }) => column);
  return time.grain ? ['time', ...kept] : kept;
}

export function bindRank(
  { name, expression, within }: CollectedRank,
  context: Pick<LegContext, 'named' | 'time'>,
): BoundRank {
  return { name, expression, within: columnsKept(within, context) };
}
