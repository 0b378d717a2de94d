/** The members of today that are what an old version reads: who may see them, and how sensitive they are, is told by these. */
import { sourceKey } from '../tenancy/scope.ts';
import type { Member, Model } from './catalog.ts';
import { isFrozenName, withoutFrozenNames } from './frozen-name.ts';

interface Counterpart {
  /** As `model.member`. */
  readonly key: string;
  readonly member: Member;
}

/** The member of its name in its model, and all that are the same column of the same table, whatever they are called. */
export function findCounterparts(
  { name, value }: Pick<Member, 'name' | 'value'>,
  home: Pick<Model, 'name' | 'source'>,
  models: ReadonlyMap<string, Model>,
): readonly Counterpart[] {
  const bare = withoutFrozenNames(name);
  return modelsOver(home, models).flatMap((model) =>
    [...model.members.values()]
      .filter((other) => {
        if (isFrozenName(other.name)) return false;
        const isSame = value.kind === 'column' && other.value.kind === 'column';
        const isNamed = model.name === home.name && other.name === bare;
        return isNamed || (isSame && other.value.column === value.column);
      })
      .map((member) => ({ key: `${model.name}.${member.name}`, member })),
  );
}

/** All that read the table of a model, itself among them. */
export function modelsOver(
  { source }: Pick<Model, 'source'>,
  models: ReadonlyMap<string, Model>,
): readonly Model[] {
  return [...models.values()].filter((model) => sourceKey(model.source) === sourceKey(source));
}
