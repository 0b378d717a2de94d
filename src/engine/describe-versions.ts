/** The versions of metrics, and what changed from one to the next, for those who may see what they rest on. */
import { versionKey } from '../base/version-key.ts';
import { ADMINS } from '../catalog/access-book.ts';
import type { Catalog, Metric, ReleaseNote, ReleaseReason } from '../catalog/catalog.ts';
import type { MeasuredEffect } from '../definitions/release-schema.ts';
import { findMetric } from '../query/find-metric.ts';
import { satisfiesRule } from '../tenancy/access-rule.ts';
import { hasCapability, type Principal } from '../tenancy/principal.ts';
import { judgeAccess } from './query-access.ts';

export interface VersionDescription {
  readonly version: number;
  /**
   * `current` is what the name alone stands for; `released` can be asked for with its number; `gone` cannot be computed
   * any more.
   */
  readonly status: 'current' | 'released' | 'gone';
  readonly hash: string;
  /** When, by whom and why it was released; `null` where it was not yet. */
  readonly release: ReleaseReason | null;
  /** `null` where it is not on its way out. */
  readonly deprecated: {
    readonly since: string;
    readonly sunset: string | null;
    readonly use: string | null;
  } | null;
  /** What differs from the version before; `null` for those who may not see all that it rests on. */
  readonly changes: readonly string[] | null;
}

export interface ChangelogEntry {
  /** Unique, and in the order of time. */
  readonly name: string;
  readonly metric: string;
  /** `null` where the metric was retired. */
  readonly version: number | null;
  readonly at: string;
  readonly by: string;
  readonly why: string;
  readonly changes: readonly string[] | null;
  /** `null` where nobody measured it, and for those who are not told of all tenants. */
  readonly measured: MeasuredEffect | null;
}

/** The newest first. @throws SemanticError QUERY_UNKNOWN_METRIC */
export function describeVersions(
  name: string,
  catalog: Catalog,
  principal: Principal,
): readonly VersionDescription[] {
  const metric = findMetric(name.split('@')[0] ?? name, catalog);
  const notes = catalog.releases.get(metric.name)?.releases ?? [];
  const isReleased = notes.some(({ version }) => version === metric.version);
  const current = { version: metric.version, hash: metric.hash, changes: [] };
  const all = isReleased ? notes : [...notes, current];
  return all.toReversed().map((note) => describeVersion(note, { metric, catalog, principal }));
}

function describeVersion(
  note: Pick<ReleaseNote, 'version' | 'hash' | 'changes'> & Partial<ReleaseNote>,
  { metric, catalog, principal }: { metric: Metric; catalog: Catalog; principal: Principal },
): VersionDescription {
  const { version, hash, at, by, why, changes } = note;
  const key = version === metric.version ? metric.name : `${metric.name}@${version}`;
  const isGone = !catalog.metrics.has(key) || catalog.veil.metrics.has(key);
  const { since, sunset = null, use = null } = metric.deprecated.get(String(version)) ?? {};
  return {
    version,
    status: key === metric.name ? 'current' : isGone ? 'gone' : 'released',
    hash,
    release: at !== undefined && by !== undefined && why !== undefined ? { at, by, why } : null,
    deprecated:
      since === undefined
        ? null
        : {
            since,
            sunset,
            use: use !== null && catalog.veil.metrics.has(use.split('@')[0] ?? '') ? null : use,
          },
    changes: seesAll(metric.name, catalog, principal) ? changes : null,
  };
}

/** Of one metric, or of all that `principal` may see. @throws SemanticError QUERY_UNKNOWN_METRIC */
export function describeChangelog(
  name: string | null,
  catalog: Catalog,
  principal: Principal,
): readonly ChangelogEntry[] {
  const only = name === null ? null : findMetric(name.split('@')[0] ?? name, catalog).name;
  return [...catalog.releases].flatMap(([metric, { releases, retired }]) => {
    if (only !== null && metric !== only) return [];
    const found = catalog.metrics.get(metric);
    // Who may know of what is retired, no rule says any more.
    const isSeen = found
      ? !found.isPrivate && !catalog.veil.metrics.has(metric)
      : satisfiesRule(principal, ADMINS);
    if (!isSeen) return [];
    const tellsChanges = seesAll(metric, catalog, principal);
    // What numbers of all tenants did is for those who look after definitions, and for no tenant.
    const tellsMeasured = tellsChanges && hasCapability(principal, 'analyst');
    const entries = releases.map(({ version, at, by, why, changes, measured = null }) => ({
      name: `${at} ${metric}@${String(version).padStart(9, '0')}`,
      metric,
      version,
      at,
      by,
      why,
      changes: tellsChanges ? changes : null,
      measured: tellsMeasured ? measured : null,
    }));
    const end = retired && {
      name: `${retired.at} ${metric}@~`,
      metric,
      version: null,
      ...retired,
      changes: [],
      measured: null,
    };
    return end ? [...entries, end] : entries;
  });
}

/** Sentences about changes name what a metric, in all its versions, rests on. */
function seesAll(name: string, catalog: Catalog, principal: Principal): boolean {
  // A token, or the public, is told of numbers, and not of how they come about.
  if (catalog.veil.dimensions !== null) return false;
  const keys = [...catalog.metrics.values()].filter((metric) => metric.name === name).map(({ key }) => key);
  const versions = catalog.releases.get(name)?.releases ?? [];
  const isWhole =
    keys.length > 0 && versions.every(({ version }) => !catalog.gone.has(versionKey(name, version)));
  // What rests on something that is no more is a matter for admins.
  if (!isWhole && !satisfiesRule(principal, ADMINS)) return false;
  return judgeAccess({ query: {}, metrics: keys, catalog }, principal).every(({ satisfied }) => satisfied);
}
