/** What the tool itself writes into a project folder: releases, and versions that are due. */
import { join } from 'node:path';
import { invariant } from '../base/invariant.ts';
import { writeReleaseFile } from '../definitions/parse-release.ts';
import { replaceFile } from '../project/replace-file.ts';
import { type ProposedVersion, writeVersion } from '../versions/propose-versions.ts';
import type { NewRelease } from '../versions/release-metrics.ts';
import type { NewModelRelease } from '../versions/release-models.ts';
import type { LoadedProject } from './load-catalog.ts';

/** Each file as a whole or not at all. */
export async function writeReleases(
  folder: string,
  {
    metrics,
    models,
  }: { readonly metrics: readonly NewRelease[]; readonly models: readonly NewModelRelease[] },
): Promise<void> {
  for (const { metric, file } of metrics)
    await replaceFile(join(folder, 'releases', `${metric}.json`), writeReleaseFile(file));
  for (const { model, file } of models)
    await replaceFile(join(folder, 'releases', 'models', `${model}.json`), writeReleaseFile(file));
}

/** The rest of each file stays as it is, character by character. */
export async function writeProposals(
  { folder, files }: Pick<LoadedProject, 'folder' | 'files'>,
  proposed: readonly ProposedVersion[],
): Promise<void> {
  for (const proposal of proposed) {
    const { file } = proposal.position;
    const text = files.get(file);
    invariant(text !== undefined, `${file} was read`);
    await replaceFile(join(folder, file), writeVersion(text, proposal));
  }
}
