/** `MetricQuery` → `BoundQuery`: every name resolved, every value moved out of the shape. Map look-ups only. */
import type { Catalog } from '../catalog/catalog.ts';
import { refuseDimensions } from './allowed-dimensions.ts';
import { PartnerBinder } from './ask-partners.ts';
import { BucketBinder } from './bind-bucket.ts';
import { bindComparisons } from './bind-compare.ts';
import { prepareConditions } from './bind-conditions.ts';
import { bindCurrency } from './bind-currency.ts';
import { collectDimensionLeg } from './bind-dimensions.ts';
import { bindFill } from './bind-fill.ts';
import { boundGroup, type LegGroup, nameGroups } from './bind-groups.ts';
import { bindHaving } from './bind-having.ts';
import { bindLeg, bindRank, type Collected, type LegContext, withGroups } from './bind-legs.ts';
import { bindOrder } from './bind-order.ts';
import { bindOutputs } from './bind-outputs.ts';
import { bindRegroup } from './bind-regroups.ts';
import { bindTime, RangeBinder } from './bind-time.ts';
import { bindTop } from './bind-top.ts';
import { type BoundGroup, type BoundQuery, OTHERS } from './bound-query.ts';
import { bridgedGroups } from './bridged-groups.ts';
import { needsEnds } from './close-range.ts';
import { LegCollector } from './collect-legs.ts';
import { dividedOutputs } from './divided-outputs.ts';
import { extentQuery } from './extent-query.ts';
import { findWholeUse } from './find-whole-use.ts';
import { legsUnder } from './legs-under.ts';
import type { MetricQuery } from './metric-query.ts';
import { openWindows } from './open-windows.ts';
import { reportingCalendar } from './own-grains.ts';
import { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import type { QuerySetting } from './query-setting.ts';
import { reachOf, refuseCutBuckets, refuseRangeBeyond } from './refuse-beyond.ts';
import { refuseDuplicates } from './refuse-duplicates.ts';
import { refuseMixedConditions } from './refuse-mixed-conditions.ts';
import { refuseMixedCurrencies } from './refuse-mixed-currencies.ts';
import { tenantModeOf } from './tenant-mode.ts';

const OTHERS_GROUP: BoundGroup = { column: OTHERS, type: 'boolean', grain: null, part: null, shown: null };

/** `asked` has passed `checkQuery`. @throws SemanticError of any `QUERY_` code, with the pointer of the first fault */
export function bindQuery(asked: MetricQuery, catalog: Catalog, setting?: QuerySetting): BoundQuery {
  const parameters = new ParameterList();
  const now = setting?.now ?? null;
  const calendar = reportingCalendar(catalog.project, setting?.periods);
  const time = bindTime(asked.time, { zone: setting?.zone ?? catalog.project.zone, calendar, now });
  const timed = time.grain !== null || time.range.from !== null || time.range.to !== null;
  const reach = reachOf(setting?.allowed, time.zone);
  if (timed || (asked.metrics ?? []).length > 0) refuseRangeBeyond(time, reach);
  refuseCutBuckets(time, reach, setting?.allowed?.finestGrain ?? null);
  const converter = bindCurrency(asked, catalog, { setting, parameters });
  const collector = new LegCollector(catalog, { timed, converter, asked: time });
  const comparisons = bindComparisons(asked.compare, {
    isClosed: time.range.from !== null && time.range.to !== null,
    calendar,
  });
  const { outputs, withoutRate } = bindOutputs(asked, catalog, { collector, comparisons, now });
  const tenants = tenantModeOf(asked);
  const named = nameGroups(asked.by ?? [], { catalog, tenants, calendar });
  const reading = { zone: time.zone, calendar, now, parameters };
  const where = prepareConditions(asked.where ?? [], { ...reading, catalog, tenants });
  refuseDimensions({ outputs, groups: named.map((group) => group.named), where }, catalog);
  const range = new RangeBinder(time, parameters);
  const zone = parameters.add(time.zone, 'string');
  const first = named.find(({ named: { start } }) => start.kind !== 'tenant');
  const bucket: readonly LegGroup[] = time.grain ? [{ named: null, column: 'time', grain: time.grain }] : [];
  const legGroups = [...bucket, ...named];
  const collected: Collected =
    outputs.length === 0
      ? { legs: [collectDimensionLeg(first?.named, catalog, { timed, asked: time })], regrouped: [] }
      : withGroups(collector, { groups: legGroups, disregard: null, catalog });
  const all = legsUnder(collected);
  const groups = legGroups.map((group) => boundGroup(group, all));
  const buckets = new BucketBinder({ name: time.zone, parameter: zone, calendar }, parameters);
  const open = needsEnds(all, time);
  const extent = setting?.extent ?? [];
  const windows = openWindows(all, time, { extent, now, reach, parameters });
  const partners = new PartnerBinder(catalog);
  const looked: LegContext['looked'] = [];
  const reached = { range, buckets, windows, partners, disregard: null, looked };
  const legContext = { catalog, tenants, time, groups: legGroups, top: asked.top, where, ...reached };
  const wholeFor = (part: Parameters<typeof findWholeUse>[0]) =>
    findWholeUse(part, asked, { outputs, ranks: collector.ranks });
  const legs = collected.legs.map((leg) => bindLeg(leg, { ...legContext, wholeFor: wholeFor(leg) }));
  const present = time.fill ? 0 : bucket.length;
  const around = { ...legContext, bound: groups, grain: time.grain, present };
  const regrouped = collected.regrouped.map((regroup) =>
    bindRegroup(regroup, { ...around, wholeFor: wholeFor(regroup) }),
  );
  const boundLegs = legsUnder({ legs, regrouped });
  refuseDuplicates(asked);
  const limit = asked.limit ?? QUERY_LIMITS.defaultRows;
  const columns = { groups, outputs, parameters };
  const top = bindTop(asked.top, columns);
  // What `having` and `order` may name beside metrics.
  const keys = top?.others ? [...groups, OTHERS_GROUP] : groups;
  const shape = {
    groups,
    times: bucket.map(({ column }) => column),
    legs,
    regrouped,
    outputs,
    ranks: collector.ranks.map((rank) => bindRank(rank, legGroups, { legs: all, catalog })),
    having: bindHaving(asked.having ?? [], { ...reading, outputs, groups: keys }),
    top,
    fill: bindFill(boundLegs, { time, parameters }),
    order: bindOrder(asked.order ?? [], keys, outputs),
    after: null,
    limit: parameters.add(String(limit + 1), 'integer'),
    totals: asked.totals ?? false,
    currency: converter?.target ?? null,
    withoutRate,
    zone,
    tenants,
    bridged: bridgedGroups(named, boundLegs, catalog),
    divided: dividedOutputs(outputs, all),
  };
  const tenantsDiffer = setting?.tenantsDiffer ?? false;
  const currencies = { catalog, parameters: parameters.values, tenantsDiffer };
  if (!converter) refuseMixedCurrencies(shape, currencies);
  for (const { leg, conditions } of looked) refuseMixedConditions(conditions, leg, currencies);
  const context = {
    zone: time.zone,
    calendar,
    range: time.range,
    limit,
    numbers: asked.numbers ?? 'json',
    currency: asked.currency ?? null,
  };
  const bound = { shape, parameters: parameters.values, context };
  const isKnown = !open || setting?.extent !== undefined;
  // Where a query says nothing about time, windows alone have any: the moments by which rows are chosen end nothing.
  const windowed = new Set(all.filter(({ window }) => window.length > 0).map(({ name }) => name));
  const ending = timed ? boundLegs : boundLegs.filter(({ name }) => windowed.has(name));
  return { ...bound, extent: isKnown ? null : extentQuery(bound, ending) };
}
