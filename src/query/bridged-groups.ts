/** Which groups of a query lie across bridges: a row may be in several of them, and counts once in each. */
import type { Catalog } from '../catalog/catalog.ts';
import { findDimensionPath } from '../catalog/find-dimension.ts';
import { bridgesAlong, findJoined } from '../formula/find-joined.ts';
import type { NamedGroup } from './bind-groups.ts';
import type { BoundLeg, BridgedGroup } from './bound-query.ts';

/** Columns of groups, with the way from `root` to the bridge; a leg that does not know a group is not asked for it. */
export function bridgesOf(
  named: readonly NamedGroup[],
  root: string,
  catalog: Catalog,
): readonly { readonly column: string; readonly way: string; readonly bridge: string }[] {
  const { models } = catalog;
  const model = models.get(root);
  return named.flatMap(({ column, named: { start, joins } }) => {
    const { kind, name } = start;
    if (kind === 'tenant') return [];
    const path = findDimensionPath({ start: { kind, name }, joins }, root, catalog);
    if (path.kind !== 'path') return [];
    return bridgesAlong(model, [...path.path, ...joins], models).map((way) => {
      const home = findJoined(model, way.slice(0, -1), models);
      return { column, way: way.join('.'), bridge: `${home?.name ?? root}.${way.at(-1) ?? ''}` };
    });
  });
}

/** Each group once, whichever legs reach it. */
export function bridgedGroups(
  named: readonly NamedGroup[],
  legs: readonly BoundLeg[],
  catalog: Catalog,
): readonly BridgedGroup[] {
  const roots = [...new Set(legs.map(({ root }) => root))];
  const found = roots.flatMap((root) => bridgesOf(named, root, catalog));
  return [
    ...new Map(found.map(({ column, bridge }) => [`${column} ${bridge}`, { column, bridge }])).values(),
  ];
}
