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
  const stateFolder = findStateFolder(config);
  const record = stateFolder === null ? null : await serverFile(stateFolder).read();
  return (record === null ? null : await reachServer(record, config)) ?? openLocalBackend(config, progress);
}
