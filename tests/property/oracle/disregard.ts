/** Which conditions of a query count for a leg: not those on what a formula around it disregards. */
import { pathsToModel, pathsToRole } from './paths.ts';
import { comparisonsOf, type Where } from './query.ts';
import type { Leg } from './request.ts';
import type { Schema } from './schema.ts';

/** The conditions that count, or `null` where one cannot be taken apart. */
export function countedConditions(
  schema: Schema,
  leg: Leg,
  where: readonly Where[],
): readonly Where[] | null {
  if (leg.disregard.length === 0) return where;
  const counted: Where[] = [];
  for (const condition of where.flatMap((tree) => conjuncts(tree, true))) {
    const marks = comparisonsOf(condition).map(({ dimension }) => isDisregarded(schema, leg, dimension));
    if (marks.every((mark) => mark)) continue;
    if (marks.some((mark) => mark)) return null;
    counted.push(condition);
  }
  return counted;
}

/** What all has to hold where a tree does, or does not. */
function conjuncts(tree: Where, holds: boolean): readonly Where[] {
  if ('not' in tree) return conjuncts(tree.not, !holds);
  if ('all' in tree && holds) return tree.all.flatMap((part) => conjuncts(part, true));
  if ('any' in tree && !holds) return tree.any.flatMap((part) => conjuncts(part, false));
  return [holds ? tree : { not: tree }];
}

/** By the name as it is written, or by where it leads. */
function isDisregarded(schema: Schema, leg: Leg, name: string): boolean {
  if (leg.disregard === 'all') return true;
  const place = leg.lead(name);
  return leg.disregard.some((subject) => {
    if (name === subject || name.startsWith(`${subject}.`)) return true;
    if (place === null) return false;
    if (subject.includes('.')) return leg.lead(subject) === place;
    const ways = schema.roles.has(subject)
      ? pathsToRole(schema, leg.root, subject)
      : pathsToModel(schema, leg.root, subject);
    return ways.length === 1 && ways.every((way) => place.startsWith([...way, ''].join('.')));
  });
}
