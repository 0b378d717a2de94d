/** Which groups of the query a metric is evaluated by: all of them, or those that its `total` keeps. */
import { canonicalJson } from '../base/hash.ts';
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

/** Whether a dimension that the query groups by is among those kept. */
export function isKept(named: NamedMember, level: GroupLevel): boolean {
  if (level === null) return true;
  return level.some(
    ({ start, joins, member }) =>
      member === named.member.name &&
      canonicalJson([start.kind, start.name, joins]) ===
        canonicalJson([named.start.kind, named.start.name, named.joins]),
  );
}

/** `in_total`, `within_channel_name`: part of the name of a step in the SQL. */
export function nameLevel(level: GroupLevel): string {
  if (level === null) return '';
  if (level.length === 0) return 'in_total';
  return `within_${level.map(({ start, joins, member }) => [start.name, ...joins, member].join('_')).join('_and_')}`;
}
