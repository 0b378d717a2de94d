/** What a script of row-level security is about: the sources that a catalog reads, and who may see which of their rows. */
import type { Model } from '../../catalog/catalog.ts';
import { type PhysicalSource, sourceKey } from '../../tenancy/scope.ts';
import { fingerprintOf, tenantColumnOf, writeCondition } from './policy-condition.ts';

export interface GuardedSource {
  readonly source: PhysicalSource;
  /** Models that read it. */
  readonly models: readonly string[];
  /** `null` where its rows are everybody's. */
  readonly guard: Guard | null;
}

export interface Guard {
  /** How its rows are scoped, in words. */
  readonly rule: string;
  /** The policy's condition, as SQL. */
  readonly condition: string;
  readonly fingerprint: string;
  /** The column of its own that says whose a row is; `null` where a parent's does. */
  readonly column: string | null;
}

/** Every source that the catalog's models read, those of calendars, rates and holidays among them, in the order of names. */
export function listGuardedSources(
  models: Iterable<Pick<Model, 'name' | 'source' | 'scope'>>,
): readonly GuardedSource[] {
  const sources = new Map<string, GuardedSource>();
  const ordered = [...models].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, source, scope } of ordered) {
    const key = sourceKey(source);
    const known = sources.get(key);
    const guard = known === undefined ? guardOf(source, scope) : known.guard;
    sources.set(key, { source, guard, models: [...(known?.models ?? []), name] });
  }
  return [...sources].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}

function guardOf(
  source: PhysicalSource,
  scope: Parameters<typeof writeCondition>[1] | { readonly kind: 'shared' },
): Guard | null {
  if (scope.kind === 'shared') return null;
  const condition = writeCondition(source, scope);
  const { source: owner, column } = tenantColumnOf(source, scope);
  const through = scope.kind === 'through';
  return {
    rule: through ? `through its parent, to ${column} of ${sourceKey(owner)}` : `by its column ${column}`,
    condition,
    fingerprint: fingerprintOf(condition),
    column: through ? null : column,
  };
}
