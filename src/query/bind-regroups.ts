/**
 * Collected values of groups → metrics by the query's groups and further ones: what each leg under them is
 * grouped by, and which buckets there are whether any row is in them or not.
 */
import { invariant } from '../base/invariant.ts';
import type { Grain, ValueType } from '../base/value-type.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isTenantKey } from '../catalog/tenant-keys.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { DimensionReference } from '../formula/expression.ts';
import { grainOf } from '../formula/metric-tree.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { boundGroup, isNamed, type LegGroup } from './bind-groups.ts';
import {
  bindLeg,
  bindRank,
  type Collected,
  columnsKept,
  isEqual,
  type LegContext,
  rootsOf,
  withGroups,
} from './bind-legs.ts';
import { nameDimension, nameTenant } from './bind-member.ts';
import type { BoundFill, BoundGroup, BoundRegroup } from './bound-query.ts';
import type { CollectedLeg, CollectedRegroup } from './collected-metrics.ts';
import { isLonger } from './grain-length.ts';
import { legsUnder } from './legs-under.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';
import type { Window } from './window.ts';

/** What is known of the groups that values are computed by, beside the further ones. */
export interface RegroupContext extends LegContext {
  readonly bound: readonly BoundGroup[];
  /** The grain of the bucket that the further ones are within; `null` for the range as a whole. */
  readonly grain: Grain | null;
  /** So many of the first columns of times a group has only where it has rows. */
  readonly present: number;
}

const PLACE = '/metrics';

/** @throws SemanticError where a leg under it does not know a group, a condition or the range */
export function bindRegroup(regroup: CollectedRegroup, around: RegroupContext): BoundRegroup {
  const further = furtherGroups(regroup, around);
  const groups = [...around.groups, ...further];
  const { disregard } = regroup;
  const collected = withGroups(regroup.inner, { groups, disregard, catalog: around.catalog });
  const [bucket] = further.filter((group) => !isNamed(group));
  if (bucket) refuseCoarse(regroup, bucket.grain ?? 'day', around);
  const legs = legsUnder(collected);
  const bound = [...around.bound, ...further.map((group) => boundGroup(group, legs, PLACE))];
  const present = further.some(isNamed) ? timesOf(around.groups).length : around.present;
  const context = { ...around, disregard, groups, bound, grain: bucket?.grain ?? around.grain, present };
  const { name, level, window, aggregates } = regroup;
  const kept = columnsKept(level, around.groups, { roots: rootsOf(regroup), catalog: around.catalog });
  return {
    name,
    follows: !isEqual(disregard, around.disregard),
    keeps: kept.length === around.groups.length ? null : kept,
    groups: bound,
    times: timesOf(groups),
    legs: collected.legs.map((leg) => bindLeg(leg, context)),
    regrouped: collected.regrouped.map((inner) => bindRegroup(inner, context)),
    existing: existingIn(collected, regroup),
    ranks: regroup.inner.ranks.map((rank) => bindRank(rank, groups, { legs, catalog: around.catalog })),
    outputs: regroup.values.map(({ name: column, expression, type }) => ({
      column,
      metric: '',
      part: null,
      version: 0,
      expression,
      type,
    })),
    fill: bucket ? bindFill(window, { ...context, legs }) : null,
    aggregates,
  };
}

function timesOf(groups: readonly LegGroup[]): readonly string[] {
  return groups.filter((group) => !isNamed(group)).map(({ column }) => column);
}

/** Those that were added because totals make no group exist, count as well. */
function existingIn(
  { legs, regrouped }: Collected,
  { existing, inner }: CollectedRegroup,
): readonly string[] {
  const beside = new Set([...inner.legs, ...inner.regrouped].map(({ name }) => name));
  const names = [...legs, ...regrouped].map(({ name }) => name);
  return names.filter((name) => existing.has(name) || !beside.has(name));
}

/** Their columns have a space in their names, which no column of a query has. */
function furtherGroups(
  { groups }: CollectedRegroup,
  { catalog, tenants, groups: around }: RegroupContext,
): readonly LegGroup[] {
  const taken = new Set(around.map(({ column }) => column));
  const further: LegGroup[] = [];
  const add = (written: string, group: (column: string) => LegGroup): void => {
    let column = `per ${written}`;
    for (let count = 2; taken.has(column); count += 1) column = `per ${written} ${count}`;
    taken.add(column);
    further.push(group(column));
  };
  const addTenant = (): void =>
    add(TENANT_COLUMN, (column) => ({ named: nameTenant(PLACE), column, grain: null, part: null }));
  for (const group of groups) {
    if (group.kind === 'each_tenant') {
      addTenant();
    } else if (group.kind === 'bucket') {
      const grain = grainOf(group.grain);
      add(grain, (column) => ({ named: null, column, grain }));
    } else {
      const written = nameOf(group);
      const named = nameDimension(written, catalog, PLACE);
      if (isOfTenants(named, catalog, tenants)) addTenant();
      add(written, (column) => ({ named, column, grain: null, part: null }));
    }
  }
  return further;
}

function nameOf({ start, joins, member }: DimensionReference): string {
  return [start.name, ...joins, member].join('.');
}

/** One customer's number 5 is not another's. */
function isOfTenants(
  { model: name, member }: { readonly model: string; readonly member: { readonly name: string } },
  { models }: Catalog,
  tenants: TenantMode,
): boolean {
  const model = models.get(name);
  return tenants === 'several' && model !== undefined && isTenantKey(model, member.name, models);
}

/**
 * A day has no months to aggregate over. A window may: what it reaches back by is as long as it says.
 * @throws SemanticError QUERY_COARSE_GROUP
 */
function refuseCoarse(
  { window, metrics }: CollectedRegroup,
  grain: Grain,
  { grain: around, time: { calendar } }: Pick<RegroupContext, 'grain' | 'time'>,
): void {
  const before = window.slice(
    0,
    window.findLastIndex(({ kind }) => kind === 'each_bucket'),
  );
  const last = before.findLast(({ kind }) => !MOVES.has(kind));
  const isWithin = last === undefined || last.kind === 'each_bucket';
  if (!isWithin || around === null || !isLonger(grain, around, calendar)) return;
  const [metric = ''] = metrics;
  const hint = `Ask for a grain of ${grain} or longer, or leave "grain" out.`;
  throw new SemanticError('QUERY_COARSE_GROUP', { metric, grain, around }, { path: '/time/grain', hint });
}

/** Steps to stretches of time that are as long. */
const MOVES: ReadonlySet<Window[number]['kind']> = new Set([
  'shift',
  'shift_to_start',
  'compared_range',
  'last_day',
]);

/** The buckets of times that legs under the groups have. */
function bindFill(
  window: Window,
  { windows, present, legs }: RegroupContext & { readonly legs: readonly CollectedLeg[] },
): BoundFill {
  invariant(windows, 'buckets within others are windows');
  const types = new Set(legs.flatMap(({ time }): ValueType[] => (time ? [time.type] : [])));
  return { ...windows.listBuckets(window, types), present };
}
