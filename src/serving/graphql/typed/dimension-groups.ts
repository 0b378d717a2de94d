/**
 * Metrics that can be grouped by the same, and what that is: each such group has types of its own, which its metrics
 * share. A metric that allows some dimensions only has a group of its own.
 */
import { canonicalJson } from '../../../base/hash.ts';
import type { ValueType } from '../../../base/value-type.ts';
import { enumName, fieldName, typeName } from '../../../base/wire-name.ts';
import type { DimensionDescription, MetricDescription } from '../../../engine/describe.ts';

/** Something that queries group by. */
export interface TypedColumn {
  /** As queries write it: `channel.name`, `customer.signed_up_at:month`. */
  readonly column: string;
  /** `CUSTOMER_SIGNED_UP_AT_MONTH` */
  readonly value: string;
  /** `customerSignedUpAtMonth` */
  readonly field: string;
  /** Of its cells; `part` is a number of hours, days or months. */
  readonly type: ValueType | 'part';
  readonly description: string;
}

export interface DimensionGroup {
  /** With which the names of its types begin. */
  readonly name: string;
  readonly columns: readonly TypedColumn[];
  /** What conditions name: without grains. */
  readonly members: readonly Pick<TypedColumn, 'column' | 'value' | 'description'>[];
  readonly hasTime: boolean;
}

/** By metric. */
export function groupDimensions(
  metrics: readonly MetricDescription[],
  dimensions: readonly DimensionDescription[],
): ReadonlyMap<string, DimensionGroup> {
  const described = new Map(dimensions.map((dimension) => [dimension.name, dimension]));
  const groups = new Map<string, DimensionGroup>();
  const names = new Set<string>();
  return new Map(
    metrics.map((metric) => {
      const key = canonicalJson([metric.dimensions, metric.grains.length > 0]);
      const known = groups.get(key);
      if (known) return [metric.name, known];
      const name = chooseName(metric, names);
      const own = metric.dimensions.flatMap((dimension) => described.get(dimension) ?? []);
      const group = { name, ...describeColumns(own), hasTime: metric.grains.length > 0 };
      groups.set(key, group);
      return [metric.name, group];
    }),
  );
}

/** After the models of its first metric, whose rows tell what they are grouped by. */
function chooseName({ name, sources }: MetricDescription, taken: Set<string>): string {
  const models = typeName(
    sources
      .map(({ model }) => model)
      .sort()
      .join('_'),
  );
  const free = [models, `${models}Of${typeName(name)}`].find((each) => !taken.has(each));
  const chosen = free ?? `${models}Of${typeName(name)}${taken.size}`;
  taken.add(chosen);
  return chosen;
}

function describeColumns(
  dimensions: readonly DimensionDescription[],
): Pick<DimensionGroup, 'columns' | 'members'> {
  const values = new Set<string>();
  // Of names that are written alike, those without a grain come first.
  const isFree = ({ value }: { readonly value: string }): boolean =>
    !values.has(value) && !!values.add(value);
  const members = dimensions.map((dimension) => ({
    column: dimension.name,
    value: enumName(dimension.name),
    description: describe(dimension),
  }));
  const plain = dimensions
    .filter(({ grains }) => grains.length === 0)
    .map((dimension) => column(dimension, null));
  const cut = dimensions.flatMap((dimension) => [
    ...dimension.grains.map((grain) => column(dimension, grain)),
    ...dimension.parts.map((part) => ({ ...column(dimension, part), type: 'part' as const })),
  ]);
  return { columns: [...plain.filter(isFree), ...cut.filter(isFree)], members };
}

function column(dimension: DimensionDescription, suffix: string | null): TypedColumn {
  const written = suffix === null ? dimension.name : `${dimension.name}:${suffix}`;
  return {
    column: written,
    value: enumName(written),
    field: fieldName(written),
    type: dimension.type,
    description: describe(dimension),
  };
}

function describe({ name, title, description, values }: DimensionDescription): string {
  const words = [title, description].flatMap((text) => (text === null ? [] : [sayText(text)]));
  const listed = values === null ? [] : [`One of ${values.join(', ')}.`];
  return [`\`${name}\``, ...words, ...listed].join(': ');
}

/** In the first of its languages. */
export function sayText(text: string | Readonly<Record<string, string>>): string {
  return typeof text === 'string' ? text : (Object.values(text)[0] ?? '');
}
