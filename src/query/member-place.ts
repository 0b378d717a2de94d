/** How messages name a member that a leg reaches. */
import type { MemberReference } from '../formula/expression.ts';

/** From the root of its leg: `orders.channel.name`. */
export function placeOf(root: string, { path, member }: Pick<MemberReference, 'path' | 'member'>): string {
  return [root, ...path, member].join('.');
}
