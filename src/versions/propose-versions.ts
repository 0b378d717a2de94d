/** The versions that are due: of each metric that is another number than its last release, the next one. */
import { schemasOf } from '../catalog/build-catalog.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import type { SourcePosition } from '../errors/diagnostic.ts';
import { findPins } from './find-pins.ts';
import { ThawedReleases } from './thawed-releases.ts';

export interface ProposedVersion {
  readonly metric: string;
  readonly from: number;
  readonly to: number;
  /** Versions that its formula could name to stay the number that it was: `revenue@1`. */
  readonly instead: readonly string[];
  /** Where the version stands. */
  readonly position: SourcePosition;
}

/** All the way down: what a shared part changes is another number in each metric that rests on it. */
export function proposeVersions(
  definitions: ProjectDefinitions,
  catalog: Catalog,
): readonly ProposedVersion[] {
  const thawed = new ThawedReleases(schemasOf(definitions, {}));
  const files = new Map(definitions.releases.map(({ value }) => [value.metric, value]));
  return definitions.metrics.flatMap((file) => {
    const metric = catalog.metrics.get(file.value.metric);
    const released = files.get(file.value.metric);
    const before = released && thawed.last(released);
    if (!metric || !before?.metric) return [];
    const { name, hash, version } = metric;
    if (hash === before.metric.hash || version !== before.metric.version) return [];
    const instead = findPins(metric, before, { catalog, files, thawed });
    const { position } = file.place(['version']);
    return [{ metric: name, from: version, to: version + 1, instead, position }];
  });
}

/** The file's text with the number at `position` in place of what stands there. */
export function writeVersion(text: string, { to, position }: ProposedVersion): string {
  const lines = text.split('\n');
  const line = lines[position.line - 1] ?? '';
  const start = position.column - 1;
  lines[position.line - 1] = `${line.slice(0, start)}${to}${line.slice(start + position.length)}`;
  return lines.join('\n');
}
