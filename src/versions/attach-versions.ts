/**
 * Today's catalog and the versions that were released before → the catalog with both. Current metrics and all that they
 * rest on stay as they are. A version is for those alone who may see its metric, and all that it rests on, today.
 */
import { hashOf } from '../base/hash.ts';
import { versionKey } from '../base/version-key.ts';
import type { Catalog, CatalogHash, Metric } from '../catalog/catalog.ts';
import { addFrozenParts, type FrozenParts } from '../catalog/frozen-parts.ts';
import { addRules, type RuledVersion } from './add-rules.ts';
import { attachVersion, keysAmong } from './attach-version.ts';
import type { OldMetric } from './used-parts.ts';

/**
 * `versions` are those that are not current, by what they are to be called: `name@version`. Some may be there, for
 * formulas of today name them.
 */
export function attachVersions(today: Catalog, versions: ReadonlyMap<string, OldMetric>): Catalog {
  if (versions.size === 0) return today;
  const attached = new Map<string, RuledVersion>();
  const frozen: FrozenParts[] = [];
  const gone = new Map<string, string>();
  const keys = new Map([...versions].map(([key, { metric }]) => [numberOf(metric), key]));
  const known = keysAmong((key) => ({ metric: today.metrics.get(key) ?? null }));
  const context = {
    today: { ...today, textsOf: (name: string) => today.metrics.get(name) },
    keyOf: (number: Metric) => known(number) ?? keys.get(numberOf(number)) ?? null,
  };
  for (const [key, old] of versions) {
    const found = attachVersion(key, old, context);
    if (found.kind === 'gone') gone.set(key, found.reason);
    else {
      attached.set(key, found);
      frozen.push(found.frozen);
    }
  }
  removeResting(attached, gone);
  const own = [...attached].map(([key, { metric }]): [string, Metric] => [key, metric]);
  const metrics = new Map([...today.metrics, ...own]);
  const models = addFrozenParts(today.models, frozen);
  const access = addRules(today, { attached, models });
  const hash = hashOf([today.hash, own.map(([, metric]) => metric), gone]) as CatalogHash;
  // What old versions alone have is led to by names of their own, and by no path that anybody looks for.
  return Object.freeze({ ...today, hash, models, metrics, access, gone: new Map([...today.gone, ...gone]) });
}

/** What tells the numbers of all versions apart. */
function numberOf({ name, version, hash }: Metric): string {
  return `${versionKey(name, version)} ${hash}`;
}

/** What rests on something that is gone is gone itself. */
function removeResting(attached: Map<string, RuledVersion>, gone: Map<string, string>): void {
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const [key, { metric }] of attached) {
      const missing = metric.inputs.find((input) => gone.has(input));
      if (missing === undefined) continue;
      gone.set(key, `${missing} is gone`);
      attached.delete(key);
    }
  }
}
