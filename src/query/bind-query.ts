/** `MetricQuery` → `BoundQuery`: every name resolved, every value moved out of the shape. Map look-ups only. */
import type { Grain } from '../base/value-type.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { refuseDimensions } from './allowed-dimensions.ts';
import { PartnerBinder } from './ask-partners.ts';
import { BucketBinder, timeColumnType } from './bind-bucket.ts';
import { bindComparisons } from './bind-compare.ts';
import { prepareConditions } from './bind-conditions.ts';
import { bindCurrency } from './bind-currency.ts';
import { collectDimensionLeg } from './bind-dimensions.ts';
import { bindFill } from './bind-fill.ts';
import { boundGroup, nameGroups } from './bind-groups.ts';
import { bindHaving } from './bind-having.ts';
import { bindLeg, bindRank, withGroups } from './bind-legs.ts';
import { bindOrder } from './bind-order.ts';
import { bindOutputs } from './bind-outputs.ts';
import { bindTime, limitBuckets, RangeBinder } from './bind-time.ts';
import { bindTop } from './bind-top.ts';
import { WindowBinder } from './bind-windows.ts';
import { type BoundGroup, type BoundQuery, OTHERS } from './bound-query.ts';
import { bridgedGroups } from './bridged-groups.ts';
import { closeRange, isClosed } from './close-range.ts';
import { LegCollector } from './collect-legs.ts';
import { conditionsOf } from './disregard.ts';
import { extentQuery } from './extent-query.ts';
import { findWholeUse } from './find-whole-use.ts';
import type { MetricQuery } from './metric-query.ts';
import { reportingCalendar } from './own-grains.ts';
import { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import type { QuerySetting } from './query-setting.ts';
import { refuseDuplicates } from './refuse-duplicates.ts';
import { refuseMixedConditions } from './refuse-mixed-conditions.ts';
import { refuseMixedCurrencies } from './refuse-mixed-currencies.ts';
import { tenantModeOf } from './tenant-mode.ts';

const OTHERS_GROUP: BoundGroup = { column: OTHERS, type: 'boolean', grain: null, part: null };

/** `asked` has passed `checkQuery`. @throws SemanticError of any `QUERY_` code, with the pointer of the first fault */
export function bindQuery(asked: MetricQuery, catalog: Catalog, setting?: QuerySetting): BoundQuery {
  const parameters = new ParameterList();
  const now = setting?.now ?? null;
  const calendar = reportingCalendar(catalog.project, setting?.periods);
  const time = bindTime(asked.time, { zone: setting?.zone ?? catalog.project.zone, calendar, now });
  const timed = time.grain !== null || time.range.from !== null || time.range.to !== null;
  const converter = bindCurrency(asked, catalog, { setting, parameters });
  const collector = new LegCollector(catalog, { timed, converter });
  const comparisons = bindComparisons(asked.compare, {
    isClosed: time.range.from !== null && time.range.to !== null,
    calendar,
  });
  const { outputs, withoutRate } = bindOutputs(asked, catalog, { collector, comparisons });
  const tenants = tenantModeOf(asked);
  const named = nameGroups(asked.by ?? [], { catalog, tenants, calendar });
  const reading = { zone: time.zone, calendar, now, parameters };
  const where = prepareConditions(asked.where ?? [], { ...reading, catalog, tenants });
  refuseDimensions({ outputs, groups: named.map((group) => group.named), where }, catalog);
  const range = new RangeBinder(time, parameters);
  const zone = parameters.add(time.zone, 'string');
  const first = named.find(({ named: { start } }) => start.kind !== 'tenant');
  const collected =
    outputs.length === 0
      ? [collectDimensionLeg(first?.named, catalog, timed)]
      : withGroups(collector.legs, { named, time });
  const groups = named.map(boundGroup);
  if (time.grain) {
    const type = timeColumnType(collected, time.grain);
    groups.unshift({ column: 'time', type, grain: time.grain, part: null });
  }
  const buckets = new BucketBinder({ name: time.zone, parameter: zone, calendar }, parameters);
  const isWindowed = collected.some(({ window }) => window.length > 0);
  const open = isWindowed && !isClosed(time.range, time.grain);
  const close = (grain: Grain | null) => closeRange(time.range, setting?.extent ?? [], { ...time, grain });
  const closed = isWindowed ? close(time.grain) : null;
  if (open && closed) limitBuckets(closed, time.grain, calendar);
  const { unit } = time;
  const clock = { grain: time.grain, zone: time.zone, unit, calendar, now };
  const ends = { whole: close(null), isOpen: time.range.to === null };
  const windows = closed && new WindowBinder({ ...closed, ...clock, ...ends }, parameters);
  const partners = new PartnerBinder(catalog);
  const legContext = {
    catalog,
    tenants,
    time,
    named,
    top: asked.top,
    where,
    range,
    buckets,
    windows,
    partners,
  };
  const legs = collected.map((leg) => {
    const wholeFor = findWholeUse(leg, asked, { outputs, ranks: collector.ranks });
    return bindLeg(leg, { ...legContext, wholeFor });
  });
  refuseDuplicates(asked);
  const limit = asked.limit ?? QUERY_LIMITS.defaultRows;
  const columns = { groups, outputs, parameters };
  const top = bindTop(asked.top, columns);
  // What `having` and `order` may name beside metrics.
  const keys = top?.others ? [...groups, OTHERS_GROUP] : groups;
  const shape = {
    groups,
    legs,
    outputs,
    ranks: collector.ranks.map((rank) => bindRank(rank, { named, time })),
    having: bindHaving(asked.having ?? [], { ...reading, outputs, groups: keys }),
    top,
    fill: bindFill(legs, { time, parameters }),
    order: bindOrder(asked.order ?? [], keys, outputs),
    after: null,
    limit: parameters.add(String(limit + 1), 'integer'),
    totals: asked.totals ?? false,
    currency: converter?.target ?? null,
    withoutRate,
    zone,
    tenants,
    bridged: bridgedGroups(named, legs, catalog),
  };
  const tenantsDiffer = setting?.tenantsDiffer ?? false;
  const currencies = { catalog, parameters: parameters.values, tenantsDiffer };
  if (!converter) refuseMixedCurrencies(shape, currencies);
  for (const [place, leg] of legs.entries()) {
    const looked = collected[place];
    if (looked) refuseMixedConditions(conditionsOf(looked, where, catalog), leg, currencies);
  }
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
  return { ...bound, extent: isKnown ? null : extentQuery(bound) };
}
