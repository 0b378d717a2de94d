/** `by` → the columns that rows are grouped by: each with its member, and its grain where that is a time. */
import { suggest } from '../base/did-you-mean.ts';
import { GRAINS, type Grain, isTemporal } from '../base/value-type.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isTenantKey } from '../catalog/tenant-keys.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { TenantMode } from '../tenancy/scope.ts';
import { bucketType, refuseTooFine } from './bind-bucket.ts';
import { type NamedMember, nameDimension, nameTenant } from './bind-member.ts';
import type { BoundGroup } from './bound-query.ts';
import { TENANT_COLUMN } from './tenant-mode.ts';
import { refuseCutBuckets } from './whole-periods.ts';

/** A column of `by`: its member, and its grain where that is a time. */
export interface NamedGroup {
  readonly named: NamedMember;
  readonly column: string;
  readonly grain: Grain | null;
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
export function nameGroups(
  by: readonly string[],
  { catalog, tenants }: { readonly catalog: Catalog; readonly tenants: TenantMode },
): readonly NamedGroup[] {
  const named = by.map((written, index) => nameGroup(written, { catalog, tenants, pointer: `/by/${index}` }));
  if (tenants === 'several') refuseMixedKeys(named, catalog);
  return named;
}

export function boundGroup({ named: { member }, column, grain }: NamedGroup): BoundGroup {
  return { column, type: grain ? bucketType(member.type, grain) : member.type, grain };
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
  if (grain && member.period)
    refuseCutBuckets({ member: name, period: member.period }, { grain, path: pointer });
  return { named, column: written, grain };
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
