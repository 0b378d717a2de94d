/** `MetricQuery` → `BoundQuery`: every name resolved, every value moved out of the shape. Map look-ups only. */
import { suggest } from '../base/did-you-mean.ts';
import { GRAINS, type Grain, isTemporal } from '../base/value-type.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isTenantKey } from '../catalog/tenant-keys.ts';
import { WEEK_SHIFT } from '../catalog/week-shift.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { MemberReference } from '../formula/expression.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { refuseDimensions } from './allowed-dimensions.ts';
import { BucketBinder, bucketType, refuseTooFine, timeColumnType } from './bind-bucket.ts';
import { bindChoice, requireTime } from './bind-choice.ts';
import { bindComparisons } from './bind-compare.ts';
import { lowerCondition, type PreparedCondition, prepareConditions } from './bind-conditions.ts';
import { bindCurrency } from './bind-currency.ts';
import { collectDimensionLeg } from './bind-dimensions.ts';
import { bindFill } from './bind-fill.ts';
import { bindHaving } from './bind-having.ts';
import { type NamedMember, nameDimension, nameTenant, reachMember } from './bind-member.ts';
import { bindOrder } from './bind-order.ts';
import { bindOutputs, withoutVersion } from './bind-outputs.ts';
import { type BoundTime, bindTime, limitBuckets, RangeBinder } from './bind-time.ts';
import { bindTop } from './bind-top.ts';
import { slotOf, WindowBinder } from './bind-windows.ts';
import {
  type BoundGroup,
  type BoundLeg,
  type BoundQuery,
  type BoundRank,
  type BoundRowExpression,
  OTHERS,
  type RowTenant,
} from './bound-query.ts';
import { closeRange, isClosed } from './close-range.ts';
import { type CollectedLeg, type CollectedRank, LegCollector } from './collect-legs.ts';
import { extentQuery } from './extent-query.ts';
import { findWholeUse } from './find-whole-use.ts';
import { type GroupLevel, isKept } from './group-level.ts';
import type { MetricQuery } from './metric-query.ts';
import { ParameterList } from './parameter-list.ts';
import { QUERY_LIMITS } from './query-limits.ts';
import type { QuerySetting } from './query-setting.ts';
import { refuseMixedConditions } from './refuse-mixed-conditions.ts';
import { refuseMixedCurrencies } from './refuse-mixed-currencies.ts';
import { refuseOwnTime } from './refuse-own-time.ts';
import { TENANT_COLUMN, tenantModeOf } from './tenant-mode.ts';

/** A column of `by`: its member, and its grain where that is a time. */
interface NamedGroup {
  readonly named: NamedMember;
  readonly column: string;
  readonly grain: Grain | null;
}

const OTHERS_GROUP: BoundGroup = { column: OTHERS, type: 'boolean', grain: null };

/** `asked` has passed `checkQuery`. @throws SemanticError of any `QUERY_` code, with the pointer of the first fault */
export function bindQuery(asked: MetricQuery, catalog: Catalog, setting?: QuerySetting): BoundQuery {
  const parameters = new ParameterList();
  const now = setting?.now ?? null;
  const weekShift = WEEK_SHIFT[catalog.project.weekStarts];
  const time = bindTime(asked.time, { zone: setting?.zone ?? catalog.project.zone, weekShift, now });
  const timed = time.grain !== null || time.range.from !== null || time.range.to !== null;
  const converter = bindCurrency(asked, catalog, { setting, parameters });
  const collector = new LegCollector(catalog, { timed, converter });
  const comparisons = bindComparisons(asked.compare, {
    isClosed: time.range.from !== null && time.range.to !== null,
  });
  const { outputs, withoutRate } = bindOutputs(asked, catalog, { collector, comparisons });
  const tenants = tenantModeOf(asked);
  const named = (asked.by ?? []).map((written, index) =>
    nameGroup(written, { catalog, tenants, pointer: `/by/${index}` }),
  );
  if (tenants === 'several') refuseMixedKeys(named, catalog);
  const reading = { zone: time.zone, weekShift, now, parameters };
  const where = prepareConditions(asked.where ?? [], { ...reading, catalog, tenants });
  refuseDimensions({ outputs, groups: named.map((group) => group.named), where }, catalog);
  const range = new RangeBinder(time, parameters);
  const zone = parameters.add(time.zone, 'string');
  const first = named.find(({ named: { start } }) => start.kind !== 'tenant');
  const collected =
    outputs.length === 0
      ? [collectDimensionLeg(first?.named, catalog, timed)]
      : withGroups(collector.legs, named);
  const groups: BoundGroup[] = named.map(({ named: { member }, column, grain }) => ({
    column,
    type: grain ? bucketType(member.type, grain) : member.type,
    grain,
  }));
  if (time.grain) {
    const type = timeColumnType(collected, time.grain);
    groups.unshift({ column: 'time', type, grain: time.grain });
  }
  const buckets = new BucketBinder({ name: time.zone, parameter: zone }, parameters);
  const isWindowed = collected.some(({ window }) => window.length > 0);
  const open = isWindowed && !isClosed(time.range, time.grain);
  const close = (grain: Grain | null) =>
    closeRange(time.range, setting?.extent ?? [], { ...time, weekShift, grain });
  const closed = close(time.grain);
  if (open) limitBuckets(closed, time.grain);
  const clock = { grain: time.grain, zone: time.zone, weekShift, now };
  const windows = new WindowBinder({ ...closed, ...clock, whole: close(null) }, parameters);
  const legContext = { catalog, tenants, time, named, top: asked.top, where, range, buckets, windows };
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
    fill: bindFill(legs, { time, weekShift, parameters }),
    order: bindOrder(asked.order ?? [], keys, outputs),
    after: null,
    limit: parameters.add(String(limit + 1), 'integer'),
    totals: asked.totals ?? false,
    currency: converter?.target ?? null,
    withoutRate,
    zone,
    tenants,
  };
  const tenantsDiffer = setting?.tenantsDiffer ?? false;
  const currencies = { catalog, parameters: parameters.values, tenantsDiffer };
  if (!converter) refuseMixedCurrencies(shape, currencies);
  refuseMixedConditions(where, legs, currencies);
  const context = {
    zone: time.zone,
    range: time.range,
    limit,
    numbers: asked.numbers ?? 'json',
    currency: asked.currency ?? null,
  };
  const bound = { shape, parameters: parameters.values, context };
  const isKnown = !open || setting?.extent !== undefined;
  return { ...bound, extent: isKnown ? null : extentQuery(bound) };
}

function nameGroup(
  written: string,
  { catalog, tenants, pointer }: { catalog: Catalog; tenants: TenantMode; pointer: string },
): NamedGroup {
  if (written === TENANT_COLUMN && tenants === 'several')
    return { named: nameTenant(pointer), column: written, grain: null };
  const [name = '', grainName, ...rest] = written.split(':');
  const named = nameDimension(name, catalog, pointer);
  const { member } = named;
  const grain = GRAINS.find((known) => known === grainName) ?? null;
  if (grainName !== undefined && (!grain || rest.length > 0)) {
    const params = { value: grainName, expected: `a grain: ${GRAINS.join(', ')}` };
    const hint = suggest(grainName.slice(0, 20), GRAINS);
    throw new SemanticError('QUERY_BAD_TIME', params, { path: pointer, hint });
  }
  const place = { path: pointer, hint: `For example "${name}:month".` };
  if (isTemporal(member.type) && !grain)
    throw new SemanticError('QUERY_GRAIN_REQUIRED', { member: name, type: member.type }, place);
  if (!isTemporal(member.type) && grain) {
    throw new SemanticError(
      'QUERY_GRAIN_NOT_APPLICABLE',
      { member: name, type: member.type },
      { path: pointer, hint: `Write "${name}".` },
    );
  }
  if (grain) refuseTooFine(name, member.type, { grain, path: pointer });
  return { named, column: written, grain };
}

/** Groups exist by the rows of metrics that know them all: where only totals are asked for, by theirs. */
function withGroups(legs: readonly CollectedLeg[], named: readonly NamedGroup[]): readonly CollectedLeg[] {
  if (legs.some(({ level }) => named.every((group) => isKept(group.named, level)))) return legs;
  return [
    ...legs,
    ...legs.map((leg) => ({ ...leg, name: `${leg.name}_groups`, level: null, aggregates: [] })),
  ];
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

function bindRank(
  { name, expression, within }: CollectedRank,
  context: Pick<LegContext, 'named' | 'time'>,
): BoundRank {
  return { name, expression, within: columnsKept(within, context) };
}

/** One customer's number 5 is not another's. @throws SemanticError QUERY_TENANT_GROUP */
function refuseMixedKeys(groups: readonly NamedGroup[], { models }: Catalog): void {
  if (groups.some(({ named }) => named.start.kind === 'tenant')) return;
  for (const { named, column } of groups) {
    const model = models.get(named.model);
    if (!model || !isTenantKey(model, named.member.name, models)) continue;
    const hint = 'Add "tenant" to "by".';
    throw new SemanticError('QUERY_TENANT_GROUP', { member: column }, { path: named.pointer, hint });
  }
}

interface LegContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
  readonly time: BoundTime;
  readonly named: readonly NamedGroup[];
  readonly top: MetricQuery['top'];
  readonly where: readonly PreparedCondition[];
  readonly range: RangeBinder;
  readonly buckets: BucketBinder;
  readonly windows: WindowBinder;
  /** The pointer of what asks for the leg over the range as a whole, if anything does. */
  readonly wholeFor: string | null;
}

function bindLeg(leg: CollectedLeg, context: LegContext): BoundLeg {
  const { catalog, tenants, time, named, where, range, buckets, windows, wholeFor } = context;
  const metrics = [...leg.metrics];
  const reach = (member: NamedMember): MemberReference | RowTenant =>
    reachMember(member, { root: leg.root, metrics }, catalog);
  const { keeps, needs } = levelOf(leg, context);
  const groups = named.map(({ named: member, column, grain }): BoundRowExpression | null => {
    if (!needs(column)) return null;
    const reference = reach(member);
    return grain && reference.kind === 'member' ? buckets.bucket(reference, grain) : reference;
  });
  const filters = where.map((condition) => lowerCondition(condition, reach));
  const { name, root, time: own, aggregates } = leg;
  const choice = bindChoice(leg, { catalog, tenants, bucketed: time.grain !== null, where: filters });
  // What a choice of rows does not look at, is asked of the chosen rows.
  const beside = choice ? [] : filters;
  const bound = { name, root, time: own, keeps, aggregates, choice };
  if (!own || leg.window.length === 0) {
    if (own && time.grain) groups.unshift(buckets.bucket(own, time.grain));
    const ranged = own ? range.conditions(own, metrics[0] ?? root) : [];
    const known = own && choice && ranged.length === 0 ? [requireTime(own)] : ranged;
    return { ...bound, groups, conditions: [...known, ...beside], windows: null };
  }
  // Windows have bounds of their own; those of the query must be such that the leg knows them all the same.
  range.conditions(own, metrics[0] ?? root);
  refuseOwnTime(leg, { groups, named: named.map((group) => group.named), catalog });
  const windowed = windows.bind(leg, own, wholeFor);
  if (windowed.windows) groups.unshift(slotOf(own, windowed.windows));
  return {
    ...bound,
    groups,
    conditions: [...windowed.conditions, ...beside],
    windows: windowed.windows && { ...windowed.windows, whole: [...windowed.whole, ...beside] },
  };
}

function refuseDuplicates({ by = [], metrics = [], top }: MetricQuery): void {
  const dimensions = by.map((column, index) => ({ column, path: `/by/${index}` }));
  const outputs = metrics.map((item, index) => {
    const path = `/metrics/${index}`;
    if (typeof item === 'string') return { column: withoutVersion(item), path };
    return item.as === undefined
      ? { column: withoutVersion(item.metric), path }
      : { column: item.as, path: `${path}/as` };
  });
  const seen = new Set<string>(['time', ...(top?.others ? [OTHERS] : [])]);
  for (const { column, path } of [...dimensions, ...outputs]) {
    if (seen.has(column)) {
      throw new SemanticError(
        'QUERY_DUPLICATE_COLUMN',
        { column },
        { path, hint: 'Name one of them otherwise with "as".' },
      );
    }
    seen.add(column);
  }
}
