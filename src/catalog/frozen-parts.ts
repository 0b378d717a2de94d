/** What old versions of metrics alone have, in models of today: members and joins under names that nobody can write. */
import type { Join, Member, Model } from './catalog.ts';

/** By model; the names are frozen ones. */
export type FrozenParts = ReadonlyMap<string, ModelParts>;

interface ModelParts {
  readonly members: ReadonlyMap<string, Member>;
  readonly joins: ReadonlyMap<string, Join>;
}

/** The models with those parts beside their own. What has the same name is the same. */
export function addFrozenParts(
  models: ReadonlyMap<string, Model>,
  frozen: readonly FrozenParts[],
): ReadonlyMap<string, Model> {
  const added = new Map(models);
  for (const [name, { members, joins }] of frozen.flatMap((parts) => [...parts])) {
    const model = added.get(name);
    if (!model) continue;
    added.set(name, {
      ...model,
      members: new Map([...model.members, ...members]),
      joins: new Map([...model.joins, ...joins]),
    });
  }
  return added;
}
