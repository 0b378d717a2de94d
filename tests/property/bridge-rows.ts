/** Answers across a bridge by brute force, over arrays of orders, pairs and tags; it knows nothing of plans or SQL. */

export interface TaggedOrder {
  readonly tenant: string;
  readonly id: number;
  readonly status: string | null;
  readonly amount: number | null;
  readonly month: number;
}

export interface Tag {
  readonly tenant: string;
  readonly id: number;
  readonly name: string | null;
  readonly kind: string | null;
}

/** Any number of them for one order and one tag, or for ones that do not exist. */
export interface TagPair {
  readonly tenant: string;
  readonly order: number | null;
  readonly tag: number | null;
}

export interface TagWorld {
  readonly orders: readonly TaggedOrder[];
  readonly tags: readonly Tag[];
  readonly pairs: readonly TagPair[];
}

export type TagPart = 'name' | 'kind';

/** What a partner is like; an order without any, or with one that does not exist, has one of nulls. */
export type Partner = Pick<Tag, TagPart>;

/** `some` is asked of one partner; what is denied, of all. */
export type TagCondition =
  | { readonly kind: 'is'; readonly part: TagPart; readonly value: string | null; readonly denied: boolean }
  | { readonly kind: 'status'; readonly value: string }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly TagCondition[] }
  | { readonly kind: 'not'; readonly part: TagCondition };

export function partnersOf({ tenant, id }: TaggedOrder, { pairs, tags }: TagWorld): readonly Partner[] {
  const own = pairs.filter((pair) => pair.tenant === tenant && pair.order === id);
  const nobody: Partner = { name: null, kind: null };
  if (own.length === 0) return [nobody];
  return own.map((pair) => tags.find((tag) => tag.tenant === tenant && tag.id === pair.tag) ?? nobody);
}

/** Whether the order is meant, by what some or none of its partners are. */
export function isMeant(order: TaggedOrder, condition: TagCondition, world: TagWorld): boolean {
  switch (condition.kind) {
    case 'status':
      return order.status === condition.value;
    case 'is': {
      const some = partnersOf(order, world).some((partner) => partner[condition.part] === condition.value);
      return some !== condition.denied;
    }
    case 'not':
      return !isMeant(order, condition.part, world);
    case 'all':
    case 'any': {
      const together = condition.parts.filter((part) => isAboutOne(part));
      const others = condition.parts.filter((part) => !isAboutOne(part));
      const hold = others.map((part) => isMeant(order, part, world));
      if (together.length > 0) {
        const one: TagCondition = { ...condition, parts: together };
        hold.push(partnersOf(order, world).some((partner) => fits(order, partner, one)));
      }
      return condition.kind === 'all' ? hold.every(Boolean) : hold.some(Boolean);
    }
  }
}

/** Whether the condition itself is true of one partner. */
export function fits(order: TaggedOrder, partner: Partner, condition: TagCondition): boolean {
  switch (condition.kind) {
    case 'status':
      return order.status === condition.value;
    case 'is':
      return (partner[condition.part] === condition.value) !== condition.denied;
    case 'not':
      return !fits(order, partner, condition.part);
    case 'all':
      return condition.parts.every((part) => fits(order, partner, part));
    case 'any':
      return condition.parts.some((part) => fits(order, partner, part));
  }
}

export function isAcross(condition: TagCondition): boolean {
  if (condition.kind === 'status') return false;
  if (condition.kind === 'is') return true;
  return (condition.kind === 'not' ? [condition.part] : condition.parts).some(isAcross);
}

/** It is about partners and denies nothing of them. */
function isAboutOne(condition: TagCondition): boolean {
  if (condition.kind === 'is') return !condition.denied;
  if (condition.kind === 'not' || condition.kind === 'status') return false;
  return isAcross(condition) && condition.parts.every((part) => !isAcross(part) || isAboutOne(part));
}
