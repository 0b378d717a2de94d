/** Which groups of the query a metric is evaluated by: all of them, or those that its `total` keeps. */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { findStartPath } from '../catalog/lower-condition.ts';
import type { DimensionReference } from '../formula/expression.ts';
import type { NamedMember } from './bind-member.ts';

/** The dimensions that are kept, if the query groups by them; the time bucket always is. `null` keeps all. */
export type GroupLevel = readonly DimensionReference[] | null;

/** A total within another keeps what both keep. */
export function keepWithin(outer: GroupLevel, within: readonly DimensionReference[]): GroupLevel {
  if (outer === null) return within;
  const kept = new Set(outer.map(canonicalJson));
  return within.filter((dimension) => kept.has(canonicalJson(dimension)));
}

/** The models whose rows are told apart by groups. */
export interface LevelRows {
  readonly roots: readonly string[];
  readonly catalog: Catalog;
}

/** Whether a dimension that the query groups by is among those kept, whichever of its names either has for it. */
export function isKept(named: NamedMember, level: GroupLevel, { roots, catalog }: LevelRows): boolean {
  if (level === null) return true;
  const { start, joins } = named;
  return level.some(
    (kept) =>
      kept.member === named.member.name &&
      (canonicalJson([kept.start, kept.joins]) ===
        canonicalJson([{ kind: start.kind, name: start.name }, joins]) ||
        roots.some((root) => leadAlike(kept, named, { root, catalog }))),
  );
}

/** Roles and models may lead to one place: `customer.country` and `orders.customer.country` are the same. */
function leadAlike(
  kept: DimensionReference,
  { start: { kind, name }, joins }: NamedMember,
  { root, catalog }: { readonly root: string; readonly catalog: Catalog },
): boolean {
  if (kind === 'tenant') return false;
  const one = findStartPath(kept.start, root, catalog);
  const other = findStartPath({ kind, name }, root, catalog);
  if (one.kind !== 'path' || other.kind !== 'path') return false;
  return canonicalJson([...one.path, ...kept.joins]) === canonicalJson([...other.path, ...joins]);
}

/** `in_total`, `within_channel_name`: part of the name of a step in the SQL. */
export function nameLevel(level: GroupLevel): string {
  if (level === null) return '';
  if (level.length === 0) return 'in_total';
  return `within_${level.map(({ start, joins, member }) => [start.name, ...joins, member].join('_')).join('_and_')}`;
}
