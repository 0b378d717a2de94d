/** A line to a PostgreSQL that breaks in every way a line can, when a test says so. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { listen } from './listen.ts';

export type LineFault =
  /** Nobody listens; what was connected is cut. */
  | { readonly kind: 'refused' }
  /** Connections stand, and nothing comes through either way. */
  | { readonly kind: 'hung' }
  /** The next word of the server resets the connection. */
  | { readonly kind: 'reset' }
  /** What the server says comes in pieces, with a pause before each. */
  | { readonly kind: 'slow'; readonly bytes: number; readonly pauseMs: number }
  /** Each connection ends, as if in order, after so many bytes from the server. */
  | { readonly kind: 'truncated'; readonly afterBytes: number };

export interface FaultProxy {
  /** The target's URL by way of this line. */
  readonly url: string;
  /** `null` mends it. */
  break(fault: LineFault | null): Promise<void>;
  /** Cuts every connection, as a server that starts again does. */
  cutAll(): void;
  close(): Promise<void>;
}

interface Line {
  readonly client: Socket;
  readonly upstream: Socket;
  /** Bytes of the server since the fault began. */
  passed: number;
  /** What waits for its turn, so that bytes keep their order. */
  turn: Promise<void>;
}

export async function openFaultProxy(target: string): Promise<FaultProxy> {
  const proxy = new Proxy(new URL(target));
  await proxy.open();
  return proxy;
}

class Proxy implements FaultProxy {
  readonly #target: URL;
  readonly #lines = new Set<Line>();
  #server: Server;
  #port = 0;
  #fault: LineFault | null = null;

  constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((client) => this.#accept(client));
  }

  get url(): string {
    const url = new URL(this.#target);
    url.hostname = '127.0.0.1';
    url.port = String(this.#port);
    return url.href;
  }

  async open(): Promise<void> {
    this.#port = await listen(this.#server);
  }

  async break(fault: LineFault | null): Promise<void> {
    const was = this.#fault;
    this.#fault = fault;
    for (const line of this.#lines) line.passed = 0;
    if (fault?.kind === 'refused') await this.close();
    else if (was?.kind === 'refused') await this.#listenAgain();
    // What it has swallowed never comes.
    if (fault === null && was?.kind === 'hung') this.cutAll();
  }

  cutAll(): void {
    for (const { client, upstream } of this.#lines) {
      client.destroy();
      upstream.destroy();
    }
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.cutAll();
    await closed;
  }

  async #listenAgain(): Promise<void> {
    this.#server = createServer((client) => this.#accept(client));
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
  }

  #accept(client: Socket): void {
    const upstream = connect(Number(this.#target.port), this.#target.hostname);
    const line: Line = { client, upstream, passed: 0, turn: Promise.resolve() };
    this.#lines.add(line);
    const cut = () => {
      this.#lines.delete(line);
      client.destroy();
      upstream.destroy();
    };
    client.on('error', cut).on('close', cut);
    upstream.on('error', cut).on('close', cut);
    client.on('data', (chunk) => {
      if (this.#fault?.kind !== 'hung') upstream.write(chunk);
    });
    upstream.on('data', (chunk) => this.#deliver(line, chunk));
  }

  #deliver(line: Line, chunk: Buffer): void {
    const fault = this.#fault;
    if (fault === null || fault.kind === 'refused')
      line.turn = line.turn.then(() => void (line.client.destroyed || line.client.write(chunk)));
    else if (fault.kind === 'reset') line.client.resetAndDestroy();
    else if (fault.kind === 'slow')
      line.turn = line.turn.then(() => this.#trickle(line.client, chunk, fault));
    else if (fault.kind === 'truncated') truncate(line, chunk, fault.afterBytes);
  }

  /** Without a pause once the line is mended. */
  async #trickle(client: Socket, chunk: Buffer, fault: Extract<LineFault, { kind: 'slow' }>): Promise<void> {
    for (let start = 0; start < chunk.length; start += fault.bytes) {
      if (this.#fault === fault) await new Promise((resolve) => setTimeout(resolve, fault.pauseMs));
      if (!client.destroyed) client.write(chunk.subarray(start, start + fault.bytes));
    }
  }
}

function truncate(line: Line, chunk: Buffer, afterBytes: number): void {
  const left = afterBytes - line.passed;
  line.passed += chunk.length;
  if (chunk.length <= left) line.client.write(chunk);
  else if (left >= 0) line.client.end(chunk.subarray(0, left));
}
