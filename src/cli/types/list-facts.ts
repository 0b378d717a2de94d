/** The facts that conditions on rows may name, as `role.fact` and `model.fact`. */
import type { Catalog } from '../../catalog/catalog.ts';
import { findDimension } from '../../catalog/find-dimension.ts';

/** By name; those that are hidden, or sensitive and not shown, are none. */
export function listFacts(catalog: Catalog): readonly string[] {
  const starts = [
    ...catalog.project.roles,
    ...[...catalog.models.keys()].map((name): [string, string] => [name, name]),
  ];
  const names = starts.flatMap(([start, model]) =>
    [...(catalog.models.get(model)?.members.values() ?? [])]
      .filter(({ kind }) => kind === 'fact')
      .map(({ name }) => `${start}.${name}`),
  );
  return [...new Set(names)].filter((name) => findDimension(name, catalog) !== undefined).sort();
}
