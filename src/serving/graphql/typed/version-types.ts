/** Versions of metrics in GraphQL: values of an enumeration, because a number cannot be marked as deprecated. */
import { GraphQLEnumType } from 'graphql';
import { typeName } from '../../../base/wire-name.ts';
import { type Catalog, type Deprecation, isCurrent, type Metric } from '../../../catalog/catalog.ts';
import type { MetricDescription } from '../../../engine/describe.ts';

/** Those of each metric that were released before and can be asked for, the oldest first. */
export function versionsIn({ metrics, veil }: Catalog): ReadonlyMap<string, readonly Metric[]> {
  const found = new Map<string, Metric[]>();
  for (const metric of metrics.values()) {
    if (isCurrent(metric) || veil.metrics.has(metric.key)) continue;
    const known = found.get(metric.name);
    if (known) known.push(metric);
    else found.set(metric.name, [metric]);
  }
  for (const versions of found.values()) versions.sort((a, b) => a.version - b.version);
  return found;
}

/** `V1`, `V2`, …; `null` where there is only the current one. */
export function versionEnum(
  { name, version, deprecated }: MetricDescription,
  before: readonly Metric[],
): GraphQLEnumType | null {
  if (before.length === 0) return null;
  const ending = new Map(deprecated.map((each) => [each.version, each]));
  const values = [...before.map((old) => old.version), version].map((number) => {
    const end = ending.get(number);
    return [`V${number}`, { value: number, ...(end ? { deprecationReason: sayDeprecation(end) } : {}) }];
  });
  return new GraphQLEnumType({ name: `VersionOf${typeName(name)}`, values: Object.fromEntries(values) });
}

export function sayDeprecation({ since, sunset, use }: Deprecation): string {
  const end = sunset === null ? '' : `, gone from ${sunset} on`;
  return `Not for new use since ${since}${end}.${use === null ? '' : ` Use ${use}.`}`;
}
