/** PGlite's worker as seen from the main thread: opened, asked one thing at a time, closed or terminated. */
import { Worker } from 'node:worker_threads';
import { invariant } from '../base/invariant.ts';
import type { WorkerReply, WorkerRequest } from './embedded-protocol.ts';

/** The worker ended without an answer: terminated, crashed, or out of memory. */
export class ThreadEnded extends Error {
  override readonly name = 'ThreadEnded';
}

interface Waiting {
  readonly resolve: (reply: WorkerReply) => void;
  readonly reject: (error: ThreadEnded) => void;
}

export class EmbeddedThread {
  readonly #worker: Worker;
  /** Settles once the thread is gone and the files are let go. */
  readonly ended: Promise<void>;
  #waiting: Waiting | null = null;
  #failure: unknown;
  #isOver = false;

  private constructor(folder: string) {
    this.#worker = startWorker(folder);
    this.#worker.on('message', (reply: WorkerReply) => this.#takeWaiting()?.resolve(reply));
    this.#worker.on('error', (error) => {
      this.#failure = error;
    });
    this.ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#isOver = true;
        this.#takeWaiting()?.reject(this.#endedError());
        resolve();
      });
    });
  }

  /** Whether it has ended or is about to. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** @throws ThreadEnded when the folder cannot be opened */
  static async open(folder: string): Promise<EmbeddedThread> {
    const thread = new EmbeddedThread(folder);
    await thread.#nextReply();
    return thread;
  }

  /** @throws ThreadEnded */
  ask(request: WorkerRequest): Promise<WorkerReply> {
    const reply = this.#nextReply();
    this.#worker.postMessage(request);
    return reply;
  }

  /** Ends it wherever it stands; the files are as after a crash, which PostgreSQL recovers from. */
  async terminate(): Promise<void> {
    this.#isOver = true;
    await this.#worker.terminate();
    await this.ended;
  }

  /** Ends it with its files in order. */
  async close(): Promise<void> {
    if (!this.#isOver) await this.ask({ kind: 'close' });
    await this.terminate();
  }

  #nextReply(): Promise<WorkerReply> {
    invariant(this.#waiting === null, 'the worker is asked one thing at a time');
    return new Promise((resolve, reject) => {
      if (this.#isOver) reject(this.#endedError());
      else this.#waiting = { resolve, reject };
    });
  }

  #takeWaiting(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }

  #endedError(): ThreadEnded {
    return new ThreadEnded('the worker ended', { cause: this.#failure });
  }
}

/** From `dist/` the worker is a plain module; from source it needs the loader that this process runs under. */
function startWorker(folder: string): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./embedded-worker.js', import.meta.url), { workerData: folder });
  const loader = import.meta.resolve('tsx/esm/api');
  const module = new URL('./embedded-worker.ts', import.meta.url).href;
  const start = `import('${loader}').then(({ register }) => { register(); return import('${module}'); })`;
  return new Worker(start, { eval: true, workerData: folder });
}
