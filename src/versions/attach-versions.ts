/**
 * Today's catalog and the versions that were released before → the catalog with both. Current metrics and all that they
 * rest on stay as they are. A version is for those alone who may see its metric, and all that it rests on, today.
 */
import { hashOf } from '../base/hash.ts';
import type { Catalog, CatalogHash, Metric } from '../catalog/catalog.ts';
import { showsSensitive } from '../catalog/refuse-aggregates.ts';
import { type AttachedVersion, addRules } from './add-rules.ts';
import { type Grafted, graftVersion, type OldMetric } from './graft-version.ts';

/** `versions` are those that are not current, by what they are to be called: `name@version`. */
export function attachVersions(today: Catalog, versions: ReadonlyMap<string, OldMetric>): Catalog {
  if (versions.size === 0) return today;
  const attached = new Map<string, AttachedVersion>();
  const gone = new Map<string, string>();
  const keys = new Map([...versions].map(([key, { metric }]) => [numberOf(metric), key]));
  let catalog = today;
  for (const [key, old] of versions) {
    const keyOf = nameInputs(old, today, keys);
    const grafted = graftOne(old, { catalog, keyOf });
    if (grafted.kind === 'gone') {
      gone.set(key, grafted.reason);
      continue;
    }
    catalog = { ...catalog, models: grafted.models };
    const expression = grafted.expression;
    attached.set(key, {
      metric: nameVersion(key, { ...old.metric, expression }, { today, keyOf }),
      parts: grafted.parts,
    });
  }
  removeResting(attached, gone);
  const metrics = new Map([
    ...today.metrics,
    ...[...attached].map(([key, { metric }]) => [key, metric] as const),
  ]);
  const { models } = catalog;
  const access = addRules(today, { attached, models });
  const hash = hashOf([today.hash, [...attached.values()].map(({ metric }) => metric), gone]) as CatalogHash;
  // What old versions alone have is led to by names of their own, and by no path that anybody looks for.
  return Object.freeze({ ...today, hash, models, metrics, access, gone: new Map([...today.gone, ...gone]) });
}

function graftOne(
  old: OldMetric,
  { catalog, keyOf }: { readonly catalog: Catalog; readonly keyOf: (name: string) => string | null },
): Grafted {
  const missing = old.metric.inputs.find((input) => keyOf(input) === null);
  if (missing !== undefined) return { kind: 'gone', reason: `${missing} as it was then was not released` };
  const grafted = graftVersion(old, { catalog, nameMetric: (name) => keyOf(name) ?? name });
  if (grafted.kind === 'gone' || !showsSensitive(grafted.expression, grafted.models)) return grafted;
  return { kind: 'gone', reason: 'it shows what is sensitive now' };
}

/** What an input of the version is called today: whichever metric is the same number, the current one first. */
function nameInputs(
  old: OldMetric,
  today: Catalog,
  keys: ReadonlyMap<string, string>,
): (name: string) => string | null {
  return (name) => {
    const input = old.catalog.metrics.get(name);
    if (!input) return null;
    const known = [name, `${name}@${input.version}`].find(
      (key) => today.metrics.get(key)?.hash === input.hash,
    );
    if (known !== undefined) return known;
    return keys.get(numberOf(input)) ?? null;
  };
}

/** What tells the numbers of all versions apart. */
function numberOf({ name, version, hash }: Metric): string {
  return `${name}@${version} ${hash}`;
}

/** Texts that guide its use are those of today. */
function nameVersion(
  key: string,
  old: Metric,
  { today, keyOf }: { readonly today: Catalog; readonly keyOf: (name: string) => string | null },
): Metric {
  const current = today.metrics.get(old.name);
  return {
    ...old,
    key,
    inputs: old.inputs.map((input) => keyOf(input) ?? input),
    tags: current?.tags ?? [],
    synonyms: current?.synonyms ?? [],
    dimensions: current?.dimensions ?? null,
    deprecated: current?.deprecated ?? new Map(),
    // What is retired is for other versions only.
    isPrivate: current?.isPrivate ?? true,
    isDraft: current?.isDraft ?? false,
    aliases: [],
    target: null,
  };
}

/** What rests on something that is gone is gone itself. */
function removeResting(attached: Map<string, AttachedVersion>, gone: Map<string, string>): void {
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
