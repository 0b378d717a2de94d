/**
 * Brings into the store which catalog this server began to serve, and when, out of the way of serving. While the store
 * fails it is kept and tried again; every failure is told, and what is lost at the end.
 */
import { type Catalog, isCurrent } from '../catalog/catalog.ts';
import { SEMANTICS } from '../catalog/content-hash.ts';
import type { Deployment } from '../store/deployment.ts';
import type { Store } from '../store/store.ts';
import { isRefusal } from './audit-writer.ts';
import { within } from './within.ts';

export interface DeploymentRecorderOptions {
  readonly store: Pick<Store, 'addDeployment'>;
  /** Told of what went wrong, for the log. */
  readonly warn: (fault: DeploymentFault) => void;
  /** The first pause after a failure, which doubles; a second unless given. */
  readonly pauseMs?: number;
  /** The longest pause between two attempts; a minute unless given. */
  readonly longestPauseMs?: number;
}

export interface DeploymentFault {
  /** Deployments that are lost for good since the last word. */
  readonly lost: number;
  readonly waiting: number;
  readonly cause: unknown;
}

/** More than a server is reloaded while its store is away. */
const MOST_WAITING = 100;
const OVERTAKEN = new Error('while it waited for the store, a later one was recorded there');
/** For at most this long the end of the server waits for a store that fails. */
const CLOSE_MS = 5_000;

export class DeploymentRecorder {
  readonly #options: Required<DeploymentRecorderOptions>;
  #waiting: Deployment[] = [];
  /** Those that were there when the store failed. */
  readonly #waited = new WeakSet<Deployment>();
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;

  constructor(options: DeploymentRecorderOptions) {
    this.#options = { pauseMs: 1_000, longestPauseMs: 60_000, ...options };
  }

  /** Never waits and never throws. */
  record(deployment: Deployment): void {
    this.#waiting.push(deployment);
    if (this.#waiting.length > MOST_WAITING) {
      this.#waiting.shift();
      this.#tell(1, null);
    }
    void this.flush();
  }

  /** Writes what waits, in its order, until the store fails. */
  flush(): Promise<void> {
    this.#callOff();
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  /** Tries once more, for a while; what still waits then is lost, and told so. */
  async close(patienceMs: number = CLOSE_MS): Promise<void> {
    await within(this.flush(), patienceMs);
    this.#callOff();
    const lost = this.#waiting.length;
    this.#waiting = [];
    if (lost > 0) this.#tell(lost, null);
  }

  async #writeAll(): Promise<void> {
    for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
      try {
        const outcome = await this.#options.store.addDeployment(next, this.#waited.has(next));
        this.#failures = 0;
        this.#drop(next);
        if (outcome === 'overtaken') this.#tell(1, OVERTAKEN);
      } catch (error) {
        const isLost = isRefusal(error);
        for (const deployment of this.#waiting) this.#waited.add(deployment);
        if (isLost) this.#drop(next);
        this.#tell(isLost ? 1 : 0, error);
        if (!isLost) return this.#tryLater();
      }
    }
  }

  /** It may be gone already, where too many waited. */
  #drop(written: Deployment): void {
    this.#waiting = this.#waiting.filter((deployment) => deployment !== written);
  }

  #tryLater(): void {
    const { pauseMs, longestPauseMs } = this.#options;
    const pause = Math.min(longestPauseMs, pauseMs * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.flush(), pause).unref();
  }

  #callOff(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #tell(lost: number, cause: unknown): void {
    this.#options.warn({ lost, waiting: this.#waiting.length, cause });
  }
}

/** What a server that begins to serve `catalog` tells the store. */
export function describeDeployment(
  { project, hash, metrics }: Catalog,
  { at, vitrine }: { readonly at: Date; readonly vitrine: string },
): Deployment {
  const current = [...metrics.values()].filter(isCurrent);
  return {
    project: project.name,
    at: at.toISOString(),
    catalog: hash,
    vitrine,
    semantics: SEMANTICS,
    metrics: Object.fromEntries(
      current.map(({ name, version, hash: content, isPrivate }) => [
        name,
        { version, hash: content, isPrivate },
      ]),
    ),
  };
}
