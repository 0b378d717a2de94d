/** The members by which rows of one moment are told apart. */
import type { MemberReference } from '../formula/expression.ts';
import type { Model } from './catalog.ts';

/** A model as far as its key goes. */
export type KeyedModel = Pick<Model, 'primaryKey' | 'tenantColumn' | 'members'>;

/**
 * The columns of the primary key as members, in its order; without that of the tenant, which is no member and
 * does not differ within one. `null` where they tell no rows apart.
 */
export function primaryKeyMembers({
  primaryKey,
  tenantColumn,
  members,
}: KeyedModel): readonly MemberReference[] | null {
  const found = primaryKey.map((column): MemberReference | null => {
    const own = [...members.values()].filter(
      ({ value }) => value.kind === 'column' && value.column === column,
    );
    const member = own.find(({ name }) => name === column) ?? own[0];
    return member ? { kind: 'member', path: [], member: member.name, type: member.type } : null;
  });
  const isKnown = primaryKey.every((column, place) => found[place] || column === tenantColumn);
  return primaryKey.length > 0 && isKnown ? found.filter((member) => member !== null) : null;
}
