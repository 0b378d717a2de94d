/** `by` → the columns that rows are grouped by: each with its member, and its grain where that is a time. */
import { suggest } from '../base/did-you-mean.ts';
import { standInOf } from '../base/disguise.ts';
import { type Grain, isTemporal } from '../base/value-type.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isTenantKey } from '../catalog/tenant-keys.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { findPart, PART_NAMES, type PartOfTime } from '../formula/parts-of-time.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { bucketType, refuseTooFine, type TimedRows, timeColumnType } from './bind-bucket.ts';
import { type NamedMember, nameDimension, nameTenant } from './bind-member.ts';
import type { BoundGroup } from './bound-query.ts';
import { findGrain, knownGrains } from './read-grain.ts';
import type { ReportingCalendar } from './reporting-calendar.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';
import { refuseCutBuckets, refuseCutParts } from './whole-periods.ts';

/** A column of `by`: its member, and its grain or part where that is a time. */
export interface NamedGroup {
  readonly named: NamedMember;
  readonly column: string;
  readonly grain: Grain | null;
  readonly part: PartOfTime | null;
}

interface GroupContext {
  readonly catalog: Catalog;
  readonly tenants: TenantMode;
  readonly calendar: ReportingCalendar;
}

/** A column of buckets of each leg's own time. */
export interface OwnBucket {
  readonly named: null;
  readonly column: string;
  readonly grain: Grain;
}

/** What a leg may be grouped by. */
export type LegGroup = NamedGroup | OwnBucket;

export function isNamed(group: LegGroup): group is NamedGroup {
  return group.named !== null;
}

/** @throws SemanticError of any code that speaks of `/by` */
export function nameGroups(by: readonly string[], context: GroupContext): readonly NamedGroup[] {
  const named = by.map((written, index) => nameGroup(written, { ...context, pointer: `/by/${index}` }));
  if (context.tenants === 'several') refuseMixedKeys(named, context.catalog);
  return named;
}

/** `path` points at what asks for a bucket of the legs' own times. @throws SemanticError QUERY_GRAIN_TOO_FINE */
export function boundGroup(group: LegGroup, legs: readonly TimedRows[], path?: string): BoundGroup {
  const { column, grain } = group;
  if (!isNamed(group))
    return { column, type: timeColumnType(legs, group.grain, path), grain, part: null, shown: null };
  const { named, part } = group;
  const { member } = named;
  const type = part ? 'integer' : grain ? bucketType(member.type, grain) : member.type;
  return { column, type, grain, part, shown: standInOf(named.disguise) };
}

function nameGroup(
  written: string,
  { catalog, tenants, calendar, pointer }: GroupContext & { readonly pointer: string },
): NamedGroup {
  if (written === TENANT_COLUMN && tenants === 'several')
    return { named: nameTenant(pointer), column: written, grain: null, part: null };
  const [name = '', suffix, ...rest] = written.split(':');
  const named = nameDimension(name, catalog, pointer);
  const { member } = named;
  const grain = (suffix !== undefined && findGrain(suffix, calendar)) || null;
  const part = (suffix !== undefined && findPart(suffix)) || null;
  if (suffix !== undefined && ((!grain && !part) || rest.length > 0)) {
    const grains = knownGrains(calendar);
    const expected = `a grain: ${grains.join(', ')}; or a part of a time: ${PART_NAMES.join(', ')}`;
    const hint = suggest(suffix.slice(0, 60), [...grains, ...PART_NAMES]);
    const params = { value: suffix.slice(0, 60), expected };
    throw new SemanticError('QUERY_BAD_TIME', params, { path: pointer, hint });
  }
  const place = { path: pointer, hint: `For example "${name}:month".` };
  if (isTemporal(member.type) && !grain && !part)
    throw new SemanticError('QUERY_GRAIN_REQUIRED', { member: name, type: member.type }, place);
  if (!isTemporal(member.type) && (grain || part)) {
    throw new SemanticError(
      'QUERY_GRAIN_NOT_APPLICABLE',
      { member: name, type: member.type },
      { path: pointer, hint: `Write "${name}".` },
    );
  }
  const finest = part === 'hour_of_day' ? 'hour' : grain;
  if (finest) refuseTooFine(name, member.type, { grain: finest, path: pointer });
  const { period } = member;
  if (grain && period) refuseCutBuckets({ member: name, period }, { grain, path: pointer });
  if (part && period) refuseCutParts({ member: name, period }, { part, path: pointer });
  return { named, column: written, grain, part };
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
