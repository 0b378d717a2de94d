/** The zone and currency of each tenant, read from the project's model of tenants like any other rows in scope. */
import { LRUCache } from 'lru-cache';
import { invariant } from '../base/invariant.ts';
import { isTimeZone, suggestTimeZone } from '../base/time-zone.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import { bindQuery } from '../query/bind-query.ts';
import type { QuerySetting } from '../query/query-setting.ts';
import { TENANT_COLUMN } from '../query/tenant-mode.ts';
import type { TenantId } from '../tenancy/principal.ts';
import type { Scope } from '../tenancy/scope.ts';
import type { TenantDescription } from './describe.ts';
import type { PlanCache } from './prepare-query.ts';
import { type RunContext, runQuery } from './run-query.ts';

/** What a tenant says of itself; `null` where it says nothing, and the project's holds. */
export interface TenantProfile {
  readonly zone: string | null;
  readonly currency: string | null;
}

/** Milliseconds for which a profile is remembered. */
const REMEMBER_MS = 60_000;
const REMEMBERED = 10_000;
const NONE: TenantProfile = { zone: null, currency: null };

interface ProfileParts extends Pick<RunContext, 'warehouse' | 'timeoutMs'> {
  readonly catalog: Catalog;
  readonly plans: PlanCache;
  readonly now: () => Date;
}

/** What the tenants of a scope mean for a query that names no zone itself. */
export type TenantSetting = Required<Pick<QuerySetting, 'zone' | 'currency' | 'tenantsDiffer'>>;

export class TenantProfiles {
  private readonly parts: ProfileParts;
  private readonly known = new LRUCache<TenantId, TenantProfile>({ max: REMEMBERED, ttl: REMEMBER_MS });

  constructor(parts: ProfileParts) {
    this.parts = parts;
  }

  /**
   * Several tenants are reported in the project's zone.
   * @throws SemanticError TENANT_PROFILE, and those of the warehouse
   */
  async settingOf(scope: Scope, signal?: AbortSignal): Promise<TenantSetting> {
    const { tenants: source, currency: fallback } = this.parts.catalog.project;
    if (!source) return { zone: null, currency: null, tenantsDiffer: false };
    const profiles = await this.read(scope, signal);
    const [only = NONE, ...others] = profiles;
    const currencies = new Set(profiles.map(({ currency }) => currency ?? fallback));
    const [currency = null] = currencies.size === 1 ? currencies : [];
    const zone = others.length > 0 ? null : only.zone;
    if (zone !== null && !isTimeZone(zone))
      throw new SemanticError('TENANT_PROFILE', { zone: zone.slice(0, 60) }, { hint: suggestTimeZone(zone) });
    return { zone, currency, tenantsDiffer: currencies.size > 1 };
  }

  /**
   * In the order of the scope; what a tenant does not say of itself is as the project says.
   * @throws SemanticError of the warehouse
   */
  async describe(scope: Scope, signal?: AbortSignal): Promise<readonly TenantDescription[]> {
    const { project } = this.parts.catalog;
    const profiles = project.tenants ? await this.read(scope, signal) : scope.tenants.map(() => NONE);
    return scope.tenants.map((tenant, index) => {
      const { zone, currency } = profiles[index] ?? NONE;
      return { tenant, zone: zone ?? project.zone, currency: currency ?? project.currency };
    });
  }

  private async read(scope: Scope, signal: AbortSignal | undefined): Promise<readonly TenantProfile[]> {
    const remembered = scope.tenants.map((tenant) => this.known.get(tenant));
    if (remembered.every((profile) => profile !== undefined)) return remembered;
    const read = await this.query(scope, signal);
    return scope.tenants.map((tenant) => {
      const profile = read.get(tenant) ?? NONE;
      this.known.set(tenant, profile);
      return profile;
    });
  }

  private async query(
    scope: Scope,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlyMap<string, TenantProfile>> {
    const { catalog, plans, warehouse, timeoutMs, now } = this.parts;
    const { model = '', zone = null, currency = null } = catalog.project.tenants ?? {};
    const members = [zone, currency].filter((member) => member !== null);
    const by = [TENANT_COLUMN, ...members.map((member) => `${model}.${member}`)];
    if (members.length === 0) return new Map();
    const asked = { by, tenants: [...scope.tenants], limit: scope.tenants.length };
    const bound = bindQuery(asked, catalog, { now: now(), periods: new Map() });
    const prepared = plans.prepare(bound.shape, catalog);
    const context = { catalog, warehouse, scope, timeoutMs, now: now(), signal, currency: null };
    const { rows } = await runQuery(prepared, bound, { ...context, cursorAfter: () => '' });
    return new Map(
      rows.map(([tenant = null, ...cells]) => {
        invariant(typeof tenant === 'string', 'a tenant is told by its text');
        const told = (member: string | null): string | null => {
          const cell = member === null ? null : cells[members.indexOf(member)];
          return typeof cell === 'string' && cell !== '' ? cell : null;
        };
        return [tenant, { zone: told(zone), currency: told(currency) }];
      }),
    );
  }
}
