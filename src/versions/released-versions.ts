/** Versions by name, for catalogs whose formulas name them: thawed when they are asked for, grafted where they are named. */
import type { ReleasedVersions, VersionNeeds } from '../catalog/released-versions.ts';
import { attachVersion, keysAmong } from './attach-version.ts';
import { type OldMetric, readPart, usesOf } from './used-parts.ts';

/** A version by `name@version`, or why it cannot be built; `null` where there is none. */
export type FindVersion = (
  key: string,
) => OldMetric | { readonly metric: null; readonly reason: string } | null;

const NOTHING: VersionNeeds = { metrics: [], members: [] };

export function releasedVersions(find: FindVersion): ReleasedVersions {
  const keyOf = keysAmong(find);
  const needs = new Map<string, VersionNeeds | null>();
  return {
    needsOf(key) {
      const found = find(key);
      const known = needs.get(key) ?? (found?.metric ? readNeeds(found) : found && NOTHING);
      needs.set(key, known);
      return known;
    },
    attach(key, today) {
      const found = find(key);
      if (!found?.metric) return { kind: 'gone', reason: found?.reason ?? 'it was not released' };
      const attached = attachVersion(key, found, { today, keyOf });
      if (attached.kind === 'gone') return attached;
      const missing = attached.metric.inputs.find((input) => !today.metrics.has(input));
      return missing === undefined ? attached : { kind: 'gone', reason: `${missing} is gone` };
    },
  };
}

function readNeeds(version: OldMetric): VersionNeeds {
  const { metric, catalog } = version;
  const inputs = metric.inputs.flatMap((input) => catalog.metrics.get(input) ?? []);
  const parts = [...usesOf(version).keys()].map(readPart);
  return {
    metrics: inputs.map((input) => ({ metric: input.name, version: input.version })),
    members: parts.flatMap(({ kind, model, name }) => (kind === 'member' ? [`${model}.${name}`] : [])),
  };
}
