/** Which conditions of a query a leg does not look at, because a formula around it says `unfiltered`. */
import { canonicalJson } from '../base/hash.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { findStartPath } from '../catalog/lower-condition.ts';
import { SemanticError } from '../errors/semantic-error.ts';
import type { DimensionStart } from '../formula/expression.ts';
import type { ConditionSubject } from '../formula/metric-tree.ts';
import { membersOf, type PreparedCondition } from './bind-conditions.ts';
import type { NamedMember } from './bind-member.ts';

/** What conditions are about that do not count; `'all'` of them; `null`: every condition counts. */
export type Disregard = readonly ConditionSubject[] | 'all' | null;

/** A leg that may disregard conditions, and the metrics for whose sake it is read, for messages. */
interface Disregarding {
  readonly root: string;
  readonly disregard: Disregard;
  readonly metrics: ReadonlySet<string>;
}

/** One `unfiltered` within another disregards what either does. */
export function disregardAlso(outer: Disregard, by: readonly ConditionSubject[] | null): Disregard {
  if (outer === 'all' || by === null) return 'all';
  const all = new Map([...(outer ?? []), ...by].map((subject) => [canonicalJson(subject), subject]));
  return [...all.keys()].sort().flatMap((key) => all.get(key) ?? []);
}

/** `unfiltered`, `unfiltered_by_channel`: part of the name of a step in the SQL. */
export function nameDisregard(disregard: Disregard): string {
  if (disregard === null) return '';
  if (disregard === 'all') return 'unfiltered';
  const names = disregard.map(({ start, joins, member }) => [start.name, ...joins, member ?? []].flat());
  return `unfiltered_by_${names.map((words) => words.join('_')).join('_and_')}`;
}

/**
 * The conditions that the rows of a leg are kept by. Whose rows they are is no condition on them.
 * @throws SemanticError QUERY_CONDITION_MIXED
 */
export function conditionsOf(
  leg: Disregarding,
  where: readonly PreparedCondition[],
  catalog: Catalog,
): readonly PreparedCondition[] {
  if (leg.disregard === null) return where;
  return where.flatMap((condition) => withoutDisregarded(condition, leg, catalog));
}

/** What of a condition counts: of several that all must hold, those that do, still together. */
function withoutDisregarded(
  condition: PreparedCondition,
  leg: Disregarding,
  catalog: Catalog,
): readonly PreparedCondition[] {
  const members = membersOf(condition);
  const counted = members.filter((named) => !isDisregarded(named, leg, catalog));
  const [first] = counted;
  if (!first) return [];
  if (counted.length === members.length) return [condition];
  if (condition.kind === 'all') {
    const parts = condition.parts.flatMap((part) => withoutDisregarded(part, leg, catalog));
    return [{ ...condition, parts }];
  }
  const [metric = leg.root] = leg.metrics;
  const hint =
    'Write a condition for each of them; where one of two must hold, this metric cannot disregard the other.';
  throw new SemanticError(
    'QUERY_CONDITION_MIXED',
    { metric, member: first.written },
    { path: first.pointer, hint },
  );
}

function isDisregarded(
  { start, joins, member }: NamedMember,
  { root, disregard }: Disregarding,
  catalog: Catalog,
): boolean {
  const { kind, name } = start;
  if (kind === 'tenant' || disregard === null) return false;
  if (disregard === 'all') return true;
  const ways = waysTo({ start: { kind, name }, joins }, root, catalog);
  return disregard.some((subject) => {
    const others = waysTo(subject, root, catalog);
    return (
      ways.some((way) => others.some((other) => isUnder(other, way, subject.member === null))) &&
      (subject.member === null || subject.member === member.name)
    );
  });
}

/** As it is written, and as the leg reaches it: queries may spell what formulas call by its role. */
function waysTo(
  { start, joins }: { readonly start: DimensionStart; readonly joins: readonly string[] },
  root: string,
  catalog: Catalog,
): readonly (readonly string[])[] {
  const written = [`${start.kind} ${start.name}`, ...joins];
  const found = findStartPath(start, root, catalog);
  return found.kind === 'path' ? [written, ['root', ...found.path, ...joins]] : [written];
}

function isUnder(subject: readonly string[], way: readonly string[], isWhole: boolean): boolean {
  return subject.every((part, place) => part === way[place]) && (isWhole || subject.length === way.length);
}
