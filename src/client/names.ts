/** Names of metrics, dimensions and grains, as a query over a known project may write them. */
import type { ProjectTypes } from './project-types.ts';

export type MetricName<P extends ProjectTypes> = keyof P['metrics'] & string;

/** A metric that is asked for, perhaps in another version or under another name. */
export type MetricItem<P extends ProjectTypes> =
  | MetricName<P>
  | { readonly metric: MetricName<P>; readonly version?: number; readonly as?: string };

/** `{ metric: 'roas', version: 1 }` → `roas@1`, where the project knows that version; else `roas`. */
export type KeyOf<P extends ProjectTypes, Item> = Item extends {
  readonly metric: infer Name extends string;
  readonly version: infer Version extends number;
}
  ? `${Name}@${Version}` extends MetricName<P>
    ? `${Name}@${Version}`
    : Name
  : Item extends { readonly metric: infer Name extends string }
    ? Name
    : Item & string;

/** What is true for each member of a union is true for what they have in common. */
type Common<Item extends { readonly of: string }> = (
  Item extends Item
    ? (of: Item['of']) => void
    : never
) extends (of: infer Of extends string) => void
  ? Of
  : never;

type Dimensions<P extends ProjectTypes, Item> = Item extends Item
  ? { readonly of: P['metrics'][KeyOf<P, Item>]['dimensions'] }
  : never;

type Grains<P extends ProjectTypes, Item> = Item extends Item
  ? { readonly of: P['metrics'][KeyOf<P, Item>]['grains'] }
  : never;

/** The dimensions that all these metrics know; without metrics, all that there are. */
export type DimensionOf<P extends ProjectTypes, Item> = [Item] extends [never]
  ? keyof P['dimensions'] & string
  : Common<Dimensions<P, Item>>;

/** The grains that all these metrics have. */
export type GrainOf<P extends ProjectTypes, Item> = [Item] extends [never]
  ? P['metrics'][string]['grains']
  : Common<Grains<P, Item>>;

type Written<P extends ProjectTypes, Name extends string> = Name extends string
  ? P['dimensions'][Name] extends { readonly after: infer After extends string }
    ? `${Name}:${After}`
    : Name
  : never;

/** A dimension as `by` writes it: a time is followed by a grain or part, `customer.registered_at:month`. */
export type GroupOf<P extends ProjectTypes, Item> = Written<P, DimensionOf<P, Item>> | 'tenant';

/** What conditions on rows may name. */
export type FilterOf<P extends ProjectTypes, Item> = DimensionOf<P, Item> | P['facts'] | 'tenant';
