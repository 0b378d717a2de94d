/** Chooses between the serving process and databases of our own. */
import type { Config } from '../../config.ts';
import type { Progress } from '../../server/progress.ts';
import { serverFile } from '../../server/server-file.ts';
import { findStateFolder } from '../../server.ts';
import type { Backend } from './backend.ts';
import { openLocalBackend } from './local-backend.ts';
import { reachServer } from './remote-backend.ts';

/** Runs `work` with a backend and closes it. */
export async function withBackend<Result>(
  config: Config,
  progress: Progress,
  work: (backend: Backend) => Promise<Result>,
): Promise<Result> {
  const backend = await openBackend(config, progress);
  try {
    return await work(backend);
  } finally {
    progress.finish();
    await backend.close();
  }
}

async function openBackend(config: Config, progress: Progress): Promise<Backend> {
  return (await findServer(config))?.backend ?? openLocalBackend(config, progress);
}

/** The process that serves and holds the embedded database, where there is one. */
export async function findServer(
  config: Config,
): Promise<{ readonly address: string; readonly backend: Backend } | null> {
  const stateFolder = findStateFolder(config);
  const record = stateFolder === null ? null : await serverFile(stateFolder).read();
  const backend = record === null ? null : await reachServer(record, config);
  return record === null || backend === null ? null : { address: record.address, backend };
}
