/** Opens the databases in this process. */
import type { Config } from '../../config.ts';
import type { Progress } from '../../server/progress.ts';
import { openServices } from '../../server.ts';
import { localPrincipal } from '../../serving/local-principal.ts';
import { writeAnswer, writeValues } from '../../serving/write-answer.ts';
import { loadSound } from '../load-catalog.ts';
import type { Backend } from './backend.ts';

export async function openLocalBackend(config: Config, progress: Progress): Promise<Backend> {
  const services = await openServices(config, progress);
  return {
    async query(asker, query) {
      const engine = services.engineFor(await loadSound(config));
      return writeAnswer(await engine.query(localPrincipal(asker), query));
    },
    async values(asker, request) {
      const engine = services.engineFor(await loadSound(config));
      return writeValues(await engine.values(localPrincipal(asker), request));
    },
    createKey: (request) => services.store.createKey(request),
    listKeys: () => services.store.listKeys(),
    replaceKey: (id, replacement) => services.store.replaceKey(id, replacement),
    revokeKey: (id) => services.store.revokeKey(id),
    readAudit: (filter, page) => services.store.readAudit({ ...filter, tenants: 'all' }, page),
    countUsage: (filter) => services.store.countUsage({ ...filter, tenants: 'all' }),
    readDeployments: (filter, page) => services.store.readDeployments({ ...filter, project: null }, page),
    seed: (size) => services.seed(progress, size),
    ...services.operator,
    close: () => services.close(),
  };
}
