/**
 * What looks on while the server works: audit, figures, traces, and which catalog is served, from the start to the end of
 * the process.
 */
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import type { Catalog } from '../catalog/catalog.ts';
import type { Config } from '../config.ts';
import type { EngineWatch } from '../engine/engine-watch.ts';
import { buildAdminApp } from '../serving/admin-app.ts';
import type { KeepsAccounts } from '../serving/plugins/accounts.ts';
import type { Store } from '../store/store.ts';
import { startRetention } from './audit-retention.ts';
import { type AuditFault, AuditWriter } from './audit-writer.ts';
import { DeploymentRecorder, describeDeployment } from './deployment-recorder.ts';
import { type FigureSources, Figures } from './figures.ts';
import { inSpan } from './spans.ts';
import { startTracing } from './tracing.ts';
import type { WarehouseWatch } from './watched-warehouse.ts';

/** Who looks on while engine and warehouse work. */
export interface ServicesWatch extends EngineWatch, WarehouseWatch {}

interface Watched {
  readonly store: Pick<Store, 'writeAudit' | 'forgetAudit' | 'addDeployment'>;
  readonly connections: FigureSources['connections'];
}

interface WatchOptions {
  /** Of Vitrine. */
  readonly version: string;
  /** Days for which the audit is kept. */
  readonly days: number;
  /** Told what operators must know of. */
  readonly warn: (about: object, text: string) => void;
}

/** To whom the server tells what it does. */
export interface Watcher extends KeepsAccounts {
  /** That from now on it serves this catalog. */
  readonly deployed: (catalog: Catalog) => void;
}

export interface Observation {
  readonly watch: ServicesWatch;
  /** Traces requests; `undefined` where nothing is traced. */
  readonly plugin: FastifyPluginCallback | undefined;
  /** Begins to keep the audit; to whom requests and catalogs are told. Once. */
  serve(services: Watched, options: WatchOptions): Watcher;
  /** The address of figures and health; `null` where they are not wanted. */
  listen(place: Config['admin'], whyNotReady: () => Promise<string | null>): Promise<string | null>;
  /** Writes what waits, and sends the last spans. */
  stop(): Promise<void>;
}

export async function startObservation({ tracing }: Pick<Config, 'tracing'>): Promise<Observation> {
  const figures = new Figures();
  const traces = tracing ? await startTracing() : null;
  const ends: (() => Promise<unknown>)[] = traces ? [() => traces.stop()] : [];
  let admin: FastifyInstance | null = null;
  return {
    plugin: traces?.plugin,
    watch: {
      step: inSpan,
      planned: (isCached) => figures.planned(isCached),
      ranInWarehouse: (ms, outcome) => figures.ranInWarehouse(ms, outcome),
    },
    serve({ store, connections }, { days, version, warn }) {
      const writer = new AuditWriter({
        store,
        warn: (fault) => warn(sayFault(fault), 'the audit could not be written'),
      });
      const retention = startRetention({
        store,
        days,
        now: () => new Date(),
        warn: (error) => warn({ err: error }, 'old records of the audit could not be removed'),
      });
      const recorder = new DeploymentRecorder({
        store,
        warn: (fault) => warn(sayFault(fault), 'what is served could not be written to the store'),
      });
      figures.lookUp({ audit: () => writer.counts(), connections });
      ends.push(
        () => retention.stop(),
        () => writer.close(),
        () => recorder.close(),
      );
      return {
        finished: (request) => figures.finished(request),
        record: (record) => writer.add(record),
        deployed: (catalog) =>
          recorder.record(describeDeployment(catalog, { at: new Date(), vitrine: version })),
      };
    },
    async listen(place, whyNotReady) {
      if (place === null) return null;
      admin = buildAdminApp({ figures: () => figures.write(), whyNotReady });
      // It writes into what it is given.
      return admin.listen({ ...place });
    },
    async stop() {
      await admin?.close();
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
}

function sayFault({ lost, waiting, cause }: AuditFault): object {
  return { lost, waiting, ...(cause === null ? {} : { err: cause }) };
}
