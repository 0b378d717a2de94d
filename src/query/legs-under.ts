/** Every leg of a query, those under values of groups included; nothing is known of what they are for. */

interface Tree<Leg> {
  readonly legs: readonly Leg[];
  readonly regrouped: readonly (Tree<Leg> | { readonly inner: Tree<Leg> })[];
}

/** Of bound queries as of collected metrics. */
export function legsUnder<Leg>({ legs, regrouped }: Tree<Leg>): readonly Leg[] {
  const inner = regrouped.flatMap((each) => legsUnder('inner' in each ? each.inner : each));
  return [...legs, ...inner];
}
