/** The versions that are due: of each metric that is another number than its last release, the next one. */
import type { Catalog } from '../catalog/catalog.ts';
import type { ProjectDefinitions } from '../definitions/definition-types.ts';
import type { SourcePosition } from '../errors/diagnostic.ts';
import { ThawedReleases } from './thawed-releases.ts';

export interface ProposedVersion {
  readonly metric: string;
  readonly from: number;
  readonly to: number;
  /** Where the version stands. */
  readonly position: SourcePosition;
}

/** All the way down: what a shared part changes is another number in each metric that rests on it. */
export function proposeVersions(
  definitions: ProjectDefinitions,
  catalog: Catalog,
): readonly ProposedVersion[] {
  const thawed = new ThawedReleases();
  const last = new Map(definitions.releases.map(({ value }) => [value.metric, thawed.last(value).metric]));
  return definitions.metrics.flatMap((file) => {
    const metric = catalog.metrics.get(file.value.metric);
    const released = last.get(file.value.metric);
    if (!metric || !released || metric.hash === released.hash || metric.version !== released.version)
      return [];
    const { position } = file.place(['version']);
    return [{ metric: metric.name, from: metric.version, to: metric.version + 1, position }];
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
